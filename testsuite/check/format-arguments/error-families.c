// SPDX-License-Identifier: GPL-3.0-or-later
// Each function that formats as PyUnicode_FromFormat does.
// pyrefcheck: python=3.11
#include <Python.h>

void PyErr_FormatUnraisable(const char *format, ...);

PyObject *format_bad(Py_ssize_t n)
{
	return PyErr_Format(PyExc_IndexError, "index %d", n); // expect: format-arguments '%d' 'int' 'Py_ssize_t'
}

PyObject *format_ok(Py_ssize_t n)
{
	return PyErr_Format(PyExc_IndexError, "index %zd", n);
}

int warn_bad(long n)
{
	return PyErr_WarnFormat(PyExc_UserWarning, 1, "%i", n); // expect: format-arguments '%i' 'argument 4' 'long'
}

int warn_ok(long n)
{
	return PyErr_WarnFormat(PyExc_UserWarning, 1, "%li", n);
}

int resource_bad(PyObject *o)
{
	return PyErr_ResourceWarning(o, 1, "unclosed %s", o); // expect: format-arguments '%s' 'argument 4' 'const char *' 'PyObject *'
}

int resource_ok(PyObject *o)
{
	return PyErr_ResourceWarning(o, 1, "unclosed %R", o);
}

int explicit_bad(const char *file, size_t n)
{
	return PyErr_WarnExplicitFormat(PyExc_UserWarning, file, 1, NULL, NULL, "%u", n); // expect: format-arguments '%u' 'argument 7'
}

int explicit_ok(const char *file, size_t n)
{
	return PyErr_WarnExplicitFormat(PyExc_UserWarning, file, 1, NULL, NULL, "%zu", n);
}

void sys_bad(PyObject *o)
{
	PySys_FormatStderr("%R and %R\n", o); // expect: format-arguments 'too few arguments'
}

void sys_ok(PyObject *o)
{
	PySys_FormatStdout("%R\n", o);
}

PyObject *missing_bad(PyObject *o)
{
	return PyUnicode_FromFormat("%.*s", 3); // expect: format-arguments 'too few arguments' // expect: format-arguments 'known from Python 3.12'
}

PyObject *object_string_bad(PyObject *o)
{
	return PyUnicode_FromFormat("%s", o); // expect: format-arguments 'const char *' 'PyObject *'
}

PyObject *string_object_bad(const char *s)
{
	return PyUnicode_FromFormat("%S", s); // expect: format-arguments 'PyObject *' 'const char *'
}

PyObject *type_name_ok(PyObject *o)
{
	return PyErr_Format(PyExc_TypeError, "%.200s is bad", Py_TYPE(o)->tp_name);
}

PyObject *type_bad(PyObject *o)
{
	return PyErr_Format(PyExc_TypeError, "%.200s is bad", Py_TYPE(o)); // expect: format-arguments '%.200s' 'const char *' 'PyTypeObject *'
}

PyObject *percent_ok(int n)
{
	return PyErr_Format(PyExc_TypeError, "%d%%", n);
}

PyObject *too_many_bad(int n)
{
	return PyErr_Format(PyExc_TypeError, "%d%%", n, n); // expect: format-arguments 'too many arguments'
}

PyObject *float_bad(double d)
{
	return PyErr_Format(PyExc_ValueError, "bad %f", d); // expect: format-arguments '%f'
}

PyObject *g_bad(double d)
{
	return PyUnicode_FromFormat("bad %.3g", d); // expect: format-arguments 'g'
}

PyObject *either_ok(PyObject *o, const char *s)
{
	return PyUnicode_FromFormat("%V", o, s);
}

PyObject *either_bad(PyObject *o)
{
	return PyUnicode_FromFormat("%V", o); // expect: format-arguments 'too few arguments'
}

PyObject *either_order_bad(PyObject *o, const char *s)
{
	return PyUnicode_FromFormat("%V", s, o); // expect: format-arguments 'argument 2' 'PyObject *' // expect: format-arguments 'argument 3' 'const char *'
}

PyObject *long_bad(int n)
{
	return PyUnicode_FromFormat("%ld", n); // expect: format-arguments '%ld' 'long' 'int'
}

PyObject *long_long_ok(long long n, unsigned long long u)
{
	return PyUnicode_FromFormat("%lld %llu", n, u);
}

PyObject *pointer_bad(long n)
{
	return PyUnicode_FromFormat("%p", (int) n); // expect: format-arguments '%p' 'int'
}

PyObject *pointer_ok(PyObject *o)
{
	return PyUnicode_FromFormat("at %p", o);
}

PyObject *wide_bad(const wchar_t *w)
{
	return PyUnicode_FromFormat("%s", w); // expect: format-arguments 'const char *' 'wchar_t'
}

PyObject *char_ok(char c, Py_UCS4 u)
{
	return PyUnicode_FromFormat("%c%c", c, u);
}

PyObject *char_bad(const char *c)
{
	return PyUnicode_FromFormat("%c", c); // expect: format-arguments '%c' 'int'
}

PyObject *cause_bad(PyObject *o, int n)
{
	if (PyObject_SetItem(o, o, o) == 0)
		Py_RETURN_NONE;
	return _PyErr_FormatFromCause(PyExc_ValueError, "%s", n); // expect: format-arguments '%s' 'int'
}

void unraisable_bad(PyObject *o)
{
	PyErr_FormatUnraisable("in %s", o); // expect: format-arguments '%s' 'PyObject *'
}

PyObject *bytes_bad(Py_ssize_t n)
{
	return PyBytes_FromFormat("%d", n); // expect: format-arguments '%d' 'int'
}

PyObject *bytes_ok(Py_ssize_t n, const char *s)
{
	return PyBytes_FromFormat("%zd %s %c", n, s, 'x');
}

PyObject *bytes_object_bad(PyObject *o)
{
	return PyBytes_FromFormat("%R", o); // expect: format-arguments '%R'
}
