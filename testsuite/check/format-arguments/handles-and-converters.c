// SPDX-License-Identifier: GPL-3.0-or-later
// Handles as numbers; converters that return something else.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct handle { int fd; };

static void to_nothing(PyObject *o, void *where) { *(int *) where = o == Py_None; }
static PyObject *to_object(PyObject *o, void *where) { *(int *) where = 1; return o; }
static int to_int(PyObject *o, void *where) { *(int *) where = o == Py_None; return 1; }
static int make_int(void *p) { return p != NULL; }
static PyObject *make_object(void *p) { return PyLong_FromVoidPtr(p); }

PyObject *handle_ok(PyObject *self, PyObject *args)
{
	struct handle *h;

	if (!PyArg_ParseTuple(args, "k", &h))
		return NULL;
	return Py_BuildValue("k", h);
}

PyObject *object_bad(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "k", &o)) // expect: format-arguments 'unsigned long *' 'PyObject **'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *nothing_bad(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "O&", to_nothing, &i)) // expect: format-arguments 'argument 3' 'int (*)(PyObject *, void *)'
		return NULL;
	return PyLong_FromLong(i);
}

PyObject *converter_bad(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "O&", to_object, &i)) // expect: format-arguments 'argument 3' 'int (*)(PyObject *, void *)'
		return NULL;
	return PyLong_FromLong(i);
}

PyObject *converter_ok(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "O&", to_int, &i))
		return NULL;
	return PyLong_FromLong(i);
}

PyObject *maker_bad(void *p)
{
	return Py_BuildValue("O&", make_int, p); // expect: format-arguments 'argument 2' 'PyObject *(*)(void *)'
}

PyObject *maker_ok(void *p)
{
	return Py_BuildValue("O&", make_object, p);
}
