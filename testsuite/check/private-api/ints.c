// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of ints.
// pyrefcheck: skip-if=python>=3.12
#include <Python.h>
int bytes_bad(PyLongObject *o, unsigned char *p, size_t n)
{
	return _PyLong_AsByteArray(o, p, n, 1, 1); // expect: private-api '_PyLong_AsByteArray'
}

int sign_bad(PyObject *o)
{
	return _PyLong_Sign(o); // expect: private-api '_PyLong_Sign'
}

long value_ok(PyObject *o)
{
	return PyLong_AsLong(o);
}
