// SPDX-License-Identifier: GPL-3.0-or-later
// Too few and too many arguments.
#include <Python.h>

PyObject *few_bad(PyObject *self, PyObject *args)
{
	PyObject *a;

	if (!PyArg_ParseTuple(args, "OO:few", &a)) // expect: format-arguments 'too few arguments' 'argument 4' 'PyObject **'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *many_bad(PyObject *self, PyObject *args)
{
	PyObject *a;
	int b;

	if (!PyArg_ParseTuple(args, "O:many", &a, &b)) // expect: format-arguments 'too many arguments' '2 given, 1 used'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *null_ok(PyObject *self, PyObject *args)
{
	if (!PyArg_ParseTuple(args, ":null", NULL))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *none_ok(PyObject *self, PyObject *args)
{
	if (!PyArg_ParseTuple(args, ":none"))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *message_ok(PyObject *self, PyObject *args)
{
	int i = 0;

	if (!PyArg_ParseTuple(args, "|i;one (or no) integer: O|O$", &i))
		return NULL;
	return PyLong_FromLong(i);
}
