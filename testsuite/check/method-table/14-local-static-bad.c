// SPDX-License-Identifier: GPL-3.0-or-later
/* The tables are static in the function that uses them. */
#include <Python.h>

static PyObject *three(PyObject *self, PyObject *args, PyObject *kw) { return PyBool_FromLong(kw != NULL); }

PyMODINIT_FUNC PyInit_m(void)
{
	static PyMethodDef methods[] = {
		{"three", (PyCFunction) (void (*)(void)) three, METH_VARARGS, NULL},	// expect: method-table 'takes 3'
		{NULL}
	};
	static struct PyModuleDef def = {
		PyModuleDef_HEAD_INIT, "m", NULL, 0, methods
	};
	return PyModule_Create(&def);
}
