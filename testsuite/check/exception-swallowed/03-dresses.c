// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// PyErr_Clear for whatever was set, in its usual dresses.
#include <Python.h>

PyAPI_FUNC(int) PyObject_GetOptionalAttrString(PyObject *, const char *,
					       PyObject **);

/* A default for a missing attribute. */
static PyObject *attr_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "size");

	if (r == NULL) {
		PyErr_Clear(); // expect: exception-swallowed
		return PyLong_FromLong(0);
	}
	return r;
}

static PyObject *attr_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "size");

	if (r == NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
		PyErr_Clear();
		return PyLong_FromLong(0);
	}
	return r;
}

static PyObject *optional_ok(PyObject *self, PyObject *o)
{
	PyObject *r;

	if (PyObject_GetOptionalAttrString(o, "size", &r) < 0)
		return NULL;
	return r ? r : PyLong_FromLong(0);
}

/* The other errors are left by inverted nesting. */
static PyObject *inverted_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetItem(o, self);

	if (r)
		return r;
	if (!PyErr_ExceptionMatches(PyExc_KeyError) &&
	    !PyErr_ExceptionMatches(PyExc_IndexError))
		return NULL;
	PyErr_Clear();
	Py_RETURN_NONE;
}

/* Everything in one goto. */
static PyObject *label_bad(PyObject *self, PyObject *o)
{
	PyObject *a = NULL, *b = NULL;

	a = PyObject_GetAttrString(o, "a");
	if (!a)
		goto fallback;
	b = PyObject_CallNoArgs(a);
	if (!b)
		goto fallback;
	Py_DECREF(a);
	return b;
fallback:
	Py_XDECREF(a);
	PyErr_Clear(); // expect: exception-swallowed
	Py_RETURN_NONE;
}

static PyObject *label_ok(PyObject *self, PyObject *o)
{
	PyObject *a = NULL, *b = NULL;

	a = PyObject_GetAttrString(o, "a");
	if (!a)
		goto fallback;
	b = PyObject_CallNoArgs(a);
	if (!b)
		goto fallback;
	Py_DECREF(a);
	return b;
fallback:
	Py_XDECREF(a);
	if (!PyErr_ExceptionMatches(PyExc_Exception))
		return NULL;
	PyErr_Clear();
	Py_RETURN_NONE;
}

/* Fetched and thrown away is cleared, too. */
static PyObject *fetch_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o), *t, *v, *tb;

	if (!r) {
		PyErr_Fetch(&t, &v, &tb); // expect: exception-swallowed
		Py_XDECREF(t);
		Py_XDECREF(v);
		Py_XDECREF(tb);
		Py_RETURN_FALSE;
	}
	Py_DECREF(r);
	Py_RETURN_TRUE;
}

/* Fetched, looked at, and thrown away. */
static PyObject *fetch_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o), *t, *v, *tb;

	if (!r) {
		PyErr_Fetch(&t, &v, &tb);
		if (!PyErr_GivenExceptionMatches(t, PyExc_OSError)) {
			PyErr_Restore(t, v, tb);
			return NULL;
		}
		Py_XDECREF(t);
		Py_XDECREF(v);
		Py_XDECREF(tb);
		Py_RETURN_FALSE;
	}
	Py_DECREF(r);
	Py_RETURN_TRUE;
}

/* The clear restores nothing: PyErr_Restore of three NULLs. */
static PyObject *null_restore_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_Str(o);

	if (!r) {
		PyErr_Restore(NULL, NULL, NULL); // expect: exception-swallowed
		Py_RETURN_NONE;
	}
	return r;
}

/* In a loop: an item that fails is left out. */
static PyObject *loop_bad(PyObject *self, PyObject *seq)
{
	Py_ssize_t i, n = PySequence_Size(seq);
	PyObject *list;

	if (n < 0)
		return NULL;
	list = PyList_New(0);
	if (!list)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *x = PySequence_GetItem(seq, i);

		if (!x) {
			PyErr_Clear(); // expect: exception-swallowed
			continue;
		}
		if (PyList_Append(list, x) < 0) {
			Py_DECREF(x);
			Py_DECREF(list);
			return NULL;
		}
		Py_DECREF(x);
	}
	return list;
}

/* Two conversions are tried. */
static PyObject *tries_bad(PyObject *self, PyObject *o)
{
	PyObject *n = PyNumber_Long(o);

	if (!n) {
		PyErr_Clear(); // expect: exception-swallowed
		n = PyNumber_Float(o);
	}
	return n;
}

static PyObject *tries_ok(PyObject *self, PyObject *o)
{
	PyObject *n = PyNumber_Long(o);

	if (!n) {
		if (!PyErr_ExceptionMatches(PyExc_TypeError) &&
		    !PyErr_ExceptionMatches(PyExc_ValueError))
			return NULL;
		PyErr_Clear();
		n = PyNumber_Float(o);
	}
	return n;
}

