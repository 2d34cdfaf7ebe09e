// SPDX-License-Identifier: GPL-3.0-or-later
/* The truth of a bool is no error. */
#include <Python.h>

static PyObject *parsed_ok(PyObject *self, PyObject *args)
{
	PyObject *flag = NULL;

	if (!PyArg_ParseTuple(args, "|O!", &PyBool_Type, &flag))
		return NULL;
	if (flag && PyObject_IsTrue(flag))
		return PyLong_FromLong(1);
	return PyLong_FromLong(0);
}

/* What the default is of is another question. */
static PyObject *defaulted_bad(PyObject *self, PyObject *args)
{
	PyObject *flag = self;

	if (!PyArg_ParseTuple(args, "|O!", &PyBool_Type, &flag))
		return NULL;
	if (PyObject_IsTrue(flag)) // expect: error-as-truth
		return PyLong_FromLong(1);
	return PyLong_FromLong(0);
}

static PyObject *asked_ok(PyObject *self, PyObject *o)
{
	if (PyBool_Check(o) && PyObject_IsTrue(o))
		return PyLong_FromLong(1);
	return PyLong_FromLong(0);
}

/* A subclass has a __bool__ of its own. */
static PyObject *list_bad(PyObject *self, PyObject *o)
{
	if (PyList_Check(o) && PyObject_IsTrue(o)) // expect: error-as-truth
		return PyLong_FromLong(1);
	return PyLong_FromLong(0);
}

static PyMethodDef methods[] = {
	{ "parsed_ok", parsed_ok, METH_VARARGS, NULL },
	{ "defaulted_bad", defaulted_bad, METH_VARARGS, NULL },
	{ "asked_ok", asked_ok, METH_O, NULL },
	{ "list_bad", list_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods
};

PyMODINIT_FUNC PyInit_m(void)
{
	Py_Initialize();	/* It runs: this does nothing. */
	return PyModule_Create(&def);
}
