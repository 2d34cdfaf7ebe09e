// SPDX-License-Identifier: GPL-3.0-or-later
// Flags against signatures, hidden by casts of every kind.
#include <Python.h>

static PyObject *two(PyObject *self, PyObject *args) { Py_RETURN_NONE; }
static PyObject *three(PyObject *self, PyObject *args, PyObject *kwargs) { if (kwargs) Py_RETURN_TRUE; Py_RETURN_NONE; }
static PyObject *fast(PyObject *self, PyObject *const *args, Py_ssize_t nargs) { if (nargs) return Py_NewRef(args[0]); Py_RETURN_NONE; }
static PyObject *fastkw(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *names) { if (nargs && names) return Py_NewRef(args[0]); Py_RETURN_NONE; }
static PyObject *method(PyObject *self, PyTypeObject *cls, PyObject *const *args, Py_ssize_t nargs, PyObject *names) { if (nargs && names) return Py_NewRef(cls); Py_RETURN_NONE; }
static PyObject *intargs(PyObject *self, PyObject *const *args, int nargs) { if (nargs) return Py_NewRef(args[0]); Py_RETURN_NONE; }
static int status(PyObject *self, PyObject *args) { return 0; }
static void nothing(PyObject *self, PyObject *args) { }
static PyObject *objects(PyObject *self, PyObject **args, Py_ssize_t nargs) { if (nargs) return Py_NewRef(args[0]); Py_RETURN_NONE; }
static PyObject *one(PyObject *self) { return Py_NewRef(self); }

#define KW(f) ((PyCFunction) (void (*)(void)) f)
#define FAST(f) _PyCFunction_CAST(f)

static PyMethodDef methods[] = {
	{"two", two, METH_VARARGS, NULL},
	{"two_o", two, METH_O, "doc"},
	{"two_noargs", two, METH_NOARGS},
	{"one_noargs", (PyCFunction) one, METH_NOARGS},
	{"three", (PyCFunction) three, METH_VARARGS | METH_KEYWORDS},
	{"three_void", KW(three), METH_VARARGS | METH_KEYWORDS},
	{"fast", FAST(fast), METH_FASTCALL},
	{"objects", FAST(objects), METH_FASTCALL},
	{"fastkw", KW(fastkw), METH_FASTCALL | METH_KEYWORDS},
	{"method", KW(method), METH_METHOD | METH_FASTCALL | METH_KEYWORDS},
	{"three_varargs", (PyCFunction) three, METH_VARARGS}, // expect: method-table 'takes 3 arguments' '2 are passed'
	{"fast_varargs", FAST(fast), METH_VARARGS}, // expect: method-table 'METH_VARARGS'
	{"fastkw_fast", KW(fastkw), METH_FASTCALL}, // expect: method-table 'takes 4 arguments'
	{"fast_fastkw", KW(fast), METH_FASTCALL | METH_KEYWORDS}, // expect: method-table
	{"two_fast", KW(two), METH_FASTCALL}, // expect: method-table 'METH_FASTCALL'
	{"two_keywords", KW(two), METH_VARARGS | METH_KEYWORDS}, // expect: method-table 'takes 2 arguments' '3 are passed'
	{"method_fastkw", KW(method), METH_FASTCALL | METH_KEYWORDS}, // expect: method-table 'METH_FASTCALL'
	{"fastkw_method", KW(fastkw), METH_METHOD | METH_FASTCALL | METH_KEYWORDS}, // expect: method-table
	{"int_nargs", KW(intargs), METH_FASTCALL}, // expect: method-table 'int' 'Py_ssize_t'
	{"status", KW(status), METH_VARARGS}, // expect: method-table 'returns ‘int’'
	{"nothing", KW(nothing), METH_NOARGS}, // expect: method-table 'void'
	{"fast_noargs", KW(fast), METH_NOARGS}, // expect: method-table 'METH_NOARGS'
	{"three_noargs", KW(three), METH_NOARGS}, // expect: method-table 'takes 3'
	{"three_o", KW(three), METH_O}, // expect: method-table 'takes 3'
	{"zero", two, 0}, // expect: method-table 'calling convention'
	{"keywords_only", KW(three), METH_KEYWORDS}, // expect: method-table 'calling convention'
	{"o_varargs", two, METH_O | METH_VARARGS}, // expect: method-table 'calling convention'
	{"fast_o", KW(fast), METH_O | METH_FASTCALL}, // expect: method-table 'calling convention'
	{"method_alone", KW(method), METH_METHOD | METH_FASTCALL}, // expect: method-table 'calling convention'
	{"static_", two, METH_VARARGS | METH_STATIC}, // expect: method-table 'METH_STATIC'
	{NULL, NULL, 0, NULL}
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "flavours", NULL, 0, methods,
};

PyMODINIT_FUNC PyInit_flavours(void)
{
	return PyModule_Create(&module);
}
