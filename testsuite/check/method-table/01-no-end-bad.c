// SPDX-License-Identifier: GPL-3.0-or-later
/* The plain case: the module's method table has no end. */
#include <Python.h>

static PyObject *noop(PyObject *self, PyObject *unused)
{
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {	// expect: method-table 'has no end'
	{"noop", noop, METH_NOARGS, NULL},
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&def);
}
