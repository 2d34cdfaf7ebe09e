// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict args=disable=module-state
/* With strict, any signature but the right one is reported (WebAssembly
 * checks them at each call). */
#include <Python.h>

static PyObject *three(PyObject *self, PyObject *args, PyObject *kw)
{
	return Py_NewRef(args);
}

static PyObject *bare(PyObject *self)
{
	return Py_NewRef(self);
}

static PyMethodDef methods[] = {
	{"three", (PyCFunction) (void (*)(void)) three, METH_VARARGS, NULL},	// expect: method-table 'takes 3'
	{"bare", (PyCFunction) (void (*)(void)) bare, METH_NOARGS, NULL},	// expect: method-table 'takes 1'
	{NULL}
};
static struct PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, 0, methods };
PyMODINIT_FUNC PyInit_m(void) { return PyModule_Create(&def); }
