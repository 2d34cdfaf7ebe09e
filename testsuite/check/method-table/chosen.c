// SPDX-License-Identifier: GPL-3.0-or-later
// Elements that macros and #if choose.
#include <Python.h>

static PyObject *two(PyObject *self, PyObject *args) { Py_RETURN_NONE; }
static PyObject *three(PyObject *self, PyObject *args, PyObject *kwargs) { if (kwargs) Py_RETURN_TRUE; Py_RETURN_NONE; }
#define METHOD(name, fn, flags) { #name, (PyCFunction) (void (*)(void)) fn, flags, NULL }
#define END { NULL, NULL, 0, NULL }
#if PY_VERSION_HEX >= 0x03070000
#define FLAGS METH_VARARGS
#else
#define FLAGS METH_VARARGS | METH_KEYWORDS
#endif

static PyMethodDef methods[] = {
	METHOD(two, two, METH_VARARGS),
	METHOD(three, three, FLAGS), // expect: method-table 'takes 3 arguments'
	METHOD(three_right, three, FLAGS | METH_KEYWORDS),
#ifdef HAVE_NOTHING_OF_THIS
	METHOD(none, three, METH_O),
#endif
	END
};
static PyModuleDef def = { PyModuleDef_HEAD_INIT, .m_name = "chosen", .m_methods = methods };
PyMODINIT_FUNC PyInit_chosen(void) { return PyModule_Create(&def); }
