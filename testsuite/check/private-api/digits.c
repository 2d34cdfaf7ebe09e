// SPDX-License-Identifier: GPL-3.0-or-later
// The digits of an int.
// pyrefcheck: skip-if=python>=3.12
#include <Python.h>
unsigned first_bad(PyLongObject *o)
{
	return o->ob_digit[0]; // expect: private-api 'ob_digit' 'PyLongObject'
}

unsigned cast_bad(PyObject *o)
{
	return ((PyLongObject *) o)->ob_digit[1]; // expect: private-api 'ob_digit'
}

Py_ssize_t size_ok(PyObject *o)
{
	return Py_SIZE(o);
}
