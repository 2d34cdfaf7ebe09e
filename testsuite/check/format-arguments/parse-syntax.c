// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a format alone.
#include <Python.h>

PyObject *unknown_bad(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "v", &o)) // expect: format-arguments 'which is no code of'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *blank_bad(PyObject *self, PyObject *args)
{
	int a, b;

	if (!PyArg_ParseTuple(args, "i, i", &a, &b)) // expect: format-arguments 'which is no code of'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *unclosed_bad(PyObject *self, PyObject *args)
{
	int a, b;

	if (!PyArg_ParseTuple(args, "(ii:f", &a, &b)) // expect: format-arguments 'without the closing one'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *unopened_bad(PyObject *self, PyObject *args)
{
	int a;

	if (!PyArg_ParseTuple(args, "i)", &a)) // expect: format-arguments 'without the opening one'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *bars_bad(PyObject *self, PyObject *args)
{
	int a, b = 0, c = 0;

	if (!PyArg_ParseTuple(args, "i|i|i", &a, &b, &c)) // expect: format-arguments 'twice'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *dollar_bad(PyObject *self, PyObject *args)
{
	int a, b = 0;

	if (!PyArg_ParseTuple(args, "i|$i", &a, &b)) // expect: format-arguments 'takes no keywords'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *nested_bar_bad(PyObject *self, PyObject *args)
{
	int a, b = 0;

	if (!PyArg_ParseTuple(args, "(i|i)", &a, &b)) // expect: format-arguments 'within parentheses'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *nested_ok(PyObject *self, PyObject *args)
{
	int a, b, c = 0, d;

	if (!PyArg_ParseTuple(args, "(ii)|((i)i):f", &a, &b, &c, &d))
		return NULL;
	return PyLong_FromLong(a + b + c);
}
