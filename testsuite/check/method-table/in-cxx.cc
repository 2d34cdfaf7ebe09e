// SPDX-License-Identifier: GPL-3.0-or-later
// The same in C++, with its casts, lambdas and templates.
#include <Python.h>

namespace {
struct Thing { PyObject_HEAD int x; };

PyObject *three(PyObject *self, PyObject *args, PyObject *kwargs) { if (kwargs) Py_RETURN_TRUE; Py_RETURN_NONE; }
PyObject *fast(PyObject *self, PyObject *const *args, Py_ssize_t nargs) { if (nargs) return Py_NewRef(args[0]); Py_RETURN_NONE; }
PyObject *thing_get(Thing *self, PyObject *) { return PyLong_FromLong(self->x); }

struct Methods {
	static PyObject *run(PyObject *self, PyObject *args) { Py_RETURN_NONE; }
	static int count(PyObject *self) { return 1; }
};

template <typename T> PyObject *typed(PyObject *self, PyObject *arg) { return PyLong_FromLong(sizeof(T)); }

PyMethodDef methods[] = {
	{"three", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(three)), METH_VARARGS | METH_KEYWORDS, nullptr},
	{"three_bad", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(three)), METH_VARARGS, nullptr}, // expect: method-table 'takes 3 arguments'
	{"fast", (PyCFunction) (void *) fast, METH_FASTCALL, nullptr},
	{"fast_bad", (PyCFunction) (void *) fast, METH_O, nullptr}, // expect: method-table 'METH_O'
	{"get", (PyCFunction) thing_get, METH_NOARGS, nullptr},
	{"run", &Methods::run, METH_VARARGS, nullptr},
	{"count", (PyCFunction) (void *) &Methods::count, METH_NOARGS, nullptr}, // expect: method-table 'returns ‘int’'
	{"typed", typed<int>, METH_O, nullptr},
	{"lambda", [](PyObject *self, PyObject *) -> PyObject * { return Py_NewRef(self); }, METH_NOARGS, nullptr},
	{nullptr, nullptr, 0, nullptr}
};

PyModuleDef module = { PyModuleDef_HEAD_INIT, "cxx", nullptr, 0, methods, nullptr, nullptr, nullptr, nullptr };
}

PyMODINIT_FUNC PyInit_cxx(void)
{
	return PyModule_Create(&module);
}
