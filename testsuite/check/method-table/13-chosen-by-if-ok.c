// SPDX-License-Identifier: GPL-3.0-or-later
/* Arrays whose rows and ends come from the preprocessor. */
#include <Python.h>

static PyObject *f(PyObject *self, PyObject *args) { Py_RETURN_NONE; }
#define SENTINEL {NULL, NULL, 0, NULL}
#define METHOD(name) { #name, name, METH_VARARGS, PyDoc_STR ("doc") }

static PyMethodDef methods[] = {
#if PY_VERSION_HEX >= 0x03000000
	METHOD (f),
#else
	{"g", f, METH_KEYWORDS, NULL},
#endif
#ifdef NEVER
	{"h", f, 0, NULL},
#endif
	SENTINEL
};
static struct PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, 0, methods };
PyMODINIT_FUNC PyInit_m(void) { return PyModule_Create(&def); }