/* A comparison that fails is "unequal". */
static PyObject *equal_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	int r;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	r = PyObject_RichCompareBool(a, b, Py_EQ);
	if (r == -1) {
		PyErr_Clear(); // expect: exception-swallowed
		r = 0;
	}
	return PyBool_FromLong(r);
}

static PyObject *equal_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	int r;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	r = PyObject_RichCompareBool(a, b, Py_EQ);
	if (r == -1) {
		if (!PyErr_ExceptionMatches(PyExc_TypeError))
			return NULL;
		PyErr_Clear();
		r = 0;
	}
	return PyBool_FromLong(r);
}

/* The end of an iteration and its failure are one. */
static PyObject *exhaust_bad(PyObject *self, PyObject *it)
{
	PyObject *x;
	long n = 0;

	while ((x = PyIter_Next(it))) {
		n++;
		Py_DECREF(x);
	}
	if (PyErr_Occurred())
		PyErr_Clear(); // expect: exception-swallowed
	return PyLong_FromLong(n);
}

static PyObject *exhaust_ok(PyObject *self, PyObject *it)
{
	PyObject *x;
	long n = 0;

	while ((x = PyIter_Next(it))) {
		n++;
		Py_DECREF(x);
	}
	if (PyErr_Occurred()) {
		if (!PyErr_ExceptionMatches(PyExc_StopIteration))
			return NULL;
		PyErr_Clear();
	}
	return PyLong_FromLong(n);
}

/* Unconditional, behind a sequence of calls. */
static PyObject *final_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallMethod(o, "flush", NULL);

	Py_XDECREF(r);
	PyErr_Clear(); // expect: exception-swallowed
	Py_RETURN_NONE;
}

static PyObject *final_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallMethod(o, "flush", NULL);

	if (!r)
		PyErr_WriteUnraisable(o);
	Py_XDECREF(r);
	Py_RETURN_NONE;
}

/* A buffer or else a sequence. */
static PyObject *buffer_ok(PyObject *self, PyObject *o)
{
	Py_buffer view;

	if (PyObject_CheckBuffer(o)) {
		if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0)
			return NULL;
		PyBuffer_Release(&view);
		Py_RETURN_TRUE;
	}
	Py_RETURN_FALSE;
}

/* An optional module. */
static PyObject *import_bad(PyObject *self, PyObject *o)
{
	PyObject *m = PyImport_ImportModule("cjson");

	if (!m) {
		PyErr_Clear(); // expect: exception-swallowed 'PyImport_ImportModule'
		m = PyImport_ImportModule("json");
	}
	return m;
}

static PyObject *import_ok(PyObject *self, PyObject *o)
{
	PyObject *m = PyImport_ImportModule("cjson");

	if (!m && PyErr_ExceptionMatches(PyExc_ImportError)) {
		PyErr_Clear();
		m = PyImport_ImportModule("json");
	}
	return m;
}

/* Its own exception may be taken back. */
static PyObject *own_ok(PyObject *self, PyObject *o)
{
	if (!PyUnicode_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "str");
		if (PyBytes_Check(o)) {
			PyErr_Clear();
			Py_RETURN_FALSE;
		}
		return NULL;
	}
	Py_RETURN_TRUE;
}

/* The range of a known int: the only error is the one that is handled. */
static PyObject *range_ok(PyObject *self, PyObject *args)
{
	PyObject *n;
	long v;

	if (!PyArg_ParseTuple(args, "O!", &PyLong_Type, &n))
		return NULL;
	v = PyLong_AsLong(n);
	if (v == -1 && PyErr_Occurred()) {
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return PyLong_FromLong(v);
}

static PyObject *range_bad(PyObject *self, PyObject *args)
{
	PyObject *n;
	long v;

	if (!PyArg_ParseTuple(args, "O", &n))
		return NULL;
	v = PyLong_AsLong(n);
	if (v == -1 && PyErr_Occurred()) {
		PyErr_Clear(); // expect: exception-swallowed
		Py_RETURN_NONE;
	}
	return PyLong_FromLong(v);
}

#define M(n) {#n, n, METH_O, NULL}
#define V(n) {#n, n, METH_VARARGS, NULL}
static PyMethodDef methods[] = {
	M(attr_bad), M(attr_ok), M(optional_ok), M(inverted_ok),
	M(label_bad), M(label_ok), M(fetch_bad), M(fetch_ok),
	M(null_restore_bad), M(loop_bad), M(tries_bad), M(tries_ok),
	V(equal_bad), V(equal_ok), M(exhaust_bad), M(exhaust_ok),
	M(final_bad), M(final_ok), M(buffer_ok), M(import_bad), M(import_ok), M(own_ok),
	V(range_ok), V(range_bad), {NULL}
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModuleDef_Init(&def);
}
