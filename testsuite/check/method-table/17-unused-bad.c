// SPDX-License-Identifier: GPL-3.0-or-later
/* A parameter that nobody passes, whether or not it is used: the call is
 * undefined (C11, 6.5.2.2), and WebAssembly's traps.  One left out, of which
 * METH_NOARGS says nothing, is what CPython's own tables do. */
#include <Python.h>

static PyObject *three(PyObject *self, PyObject *args, PyObject *kw)
{
	return Py_NewRef(args);
}

static PyObject *bare(PyObject *self) { return Py_NewRef(self); }

static PyMethodDef methods[] = {
	{"three", (PyCFunction) (void (*)(void)) three, METH_VARARGS, NULL},	// expect: method-table 'takes 3'
	{"none", (PyCFunction) (void (*)(void)) three, METH_NOARGS, NULL},	// expect: method-table 'takes 3'
	{"bare", (PyCFunction) (void (*)(void)) bare, METH_NOARGS, NULL},
	{NULL}
};
static struct PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, 0, methods };
PyMODINIT_FUNC PyInit_m(void) { return PyModule_Create(&def); }
