// SPDX-License-Identifier: GPL-3.0-or-later
// PyBytes_FromFormat knows fewer conversions.
#include <Python.h>

PyObject *bytes_ok(const char *s, int i, long l, Py_ssize_t n)
{
	return PyBytes_FromFormat("%s %d %ld %zd %c%%", s, i, l, n, 'c');
}

PyObject *object_bad(PyObject *o)
{
	return PyBytes_FromFormat("%R", o); // expect: format-arguments '%R' 'no code of'
}

PyObject *long_bad(int i)
{
	return PyBytes_FromFormat("%ld", i); // expect: format-arguments 'long' 'int'
}

PyObject *modifier_bad(long long i)
{
	return PyBytes_FromFormat("%lld", i); // expect: format-arguments '%lld' 'no code of'
}
