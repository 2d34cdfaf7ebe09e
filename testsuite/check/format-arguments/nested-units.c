// SPDX-License-Identifier: GPL-3.0-or-later
// Groups, in parsing and building.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *nested_ok(PyObject *self, PyObject *args)
{
	int a, b, c = 0;
	const char *s = NULL;

	if (!PyArg_ParseTuple(args, "(ii)|(is):nested", &a, &b, &c, &s))
		return NULL;
	return Py_BuildValue("((ii){s:i,s:z}[]())", a, b, "c", c, "s", s);
}

PyObject *nested_bad(PyObject *self, PyObject *args)
{
	int a;
	short b;

	if (!PyArg_ParseTuple(args, "(i(i))", &a, &b)) // expect: format-arguments 'argument 4' 'int *' 'short int *'
		return NULL;
	return PyLong_FromLong(a + b);
}

PyObject *unclosed_bad(PyObject *self, PyObject *args)
{
	int a, b;

	if (!PyArg_ParseTuple(args, "(ii", &a, &b)) // expect: format-arguments
		return NULL;
	return PyLong_FromLong(a + b);
}

PyObject *dict_bad(int v)
{
	return Py_BuildValue("{s:i,s}", "a", v, "b"); // expect: format-arguments
}

PyObject *dict_count_bad(int v)
{
	return Py_BuildValue("{s:i,s:i}", "a", v, "b"); // expect: format-arguments 'too few arguments'
}

PyObject *list_bad(int v)
{
	return Py_BuildValue("[i)", v); // expect: format-arguments
}

PyObject *spaces_ok(int v, PyObject *o)
{
	return Py_BuildValue(" ( i , O : N )\t", v, o, Py_NewRef(o));
}

PyObject *dict_objects_bad(PyObject *k)
{
	return Py_BuildValue("{O:i}", k, k); // expect: format-arguments 'argument 3' 'int' 'PyObject *'
}

PyObject *empty_ok(void)
{
	return Py_BuildValue("");
}

PyObject *bars_in_build_bad(int v)
{
	return Py_BuildValue("i|i", v, v); // expect: format-arguments
}

