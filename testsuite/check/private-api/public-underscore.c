// SPDX-License-Identifier: GPL-3.0-or-later
// Underscored names that the documentation has.
// pyrefcheck: skip-if=python>=3.12
#include <Python.h>
int resize_ok(PyObject **bytes, Py_ssize_t n)
{
	return _PyBytes_Resize(bytes, n);
}

int resize_tuple_ok(PyObject **tuple, Py_ssize_t n)
{
	return _PyTuple_Resize(tuple, n);
}

int presized_bad(void)
{
	return _Py_IsFinalizing(); // expect: private-api '_Py_IsFinalizing'
}
