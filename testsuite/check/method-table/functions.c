// SPDX-License-Identifier: GPL-3.0-or-later
// Tables and single definitions that reach CPython through calls.
#include <Python.h>

static PyObject *fast(PyObject *self, PyObject *const *args, Py_ssize_t nargs) { if (nargs) return Py_NewRef(args[0]); Py_RETURN_NONE; }
static PyObject *two(PyObject *self, PyObject *args) { Py_RETURN_NONE; }

static PyMethodDef added[] = { // expect: method-table 'no end'
	{"two", two, METH_VARARGS, NULL},
};
static PyMethodDef added_right[] = {
	{"two", two, METH_VARARGS, NULL},
	{NULL}
};
/* One definition for PyCFunction_New needs no end. */
static PyMethodDef single = {"single", (PyCFunction) (void (*)(void)) fast, METH_VARARGS, NULL}; // expect: method-table 'single'
static PyMethodDef single_right = {"single", two, METH_VARARGS, NULL};
static PyMethodDef singles[] = {
	{"a", two, METH_O, NULL},
	{"b", two, METH_NOARGS, NULL},
};
static PyMethodDef descriptor = {"m", (PyCFunction) (void (*)(void)) fast, METH_O, NULL}; // expect: method-table 'METH_O'

int add(PyObject *m)
{
	static PyMethodDef local[] = { // expect: method-table 'no end'
		{"two", two, METH_VARARGS, NULL},
	};

	if (PyModule_AddFunctions(m, added) < 0 || PyModule_AddFunctions(m, added_right) < 0)
		return -1;
	return PyModule_AddFunctions(m, local);
}

PyObject *make(PyObject *self, int k)
{
	if (k == 1)
		return PyCFunction_New(&single_right, self);
	if (k == 2)
		return PyCFunction_NewEx(&singles[0], self, NULL);
	if (k == 3)
		return PyCFunction_NewEx(&singles[1], self, NULL);
	if (k == 4)
		return PyDescr_NewMethod(&PyList_Type, &descriptor);
	return PyCFunction_NewEx(&single, self, NULL);
}
