// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions that not every targeted version knows.
// pyrefcheck: python=3.11-3.14 skip-if=python>=3.12
#include <Python.h>

void hexadecimal_bad(unsigned long l)
{
	PyErr_Format(PyExc_ValueError, "0x%lx", l); // expect: format-arguments '%lx' 'known from Python 3.12'
}

void left_bad(const char *s)
{
	PyErr_Format(PyExc_ValueError, "%-10s|", s); // expect: format-arguments '%-10s' 'known from Python 3.12'
}

void type_bad(PyObject *o)
{
	PyErr_Format(PyExc_TypeError, "got %T", o); // expect: format-arguments '%T' 'known from Python 3.13'
}

void width_bad(int c)
{
	PyErr_Format(PyExc_TypeError, "got %4c", c); // expect: format-arguments '%4c' 'gone from Python 3.12'
}

void guarded_ok(PyObject *o)
{
#if PY_VERSION_HEX >= 0x030d0000
	PyErr_Format(PyExc_TypeError, "got %T", o);
#else
	PyErr_Format(PyExc_TypeError, "got %.200s", Py_TYPE(o)->tp_name);
#endif
}
