/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A helper that releases what it gets, and sees nothing that could own it. */
#include <Python.h>

static PyObject *current;

static int consume(PyObject *item)
{
	int result = PyObject_Print(item, stderr, 0);

	Py_DECREF(item);
	return result;
}

/* The variable's reference is what goes. */
static void unregister(PyObject *item)
{
	if (item == current) {
		current = NULL;
		Py_DECREF(item);
	}
}

static PyObject *push_bad(PyObject *self, PyObject *item)
{
	if (consume(item) < 0) // expect: over-release 'item'
		return NULL;
	Py_RETURN_NONE;
}
static PyObject *borrowed_bad(PyObject *self, PyObject *list)
{
	PyObject *item = PyList_GetItem(list, 0);

	if (!item || consume(item) < 0) // expect: over-release 'item'
		return NULL;
	Py_RETURN_NONE;
}
static PyObject *push_ok(PyObject *self, PyObject *item)
{
	Py_INCREF(item);
	if (consume(item) < 0)
		return NULL;
	Py_RETURN_NONE;
}
static PyObject *made_ok(PyObject *self, PyObject *item)
{
	PyObject *text = PyObject_Str(item);

	if (!text || consume(text) < 0)
		return NULL;
	Py_RETURN_NONE;
}
static PyObject *unregister_ok(PyObject *self, PyObject *item)
{
	unregister(item);
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "push", push_bad, METH_O }, { "borrowed", borrowed_bad, METH_O },
	{ "push_ok", push_ok, METH_O }, { "made", made_ok, METH_O },
	{ "unregister", unregister_ok, METH_O }, { NULL }
};
