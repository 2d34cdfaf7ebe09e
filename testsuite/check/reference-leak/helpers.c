// SPDX-License-Identifier: GPL-3.0-or-later
/* Helpers that make, take over, hand out or put away. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *make_pair(PyObject *a)
{
	return PyTuple_Pack(2, a, a);
}

static PyObject *made_bad(PyObject *self, PyObject *arg)
{
	PyObject *pair = make_pair(arg);

	if (!pair)
		return NULL;
	return PyObject_Repr(pair); // expect: reference-leak 'pair'
}

static PyObject *made_ok(PyObject *self, PyObject *arg)
{
	PyObject *pair = make_pair(arg), *repr;

	if (!pair)
		return NULL;
	repr = PyObject_Repr(pair);
	Py_DECREF(pair);
	return repr;
}

/* Takes over ITEM, whether or not it succeeds. */
static int append_steal(PyObject *list, PyObject *item)
{
	int status;

	if (!item)
		return -1;
	status = PyList_Append(list, item);
	Py_DECREF(item);
	return status;
}

static PyObject *steal_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	if (append_steal(list, PyObject_Repr(arg)) < 0
	    || append_steal(list, PyObject_Str(arg)) < 0) {
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

/* Takes over ITEM only when it succeeds. */
static int append_steal_on_success(PyObject *list, PyObject *item)
{
	if (PyList_Append(list, item) < 0)
		return -1;
	Py_DECREF(item);
	return 0;
}

static PyObject *half_steal_bad(PyObject *self, PyObject *list)
{
	PyObject *item = PyObject_Repr(list);

	if (!item)
		return NULL;
	if (append_steal_on_success(list, item) < 0)
		return NULL; // expect: reference-leak 'item' 'append_steal_on_success'
	Py_RETURN_NONE;
}

static PyObject *half_steal_ok(PyObject *self, PyObject *list)
{
	PyObject *item = PyObject_Repr(list);

	if (!item)
		return NULL;
	if (append_steal_on_success(list, item) < 0) {
		Py_DECREF(item);
		return NULL;
	}
	Py_RETURN_NONE;
}

/* *RESULT is a new reference on 0. */
static int lookup(PyObject *o, const char *name, PyObject **result)
{
	*result = PyObject_GetAttrString(o, name);
	return *result ? 0 : -1;
}

static PyObject *out_bad(PyObject *self, PyObject *arg)
{
	PyObject *a, *b, *r;

	if (lookup(arg, "a", &a) < 0)
		return NULL;
	if (lookup(arg, "b", &b) < 0)
		return NULL; // expect: reference-leak 'a' 'lookup'
	r = PyNumber_Add(a, b);
	Py_DECREF(a);
	Py_DECREF(b);
	return r;
}

static PyObject *out_ok(PyObject *self, PyObject *arg)
{
	PyObject *a, *b, *r;

	if (lookup(arg, "a", &a) < 0)
		return NULL;
	if (lookup(arg, "b", &b) < 0) {
		Py_DECREF(a);
		return NULL;
	}
	r = PyNumber_Add(a, b);
	Py_DECREF(a);
	Py_DECREF(b);
	return r;
}

/* 1: found, *RESULT is new; 0: not found; -1: error. */
static int find(PyObject *dict, PyObject *key, PyObject **result)
{
	PyObject *item = PyDict_GetItemWithError(dict, key);

	*result = NULL;
	if (!item)
		return PyErr_Occurred() ? -1 : 0;
	*result = Py_NewRef(item);
	return 1;
}

static PyObject *tri_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *item;
	int found;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	found = find(dict, key, &item);
	if (found < 0)
		return NULL;
	if (!found)
		Py_RETURN_NONE;
	return item;
}

static PyObject *tri_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *item;
	int found;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	found = find(dict, key, &item);
	if (found < 0)
		return NULL;
	return PyBool_FromLong(found); // expect: reference-leak
}

static void put_away(PyObject *a, PyObject *b, PyObject *c)
{
	Py_XDECREF(a);
	Py_XDECREF(b);
	Py_XDECREF(c);
}

static PyObject *put_away_ok(PyObject *self, PyObject *arg)
{
	PyObject *a = NULL, *b = NULL, *c = NULL, *r = NULL;

	if (!(a = PyObject_GetAttrString(arg, "a")))
		goto out;
	if (!(b = PyObject_GetAttrString(arg, "b")))
		goto out;
	if (!(c = PyObject_GetAttrString(arg, "c")))
		goto out;
	r = PyNumber_Power(a, b, c);
out:
	put_away(a, b, c);
	return r;
}

static PyObject *identity(PyObject *o)
{
	return o;
}

static PyObject *borrowed_ok(PyObject *self, PyObject *arg)
{
	return PyObject_Repr(identity(arg));
}

static PyObject *borrowed_bad(PyObject *self, PyObject *arg)
{
	PyObject *o = identity(Py_NewRef(arg));

	return PyObject_Repr(o); // expect: reference-leak
}

/* A failure that is told by a callback's own error path. */
static PyObject *fail(const char *text)
{
	PyErr_SetString(PyExc_ValueError, text);
	return NULL;
}

static PyObject *fail_bad(PyObject *self, PyObject *arg)
{
	PyObject *n = PyNumber_Index(arg);
	long v;

	if (!n)
		return NULL;
	v = PyLong_AsLong(n);
	if (v == -1 && PyErr_Occurred()) {
		Py_DECREF(n);
		return NULL;
	}
	if (v < 0)
		return fail("negative"); // expect: reference-leak 'n'
	Py_DECREF(n);
	return PyLong_FromLong(v + 1);
}

static PyMethodDef methods[] = {
	{ "made_bad", made_bad, METH_O, NULL },
	{ "made", made_ok, METH_O, NULL },
	{ "steal", steal_ok, METH_O, NULL },
	{ "half_steal_bad", half_steal_bad, METH_O, NULL },
	{ "half_steal", half_steal_ok, METH_O, NULL },
	{ "out_bad", out_bad, METH_O, NULL },
	{ "out", out_ok, METH_O, NULL },
	{ "tri", tri_ok, METH_VARARGS, NULL },
	{ "tri_bad", tri_bad, METH_VARARGS, NULL },
	{ "put_away", put_away_ok, METH_O, NULL },
	{ "borrowed", borrowed_ok, METH_O, NULL },
	{ "borrowed_bad", borrowed_bad, METH_O, NULL },
	{ "fail_bad", fail_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, 0, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_helpers(void)
{
	return PyModuleDef_Init(&module);
}
