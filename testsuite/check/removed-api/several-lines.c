// SPDX-License-Identifier: GPL-3.0-or-later
// A call whose name stands some lines above.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
PyObject *lines_bad(PyObject *f, PyObject *args)
{
	return PyEval_CallObjectWithKeywords( // expect: removed-api 'PyEval_CallObjectWithKeywords'
		f,
		args,
		NULL);
}

PyObject *lines_ok(PyObject *f, PyObject *args)
{
	return PyObject_Call(
		f,
		args,
		NULL);
}
