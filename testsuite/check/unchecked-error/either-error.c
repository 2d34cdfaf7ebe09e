// SPDX-License-Identifier: GPL-3.0-or-later
/* Two error values that are asked for in one: with optimisation GCC makes one
 * number of both comparisons. */
#include <Python.h>

static PyObject *both_ok(PyObject *self, PyObject *args)
{
	PyObject *x, *y;
	long a, b;

	if (!PyArg_ParseTuple(args, "OO", &x, &y))
		return NULL;
	a = PyLong_AsLong(x);
	b = PyLong_AsLong(y);
	if ((a == -1 || b == -1) && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(a + b);
}
static PyObject *one_bad(PyObject *self, PyObject *args)
{
	PyObject *x, *y;
	long a, b;

	if (!PyArg_ParseTuple(args, "OO", &x, &y))
		return NULL;
	a = PyLong_AsLong(x);
	if (a == -1 && PyErr_Occurred())
		return NULL;
	b = PyLong_AsLong(y); // expect: unchecked-error 'PyLong_AsLong'
	return PyLong_FromLong(a + b);
}
PyMethodDef methods[] = {
	{ "both", both_ok, METH_VARARGS }, { "one", one_bad, METH_VARARGS },
	{ NULL }
};
