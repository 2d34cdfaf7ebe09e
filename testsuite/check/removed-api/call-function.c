// SPDX-License-Identifier: GPL-3.0-or-later
// The PyEval_Call functions with a format.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
PyObject *function_bad(PyObject *f, PyObject *a)
{
	return PyEval_CallFunction(f, "(O)", a); // expect: removed-api 'PyEval_CallFunction' '3.13'
}

PyObject *method_bad(PyObject *o, PyObject *a)
{
	return PyEval_CallMethod(o, "run", "(O)", a); // expect: removed-api 'PyEval_CallMethod' '3.13'
}

PyObject *function_ok(PyObject *f, PyObject *a)
{
	return PyObject_CallFunction(f, "(O)", a);
}
