// SPDX-License-Identifier: GPL-3.0-or-later
/* What an item of an item lends goes with the list. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *most_bad(PyObject *self, PyObject *counter)
{
	PyObject *best = NULL, *items;
	Py_ssize_t i, n = -1;

	if (!PyDict_Check(counter))
		Py_RETURN_NONE;
	items = PyDict_Items(counter);
	if (!items)
		return NULL;
	for (i = 0; i < PyList_GET_SIZE(items); i++) {
		PyObject *k = PyTuple_GET_ITEM(PyList_GET_ITEM(items, i), 0);

		if (n < 0 || PyList_GET_SIZE(items) > n) {
			best = k;
			n = i;
		}
	}
	Py_DECREF(items);
	if (!best)
		Py_RETURN_NONE;
	Py_INCREF(best);	// expect: stale-borrow
	return best;
}

static PyObject *most_ok(PyObject *self, PyObject *counter)
{
	PyObject *best, *items;

	if (!PyDict_Check(counter))
		Py_RETURN_NONE;
	items = PyDict_Items(counter);
	if (!items)
		return NULL;
	if (!PyList_GET_SIZE(items)) {
		Py_DECREF(items);
		Py_RETURN_NONE;
	}
	best = PyTuple_GET_ITEM(PyList_GET_ITEM(items, 0), 0);
	Py_INCREF(best);
	Py_DECREF(items);
	return best;
}

static PyMethodDef methods[] = {
	{"most", most_bad, METH_O, NULL},
	{"most2", most_ok, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

struct PyModuleDef module_def = {
	PyModuleDef_HEAD_INIT, "most", NULL, 0, methods
};
