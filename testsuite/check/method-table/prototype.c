// SPDX-License-Identifier: GPL-3.0-or-later
// What is seen of a function is a prototype: it may leave parameters out to
// be a PyCFunction without a cast.
#include <Python.h>

extern PyObject *convert(PyObject *self, PyObject *args);
extern PyObject *wide(PyObject *self, PyObject *args, PyObject *kwargs);
extern int status(PyObject *self, PyObject *args);
static PyObject *narrow(PyObject *self, PyObject *args) { return Py_NewRef(args); }

static PyMethodDef methods[] = {
	{"convert", convert, METH_VARARGS | METH_KEYWORDS, NULL},
	{"narrow", narrow, METH_VARARGS | METH_KEYWORDS, NULL}, // expect: method-table 'takes 2 arguments'
	{"wide", (PyCFunction) (void (*)(void)) wide, METH_VARARGS, NULL}, // expect: method-table 'takes 3 arguments'
	{"status", (PyCFunction) (void (*)(void)) status, METH_VARARGS, NULL}, // expect: method-table 'returns ‘int’'
	{NULL}
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "prototype", NULL, 0, methods,
};

PyMODINIT_FUNC PyInit_prototype(void)
{
	return PyModule_Create(&module);
}
