// SPDX-License-Identifier: GPL-3.0-or-later
/* Each calling convention with a function that does not fit. */
#include <Python.h>

static PyObject *two(PyObject *self, PyObject *args) { Py_RETURN_NONE; }
static PyObject *three(PyObject *self, PyObject *args, PyObject *kw) { return PyBool_FromLong(kw != NULL); }
static PyObject *fast(PyObject *self, PyObject *const *args, Py_ssize_t n) { Py_RETURN_NONE; }
static int number(PyObject *self, PyObject *args) { return 1; }
static void nothing(PyObject *self, PyObject *args) { }

#define F(f) ((PyCFunction) (void (*)(void)) (f))
static PyMethodDef methods[] = {
	{"a", F (three), METH_VARARGS, NULL},	// expect: method-table 'takes 3 arguments, but 2'
	{"b", F (three), METH_NOARGS, NULL},	// expect: method-table 'takes 3'
	{"c", F (three), METH_O, NULL},		// expect: method-table 'takes 3'
	{"d", two, METH_VARARGS | METH_KEYWORDS, NULL},	// expect: method-table 'takes 2 arguments, but 3'
	{"e", two, METH_FASTCALL, NULL},	// expect: method-table 'PyObject *const *'
	{"f", F (fast), METH_VARARGS, NULL},	// expect: method-table 'argument 2'
	{"g", F (fast), METH_FASTCALL | METH_KEYWORDS, NULL},	// expect: method-table 'takes 3 arguments, but 4'
	{"h", F (fast), METH_VARARGS | METH_KEYWORDS, NULL},	// expect: method-table 'argument 2'
	{"i", F (number), METH_VARARGS, NULL},	// expect: method-table 'returns' 'int'
	{"j", F (nothing), METH_NOARGS, NULL},	// expect: method-table 'returns' 'void'
	{NULL}
};

static struct PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, 0, methods };
PyMODINIT_FUNC PyInit_m(void) { return PyModule_Create(&def); }
