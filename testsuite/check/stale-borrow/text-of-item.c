/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of an item is the item's, and ends with what held that. */
#include <Python.h>

PyObject *first_bad(PyObject *module, PyObject *arg)
{
	PyObject *list = PySequence_List(arg);
	const char *name;

	if (!list)
		return NULL;
	if (PyList_GET_SIZE(list) == 0) {
		Py_DECREF(list);
		PyErr_SetString(PyExc_ValueError, "no items");
		return NULL;
	}
	name = PyUnicode_AsUTF8(PyList_GET_ITEM(list, 0));
	Py_DECREF(list);
	if (!name)
		return NULL;
	return PyErr_Format(PyExc_ValueError, "not %s", name);	// expect: stale-borrow 'name'
}

PyObject *first_ok(PyObject *module, PyObject *arg)
{
	PyObject *list = PySequence_List(arg);
	const char *name;

	if (!list)
		return NULL;
	if (PyList_GET_SIZE(list) == 0) {
		Py_DECREF(list);
		PyErr_SetString(PyExc_ValueError, "no items");
		return NULL;
	}
	name = PyUnicode_AsUTF8(PyList_GET_ITEM(list, 0));
	if (name)
		PyErr_Format(PyExc_ValueError, "not %s", name);
	Py_DECREF(list);
	return NULL;
}

PyObject *counted_bad(PyObject *module, PyObject *arg)
{
	PyObject *seq = PySequence_Fast(arg, "a sequence is needed");
	Py_ssize_t i;

	if (!seq)
		return NULL;
	for (i = 0; i < PySequence_Fast_GET_SIZE(seq); i++) {
		PyObject *item = PySequence_Fast_GET_ITEM(seq, i);
		const char *name = PyUnicode_AsUTF8(item);

		if (!name) {
			Py_DECREF(seq);
			return NULL;
		}
		Py_INCREF(item);
		if (strcmp(name, "start")) {
			Py_DECREF(item);
			Py_DECREF(seq);
			return PyErr_Format(PyExc_ValueError, "not %s", name);	// expect: stale-borrow 'name'
		}
		Py_DECREF(item);
	}
	Py_DECREF(seq);
	Py_RETURN_NONE;
}

/* A reference of its own to the item keeps its text. */
PyObject *kept_ok(PyObject *module, PyObject *arg)
{
	PyObject *list = PySequence_List(arg), *item;
	const char *name;

	if (!list)
		return NULL;
	if (PyList_GET_SIZE(list) == 0) {
		Py_DECREF(list);
		PyErr_SetString(PyExc_ValueError, "no items");
		return NULL;
	}
	item = PyList_GET_ITEM(list, 0);
	Py_INCREF(item);
	name = PyUnicode_AsUTF8(item);
	Py_DECREF(list);
	if (name)
		PyErr_Format(PyExc_ValueError, "not %s", name);
	Py_DECREF(item);
	return NULL;
}
