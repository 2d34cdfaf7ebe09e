// SPDX-License-Identifier: GPL-3.0-or-later
/* What Python passed may be no str. */
#include <Python.h>

static PyObject *has_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	return PyBool_FromLong(PyUnicode_Contains(a, b)); // expect: error-as-truth
}
static PyObject *has_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "UU", &a, &b))
		return NULL;
	return PyBool_FromLong(PyUnicode_Contains(a, b));
}
static PyObject *if_bad(PyObject *self, PyObject *arg)
{
	if (PyUnicode_Contains(arg, Py_None)) // expect: error-as-truth
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyMethodDef methods[] = {
	{ "has", has_bad, METH_VARARGS }, { "has_ok", has_ok, METH_VARARGS },
	{ "if", if_bad, METH_O }, { NULL }
};
PyMethodDef *table = methods;
