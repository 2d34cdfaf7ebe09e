// SPDX-License-Identifier: GPL-3.0-or-later
// Objects and strings to Py_BuildValue.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *string_bad(PyObject *o)
{
	return Py_BuildValue("s", o); // expect: format-arguments 'const char *' 'PyObject *'
}

PyObject *object_bad(const char *s)
{
	return Py_BuildValue("O", s); // expect: format-arguments 'PyObject *' 'const char *'
}

PyObject *address_bad(PyObject *o)
{
	return Py_BuildValue("O", &o); // expect: format-arguments 'PyObject *' 'PyObject **'
}

PyObject *number_bad(PyObject *o)
{
	return Py_BuildValue("OO", o, 0); // expect: format-arguments 'argument 3' 'PyObject *' 'int'
}

PyObject *objects_ok(PyObject *o, PyListObject *list, void *any,
		     PyTypeObject *type)
{
	return Py_BuildValue("OOOO", o, list, any, type);
}

PyObject *strings_ok(const char *s, unsigned char *u)
{
	return Py_BuildValue("syz", s, u, NULL);
}

static PyObject *make(void *what)
{
	return PyLong_FromVoidPtr(what);
}

PyObject *maker_ok(void *what)
{
	return Py_BuildValue("(O&s)", make, what, "x");
}

PyObject *maker_bad(void *what)
{
	return Py_BuildValue("O&", what); // expect: format-arguments 'too few arguments' 'argument 3'
}

struct guid { unsigned parts[4]; };

PyObject *memory_ok(struct guid *g, double *d)
{
	return Py_BuildValue("y#y#", g, (Py_ssize_t) sizeof(*g), d,
			     (Py_ssize_t) sizeof(*d));
}

PyObject *memory_bad(PyObject *o)
{
	return Py_BuildValue("y#", o, (Py_ssize_t) 4); // expect: format-arguments 'y#' 'const char *' 'PyObject *'
}
