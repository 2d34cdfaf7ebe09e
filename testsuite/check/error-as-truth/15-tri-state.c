// SPDX-License-Identifier: GPL-3.0-or-later
/* Helpers that say yes, no or error, and take the error for true on the way to
 * say so. */
#include <Python.h>

struct link {
	struct link *next;
	PyObject *key, *value;
};

struct table {
	PyObject_HEAD
	PyObject *index;
};

/* What is true is told apart on the way out. */
static int is_sorted(PyObject *list)
{
	Py_ssize_t i;

	for (i = 1; i < PyList_GET_SIZE(list); i++) {
		int less = PyObject_RichCompareBool(PyList_GET_ITEM(list, i),
						    PyList_GET_ITEM(list, i - 1),
						    Py_LT);

		if (less)
			return less < 0 ? -1 : 0;
	}
	return 1;
}

/* It is handed on. */
static int holds(PyObject *a, PyObject *b, PyObject *o)
{
	int r = PySequence_Contains(a, o);

	if (r)
		return r;
	return PySequence_Contains(b, o);
}

static PyObject *name_bad(PyObject *module, PyObject *list)
{
	int sorted;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "no list");
	sorted = is_sorted(list);
	return PyUnicode_FromString(sorted ? "sorted" : "unsorted"); // expect: error-as-truth 'is_sorted'
}

static PyObject *name_ok(PyObject *module, PyObject *list)
{
	int sorted;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "no list");
	sorted = is_sorted(list);
	if (sorted < 0)
		return NULL;
	return PyUnicode_FromString(sorted ? "sorted" : "unsorted");
}

static PyObject *holds_bad(PyObject *module, PyObject *o)
{
	if (holds(module, o, o)) // expect: error-as-truth 'holds'
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *holds_ok(PyObject *module, PyObject *o)
{
	int r = holds(module, o, o);

	if (r < 0)
		return NULL;
	return PyBool_FromLong(r);
}

/* 1 and a link; 0: there is none; -1 with an exception. */
static int find(struct table *t, PyObject *key, struct link **out)
{
	PyObject *at = PyDict_GetItemWithError(t->index, key);

	*out = NULL;
	if (!at)
		return PyErr_Occurred() ? -1 : 0;
	*out = PyLong_AsVoidPtr(at);
	if (!*out) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_SystemError, "broken");
		return -1;
	}
	return 1;
}

static PyObject *get_bad(struct table *t, PyObject *key)
{
	struct link *l;
	int found = find(t, key, &l);

	if (found) // expect: error-as-truth 'find'
		return Py_NewRef(l->value);
	Py_RETURN_NONE;
}

static PyObject *get_ok(struct table *t, PyObject *key)
{
	struct link *l;
	int found = find(t, key, &l);

	if (found < 0)
		return NULL;
	if (found)
		return Py_NewRef(l->value);
	Py_RETURN_NONE;
}

/* The output tells as well. */
static PyObject *look_ok(struct table *t, PyObject *key)
{
	struct link *l;

	if (find(t, key, &l)) {
		if (!l)
			return NULL;
		return Py_NewRef(l->value);
	}
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "name_bad", name_bad, METH_O, NULL },
	{ "name_ok", name_ok, METH_O, NULL },
	{ "holds_bad", holds_bad, METH_O, NULL },
	{ "holds_ok", holds_ok, METH_O, NULL },
	{ "get_bad", (PyCFunction)(void *)get_bad, METH_O, NULL },
	{ "get_ok", (PyCFunction)(void *)get_ok, METH_O, NULL },
	{ "look_ok", (PyCFunction)(void *)look_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
