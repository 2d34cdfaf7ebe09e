// SPDX-License-Identifier: GPL-3.0-or-later
// A definition on the stack is gone when the function object still uses it.
#include <Python.h>

static PyObject *two(PyObject *self, PyObject *args) { Py_RETURN_NONE; }

PyObject *stack_bad(PyObject *self)
{
	PyMethodDef def = {"two", two, METH_VARARGS, NULL};

	return PyCFunction_NewEx(&def, self, NULL); // expect: method-table 'def'
}

PyObject *static_ok(PyObject *self)
{
	static PyMethodDef def = {"two", two, METH_VARARGS, NULL};

	return PyCFunction_NewEx(&def, self, NULL);
}

int stack_array_bad(PyObject *m)
{
	PyMethodDef defs[] = {{"two", two, METH_VARARGS, NULL}, {NULL}};

	return PyModule_AddFunctions(m, defs); // expect: method-table 'defs'
}
