// SPDX-License-Identifier: GPL-3.0-or-later
/* METH_O passes the argument, and no tuple of arguments. */
#include <Python.h>

static PyObject *parsed(PyObject *self, PyObject *args)
{
	int a;

	if (!PyArg_ParseTuple(args, "i", &a))
		return NULL;
	return PyLong_FromLong(a);
}
static PyObject *looked(PyObject *self, PyObject *point)
{
	int x, y;

	if (!PyTuple_Check(point)) {
		PyErr_SetString(PyExc_TypeError, "a tuple is needed");
		return NULL;
	}
	if (!PyArg_ParseTuple(point, "ii", &x, &y))
		return NULL;
	return PyLong_FromLong((long) x + y);
}
static PyObject *plain(PyObject *self, PyObject *arg)
{
	int a;

	if (!PyArg_Parse(arg, "i", &a))
		return NULL;
	return PyLong_FromLong(a);
}
/* What is no tuple is refused in words of its own. */
static PyObject *append(PyObject *self, PyObject *entry)
{
	int offset, length;

	if (!PyArg_ParseTuple(entry, "ii", &offset, &length)) {
		PyErr_SetString(PyExc_TypeError, "2-tuple required");
		return NULL;
	}
	return PyLong_FromLong((long) offset + length);
}

static PyMethodDef methods[] = {
	{"parsed", parsed, METH_O, NULL},	// expect: method-table 'METH_O passes the argument itself'
	{"looked", looked, METH_O, NULL},
	{"plain", plain, METH_O, NULL},
	{"append", append, METH_O, NULL},
	{NULL}
};
static struct PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, 0, methods };
PyMODINIT_FUNC PyInit_m(void) { return PyModule_Create(&def); }
