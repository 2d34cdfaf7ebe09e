// SPDX-License-Identifier: GPL-3.0-or-later
// The codes of the newest versions, all targeted versions know them.
// pyrefcheck: python=3.14
#include <Python.h>
#include <stdint.h>
#include <stddef.h>

PyObject *type_ok(PyObject *o, PyTypeObject *t)
{
	return PyUnicode_FromFormat("%T %#T %N %#N", o, o, t, t);
}

PyObject *type_bad(const char *s)
{
	return PyUnicode_FromFormat("%T", s); // expect: format-arguments '%T' 'PyObject *' 'const char *'
}

PyObject *type_name_bad(PyObject *o)
{
	return PyUnicode_FromFormat("%N", Py_TYPE(o)->tp_name); // expect: format-arguments '%N'
}

PyObject *bool_ok(_Bool b, int i)
{
	return Py_BuildValue("(pp)", b, i);
}

PyObject *bool_bad(long b)
{
	return Py_BuildValue("p", b); // expect: format-arguments 'p' 'int' 'long'
}

PyObject *modifiers_ok(intmax_t j, ptrdiff_t t, size_t z, unsigned long l, const wchar_t *w, PyObject *o)
{
	return PyUnicode_FromFormat("%jd %td %zx %lo %-5ls %*d %.*s %lV %X", j, t, z, l, w, 3, 4, 5, "x", o, w, 7);
}

PyObject *modifiers_bad(int i)
{
	return PyUnicode_FromFormat("%jd", i); // expect: format-arguments '%jd' 'intmax_t' 'int'
}

PyObject *star_bad(Py_ssize_t width)
{
	return PyUnicode_FromFormat("%*d", width, 4); // expect: format-arguments 'int' 'Py_ssize_t'
}

PyObject *plus_bad(int i)
{
	return PyUnicode_FromFormat("%+d", i); // expect: format-arguments '+'
}

PyObject *h_bad(int i)
{
	return PyUnicode_FromFormat("%hd", i); // expect: format-arguments 'h'
}

PyObject *ls_bad(const char *s)
{
	return PyUnicode_FromFormat("%ls", s); // expect: format-arguments 'wchar_t'
}
