// SPDX-License-Identifier: GPL-3.0-or-later
// PyEval_CallObjectWithKeywords went in 3.13.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
PyObject *call_bad(PyObject *f, PyObject *args)
{
	return PyEval_CallObjectWithKeywords(f, args, NULL); // expect: removed-api 'PyEval_CallObjectWithKeywords' '3.13'
}

PyObject *call_ok(PyObject *f, PyObject *args)
{
	return PyObject_Call(f, args, NULL);
}
