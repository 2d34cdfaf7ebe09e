// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions whose documentation speaks of a deprecated habit are not deprecated.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
long long_ok(PyObject *o)
{
	return PyLong_AsLong(o);
}

unsigned long mask_ok(PyObject *o)
{
	return PyLong_AsUnsignedLongMask(o);
}
