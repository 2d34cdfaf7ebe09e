// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* A tuple that is filled anew in each turn, for a parser: PyTuple_SET_ITEM
 * releases nothing, so only what stands there in the end costs a reference. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *parse_ok(PyObject *m, PyObject *dict)
{
	PyObject *t = PyTuple_New(1), *key = NULL, *value;
	Py_ssize_t pos = 0;
	const char *text;
	int ok = 1;

	if (!t)
		return NULL;
	while (PyDict_Next(dict, &pos, &key, &value)) {
		PyTuple_SET_ITEM(t, 0, key);
		if (!(ok = PyArg_ParseTuple(t, "s", &text)))
			break;
	}
	Py_XINCREF(key);
	Py_DECREF(t);
	if (!ok)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *parse_bad(PyObject *m, PyObject *dict)
{
	PyObject *t = PyTuple_New(1), *key = NULL, *value;
	Py_ssize_t pos = 0;
	const char *text;

	if (!t)
		return NULL;
	while (PyDict_Next(dict, &pos, &key, &value)) {
		PyTuple_SET_ITEM(t, 0, key); // expect: missing-incref
		if (!PyArg_ParseTuple(t, "s", &text)) {
			Py_DECREF(t);
			return NULL;
		}
	}
	Py_XINCREF(key);
	Py_DECREF(t);
	Py_RETURN_NONE;
}

static PyObject *late_bad(PyObject *m, PyObject *item)
{
	PyObject *t = PyTuple_New(1);

	if (!t)
		return NULL;
	PyTuple_SET_ITEM(t, 0, item);
	Py_DECREF(t);
	Py_INCREF(item);
	return item; // expect: missing-incref
}

static PyObject *paid_ok(PyObject *m, PyObject *item)
{
	PyObject *t = PyTuple_New(1);

	if (!t)
		return NULL;
	PyTuple_SET_ITEM(t, 0, item);
	if (m != item)
		puts("other");
	Py_INCREF(item);
	return t;
}

/* PyList_SetItem releases what was there, which nobody paid for yet. */
static PyObject *list_bad(PyObject *m, PyObject *dict)
{
	PyObject *l = PyList_New(1), *key = NULL, *value;
	Py_ssize_t pos = 0;

	if (!l)
		return NULL;
	while (PyDict_Next(dict, &pos, &key, &value))
		PyList_SetItem(l, 0, key); // expect: missing-incref
	Py_XINCREF(key);
	return l;
}

static PyObject *list_once_ok(PyObject *m, PyObject *item)
{
	PyObject *l = PyList_New(1);

	if (!l)
		return NULL;
	PyList_SetItem(l, 0, item);
	if (m != item)
		puts("other");
	Py_INCREF(item);
	return l;
}

static PyObject *cell_ok(PyObject *m, PyObject *dict)
{
	PyObject *c = PyCell_New(NULL), *key = NULL, *value;
	Py_ssize_t pos = 0;

	if (!c)
		return NULL;
	while (PyDict_Next(dict, &pos, &key, &value))
		PyCell_SET(c, key);
	Py_XINCREF(key);
	return c;
}

PyMethodDef methods[] = {
	{ "parse_ok", parse_ok, METH_O },
	{ "parse_bad", parse_bad, METH_O },
	{ "late_bad", late_bad, METH_O },
	{ "paid_ok", paid_ok, METH_O },
	{ "list_bad", list_bad, METH_O },
	{ "list_once_ok", list_once_ok, METH_O },
	{ "cell_ok", cell_ok, METH_O },
	{ NULL }
};
