// SPDX-License-Identifier: GPL-3.0-or-later
/* A list whose size was asked for before code ran: whichever way it was asked,
 * and wherever the list came from. */
#include <Python.h>

static PyObject *parsed_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *arg;
	Py_ssize_t n, i;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &arg))
		return NULL;
	n = PyList_GET_SIZE(list);
	for (i = 0; i < n; i++) {
		PyObject *o = PyList_GET_ITEM(list, i); // expect: buffer-overflow
		int c = PyObject_RichCompareBool(o, arg, Py_EQ);

		if (c < 0)
			return NULL;
		if (c)
			Py_RETURN_TRUE;
	}
	Py_RETURN_FALSE;
}
static PyObject *called_bad(PyObject *self, PyObject *list)
{
	Py_ssize_t n, i;

	if (!PyList_Check(list)) {
		PyErr_SetString(PyExc_TypeError, "a list");
		return NULL;
	}
	n = PyList_Size(list);
	for (i = 0; i < n; i++) {
		PyObject *o = PyList_GET_ITEM(list, i); // expect: buffer-overflow
		PyObject *c = PyObject_CallOneArg(self, o);

		if (!c)
			return NULL;
		Py_DECREF(c);
	}
	Py_RETURN_NONE;
}
static PyObject *asked_again_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *arg;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &arg))
		return NULL;
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		PyObject *o = Py_NewRef(PyList_GET_ITEM(list, i));
		int c = PyObject_RichCompareBool(o, arg, Py_EQ);

		Py_DECREF(o);
		if (c < 0)
			return NULL;
		if (c)
			Py_RETURN_TRUE;
	}
	Py_RETURN_FALSE;
}
static PyObject *tuple_ok(PyObject *self, PyObject *args)
{
	PyObject *tuple, *arg;
	Py_ssize_t n, i;

	if (!PyArg_ParseTuple(args, "O!O", &PyTuple_Type, &tuple, &arg))
		return NULL;
	n = PyTuple_GET_SIZE(tuple);
	for (i = 0; i < n; i++) {
		PyObject *o = PyTuple_GET_ITEM(tuple, i);
		int c = PyObject_RichCompareBool(o, arg, Py_EQ);

		if (c < 0)
			return NULL;
		if (c)
			Py_RETURN_TRUE;
	}
	Py_RETURN_FALSE;
}
static PyObject *no_code_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *copy;
	Py_ssize_t n, i;

	if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list))
		return NULL;
	n = PyList_Size(list);
	copy = PyTuple_New(n);
	if (!copy)
		return NULL;
	for (i = 0; i < n; i++)
		PyTuple_SET_ITEM(copy, i, Py_NewRef(PyList_GET_ITEM(list, i)));
	return copy;
}

PyMethodDef methods[] = {
	{ "parsed", parsed_bad, METH_VARARGS }, { "called", called_bad, METH_O },
	{ "again", asked_again_ok, METH_VARARGS },
	{ "tuple", tuple_ok, METH_VARARGS },
	{ "no_code", no_code_ok, METH_VARARGS }, { NULL }
};
