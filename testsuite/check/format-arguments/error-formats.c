// SPDX-License-Identifier: GPL-3.0-or-later
// PyErr_Format, PyUnicode_FromFormat and the like.
#include <Python.h>

void string_bad(PyObject *name)
{
	PyErr_Format(PyExc_KeyError, "no %s", name); // expect: format-arguments '%s' 'const char *' 'PyObject *'
}

void object_bad(const char *name)
{
	PyErr_Format(PyExc_KeyError, "no %R", name); // expect: format-arguments '%R' 'PyObject *' 'const char *'
}

void size_bad(Py_ssize_t n)
{
	PyErr_Format(PyExc_ValueError, "%d items", n); // expect: format-arguments '%d' 'int' 'Py_ssize_t'
}

void float_bad(double d)
{
	PyErr_Format(PyExc_ValueError, "bad %f", d); // expect: format-arguments '%f' 'no code of'
}

void few_bad(const char *s)
{
	PyErr_Format(PyExc_ValueError, "%s: %s", s); // expect: format-arguments 'too few arguments' 'argument 4'
}

void many_bad(const char *s)
{
	PyErr_Format(PyExc_ValueError, "wrong", s); // expect: format-arguments 'too many arguments' '1 given, 0 used'
}

void formats_ok(PyObject *o, const char *s, Py_ssize_t n, size_t z, void *p)
{
	PyErr_Format(PyExc_ValueError, "%.200s %5d %zd %zu %p %R %U %V %%", s,
		     1, n, z, p, o, o, NULL, s);
}

PyObject *text_ok(unsigned long l, long long L, char c)
{
	return PyUnicode_FromFormat("%lu %lld %c %x", l, L, c, 1);
}

PyObject *text_bad(int i)
{
	return PyUnicode_FromFormat("%ld", i); // expect: format-arguments '%ld' 'long' '(8 bytes)' 'int'
}

int warning_bad(long l)
{
	return PyErr_WarnFormat(PyExc_UserWarning, 1, "%i", l); // expect: format-arguments 'argument 4' 'int' 'long'
}
