// SPDX-License-Identifier: GPL-3.0-or-later
/* Released twice. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *straight_bad(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_Repr(arg);

	if (!o)
		return NULL;
	Py_DECREF(o);
	Py_DECREF(o); // expect: over-release 'o' 'released before'
	Py_RETURN_NONE;
}

static PyObject *goto_bad(PyObject *self, PyObject *arg)
{
	PyObject *a = PyObject_Repr(arg), *b = NULL, *r = NULL;

	if (!a)
		return NULL;
	b = PyObject_Str(arg);
	if (!b) {
		Py_DECREF(a);
		goto out;
	}
	r = PyUnicode_Concat(a, b);
out:
	Py_XDECREF(b);
	Py_DECREF(a); // expect: over-release 'a' 'released before'
	return r;
}

static PyObject *goto_ok(PyObject *self, PyObject *arg)
{
	PyObject *a = PyObject_Repr(arg), *b = NULL, *r = NULL;

	if (!a)
		return NULL;
	b = PyObject_Str(arg);
	if (!b)
		goto out;
	r = PyUnicode_Concat(a, b);
out:
	Py_XDECREF(b);
	Py_DECREF(a);
	return r;
}

static PyObject *cleared_ok(PyObject *self, PyObject *arg)
{
	PyObject *a = PyObject_Repr(arg), *r = NULL;
	Py_ssize_t n;

	if (!a)
		goto out;
	n = PyObject_Length(a);
	Py_CLEAR(a);
	if (n < 0)
		goto out;
	r = PyLong_FromSsize_t(n);
out:
	Py_XDECREF(a);
	return r;
}

static PyObject *not_cleared_bad(PyObject *self, PyObject *arg)
{
	PyObject *a = PyObject_Repr(arg), *r = NULL;
	Py_ssize_t n;

	if (!a)
		goto out;
	n = PyObject_Length(a);
	Py_DECREF(a);
	if (n < 0)
		goto out;
	a = NULL;
	r = PyLong_FromSsize_t(n);
out:
	Py_XDECREF(a); // expect: over-release 'a' 'released before'
	return r;
}

static PyObject *loop_bad(PyObject *self, PyObject *arg)
{
	PyObject *key = PyUnicode_FromString("key");
	Py_ssize_t i;

	if (!key)
		return NULL;
	for (i = 0; i < 3; i++) {
		int status = PyObject_SetItem(arg, key, Py_None);

		Py_DECREF(key); // expect: over-release 'key' 'released before'
		if (status < 0)
			return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *loop_ok(PyObject *self, PyObject *arg)
{
	PyObject *key = PyUnicode_FromString("key");
	Py_ssize_t i;

	if (!key)
		return NULL;
	for (i = 0; i < 3; i++) {
		if (PyObject_SetItem(arg, key, Py_None) < 0) {
			Py_DECREF(key);
			return NULL;
		}
	}
	Py_DECREF(key);
	Py_RETURN_NONE;
}

static PyObject *null_ok(PyObject *self, PyObject *arg)
{
	PyObject *a = PyObject_GetAttrString(arg, "a");
	PyObject *b = a ? PyObject_GetAttrString(arg, "b") : NULL;
	PyObject *r = b ? PyNumber_Add(a, b) : NULL;

	Py_XDECREF(a);
	Py_XDECREF(b);
	return r;
}

static void discard(PyObject *o)
{
	Py_XDECREF(o);
}

static PyObject *helper_bad(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_Repr(arg);

	if (!o)
		return NULL;
	discard(o);
	Py_DECREF(o); // expect: over-release 'o' 'released before'
	Py_RETURN_NONE;
}

static PyObject *taken_back_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_GetAttrString(arg, "o"), *list;

	if (!o)
		return NULL;
	list = PyList_New(0);
	if (!list || PyList_Append(list, o) < 0) {
		Py_XDECREF(list);
		Py_DECREF(o);
		return NULL;
	}
	Py_DECREF(o);
	Py_INCREF(o);
	Py_DECREF(list);
	return o;
}

static PyObject *count_ok(PyObject *self, PyObject *arg)
{
	Py_INCREF(arg);
	Py_INCREF(arg);
	Py_DECREF(arg);
	return arg;
}

/* The caller's two references: one is taken here. */
static PyObject *returned_bad(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_Repr(arg);

	if (o && PyUnicode_GET_LENGTH(o) > 10) {
		Py_DECREF(o);
		PyErr_SetString(PyExc_ValueError, "too long");
		goto fail;
	}
	return o;
fail:
	Py_XDECREF(o); // expect: over-release 'o' 'released before'
	return NULL;
}

static PyObject *flag_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_Repr(arg), *r;
	int released = 0;

	if (!o)
		return NULL;
	if (PyUnicode_GET_LENGTH(o) > 10) {
		Py_DECREF(o);
		released = 1;
	}
	r = PyBool_FromLong(released);
	if (!released)
		Py_DECREF(o);
	return r;
}

static PyMethodDef methods[] = {
	{ "straight_bad", straight_bad, METH_O, NULL },
	{ "goto_bad", goto_bad, METH_O, NULL },
	{ "goto", goto_ok, METH_O, NULL },
	{ "cleared", cleared_ok, METH_O, NULL },
	{ "not_cleared_bad", not_cleared_bad, METH_O, NULL },
	{ "loop_bad", loop_bad, METH_O, NULL },
	{ "loop", loop_ok, METH_O, NULL },
	{ "null", null_ok, METH_O, NULL },
	{ "helper_bad", helper_bad, METH_O, NULL },
	{ "taken_back", taken_back_ok, METH_O, NULL },
	{ "count", count_ok, METH_O, NULL },
	{ "returned_bad", returned_bad, METH_O, NULL },
	{ "flag", flag_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "twice", NULL, 0, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_twice(void)
{
	return PyModuleDef_Init(&module);
}
