// SPDX-License-Identifier: GPL-3.0-or-later
// PyArg_Parse takes one object, not a tuple.
#include <Python.h>

PyObject *one_ok(PyObject *o)
{
	long l;
	int a, b;

	if (!PyArg_Parse(o, "l", &l) || !PyArg_Parse(o, "(ii)", &a, &b))
		return NULL;
	return PyLong_FromLong(l + a + b);
}

PyObject *two_bad(PyObject *o)
{
	int a, b;

	if (!PyArg_Parse(o, "ii", &a, &b)) // expect: format-arguments 'not exactly one unit'
		return NULL;
	return PyLong_FromLong(a + b);
}

PyObject *optional_bad(PyObject *o)
{
	int a = 0;

	if (!PyArg_Parse(o, "|i", &a)) // expect: format-arguments 'not exactly one unit'
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *type_bad(PyObject *o)
{
	short s;

	if (!PyArg_Parse(o, "i", &s)) // expect: format-arguments 'int *' 'short' '(2 bytes)'
		return NULL;
	return PyLong_FromLong(s);
}
