// SPDX-License-Identifier: GPL-3.0-or-later
/* A parameter that is passed to nobody and used by nobody does no harm. */
#include <Python.h>

static PyObject *three(PyObject *self, PyObject *args, PyObject *kw)
{
	return Py_NewRef(args);
}

static PyMethodDef methods[] = {
	{"three", (PyCFunction) (void (*)(void)) three, METH_VARARGS, NULL},
	{NULL}
};
static struct PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, 0, methods };
PyMODINIT_FUNC PyInit_m(void) { return PyModule_Create(&def); }
