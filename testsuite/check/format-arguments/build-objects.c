// SPDX-License-Identifier: GPL-3.0-or-later
// Objects and strings to Py_BuildValue.
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
