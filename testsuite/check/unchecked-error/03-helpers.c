// SPDX-License-Identifier: GPL-3.0-or-later
/* A project's own status functions. */
#include <Python.h>

static int add(PyObject *dict, const char *name, long n)
{
	PyObject *o = PyLong_FromLong(n);
	int r;

	if (!o)
		return -1;
	r = PyDict_SetItemString(dict, name, o);
	Py_DECREF(o);
	return r;
}

static PyObject *numbers_bad(PyObject *self, PyObject *unused)
{
	PyObject *dict = PyDict_New();

	if (!dict)
		return NULL;
	add(dict, "one", 1); // expect: unchecked-error 'add'
	return dict;
}

static PyObject *numbers_ok(PyObject *self, PyObject *unused)
{
	PyObject *dict = PyDict_New();

	if (!dict)
		return NULL;
	if (add(dict, "one", 1) < 0 || add(dict, "two", 2) < 0) {
		Py_DECREF(dict);
		return NULL;
	}
	return dict;
}

/* True on success, as a C programmer may prefer it. */
static int check(PyObject *o)
{
	if (!PyUnicode_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "a str is needed");
		return 0;
	}
	return 1;
}

static PyObject *checked_bad(PyObject *self, PyObject *arg)
{
	check(arg); // expect: unchecked-error 'check'
	Py_RETURN_NONE;
}

static PyObject *checked_ok(PyObject *self, PyObject *arg)
{
	if (!check(arg))
		return NULL;
	Py_RETURN_NONE;
}

/* Deals with its failure itself. */
static int remember(PyObject *o)
{
	int r = PyObject_SetAttrString(o, "seen", Py_True);

	if (r < 0)
		PyErr_WriteUnraisable(o);
	return r;
}

static PyObject *handled_ok(PyObject *self, PyObject *arg)
{
	remember(arg);
	Py_RETURN_NONE;
}

/* A helper that does not look itself: its callers cannot know. */
static void careless(PyObject *dict, PyObject *o)
{
	PyDict_SetItemString(dict, "o", o);
}

static PyObject *careless_bad(PyObject *self, PyObject *arg)
{
	PyObject *dict = PyDict_New();

	if (!dict)
		return NULL;
	careless(dict, arg);
	return dict; // expect: stale-exception 'careless'
}

static PyObject *careless_ok(PyObject *self, PyObject *arg)
{
	PyObject *dict = PyDict_New();

	if (!dict)
		return NULL;
	careless(dict, arg);
	if (PyErr_Occurred())
		Py_CLEAR(dict);
	return dict;
}

/* The status goes out through two levels. */
static int add_all(PyObject *dict)
{
	int bad = add(dict, "one", 1);

	bad |= add(dict, "two", 2);
	return bad;
}

static PyObject *all_ok(PyObject *self, PyObject *unused)
{
	PyObject *dict = PyDict_New();

	if (dict && add_all(dict)) {
		Py_DECREF(dict);
		return NULL;
	}
	return dict;
}

static PyObject *all_bad(PyObject *self, PyObject *unused)
{
	PyObject *dict = PyDict_New();

	if (dict)
		add_all(dict); // expect: unchecked-error 'add_all'
	return dict;
}

static PyMethodDef methods[] = {
	{ "numbers_bad", numbers_bad, METH_NOARGS, NULL },
	{ "numbers_ok", numbers_ok, METH_NOARGS, NULL },
	{ "checked_bad", checked_bad, METH_O, NULL },
	{ "checked_ok", checked_ok, METH_O, NULL },
	{ "handled_ok", handled_ok, METH_O, NULL },
	{ "careless_bad", careless_bad, METH_O, NULL },
	{ "careless_ok", careless_ok, METH_O, NULL },
	{ "all_ok", all_ok, METH_NOARGS, NULL },
	{ "all_bad", all_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_helpers(void)
{
	return PyModule_Create(&module);
}
