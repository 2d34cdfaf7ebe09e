// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Code in error paths that loses the exception.
#include <Python.h>

PyAPI_FUNC(PyObject *) PyErr_GetRaisedException(void);
PyAPI_FUNC(void) PyErr_SetRaisedException(PyObject *);

/* The file is closed from Python while read's exception is set. */
static PyObject *close_bad(PyObject *self, PyObject *file)
{
	PyObject *data = PyObject_CallMethod(file, "read", NULL), *r;

	if (!data) {
		r = PyObject_CallMethod(file, "close", NULL); // expect: exception-clobbered
		Py_XDECREF(r);
		return NULL;
	}
	return data;
}

static PyObject *close_ok(PyObject *self, PyObject *file)
{
	PyObject *data = PyObject_CallMethod(file, "read", NULL), *r;
	PyObject *t, *v, *tb;

	if (!data) {
		PyErr_Fetch(&t, &v, &tb);
		r = PyObject_CallMethod(file, "close", NULL);
		if (!r)
			PyErr_WriteUnraisable(file);
		Py_XDECREF(r);
		PyErr_Restore(t, v, tb);
		return NULL;
	}
	return data;
}

static PyObject *raised_ok(PyObject *self, PyObject *file)
{
	PyObject *data = PyObject_CallMethod(file, "read", NULL), *r, *exc;

	if (!data) {
		exc = PyErr_GetRaisedException();
		r = PyObject_CallMethod(file, "close", NULL);
		if (!r)
			PyErr_WriteUnraisable(file);
		Py_XDECREF(r);
		PyErr_SetRaisedException(exc);
		return NULL;
	}
	return data;
}

/* A loop goes on after an error. */
static PyObject *goes_on_bad(PyObject *self, PyObject *seq)
{
	Py_ssize_t n = PySequence_Size(seq), i;
	PyObject *x;
	int failed = 0;

	if (n < 0)
		return NULL;
	for (i = 0; i < n; i++) {
		x = PySequence_GetItem(seq, i); // expect: exception-clobbered
		if (!x) {
			failed = 1;
			continue;
		}
		Py_DECREF(x);
	}
	if (failed)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *goes_on_ok(PyObject *self, PyObject *seq)
{
	Py_ssize_t n = PySequence_Size(seq), i;
	PyObject *x;
	int failed = 0;

	if (n < 0)
		return NULL;
	for (i = 0; i < n; i++) {
		x = PySequence_GetItem(seq, i);
		if (!x) {
			failed = 1;
			break;
		}
		Py_DECREF(x);
	}
	if (failed)
		return NULL;
	Py_RETURN_NONE;
}

/* The message for one error is put over another's. */
static PyObject *twice_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	int ok = 1;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	if (!PyLong_Check(a)) {
		PyErr_SetString(PyExc_TypeError, "a is no int");
		ok = 0;
	}
	if (!PyLong_Check(b)) {
		PyErr_SetString(PyExc_TypeError, "b is no int"); // expect: exception-clobbered
		ok = 0;
	}
	if (!ok)
		return NULL;
	return PyNumber_Add(a, b);
}

static PyObject *twice_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	if (!PyLong_Check(a)) {
		PyErr_SetString(PyExc_TypeError, "a is no int");
		return NULL;
	}
	if (!PyLong_Check(b)) {
		PyErr_SetString(PyExc_TypeError, "b is no int");
		return NULL;
	}
	return PyNumber_Add(a, b);
}

/* Both are computed before either is looked at. */
static PyObject *both_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b, *x, *y, *r;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	x = PyObject_Str(a);
	y = PyObject_Str(b); // expect: exception-clobbered
	if (!x || !y) {
		Py_XDECREF(x);
		Py_XDECREF(y);
		return NULL;
	}
	r = PyUnicode_Concat(x, y);
	Py_DECREF(x);
	Py_DECREF(y);
	return r;
}

static PyObject *both_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b, *x, *y, *r;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	x = PyObject_Str(a);
	if (!x)
		return NULL;
	y = PyObject_Str(b);
	if (!y) {
		Py_DECREF(x);
		return NULL;
	}
	r = PyUnicode_Concat(x, y);
	Py_DECREF(x);
	Py_DECREF(y);
	return r;
}

/* A repr for the log, made while the exception is set. */
static PyObject *log_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o);

	if (!r) {
		PyObject *s = PyObject_Repr(o); // expect: exception-clobbered

		if (s) {
			PySys_WriteStderr("failed\n");
			Py_DECREF(s);
		}
		return NULL;
	}
	return r;
}

/* Names and messages cannot raise. */
static PyObject *log_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o);

	if (!r) {
		PySys_WriteStderr("failed: %s\n", Py_TYPE(o)->tp_name);
		return NULL;
	}
	return r;
}

/* Deliberate: a clearer message for what was found. */
static PyObject *replaced_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "fileno");

	if (!r) {
		if (PyErr_ExceptionMatches(PyExc_AttributeError))
			PyErr_SetString(PyExc_TypeError, "a file is wanted");
		return NULL;
	}
	return r;
}

/* A setter's result is stored in the error path. */
static PyObject *status_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallMethod(o, "run", NULL);

	if (r == NULL) {
		if (PyObject_SetAttrString(o, "state", Py_None) < 0) // expect: exception-clobbered
			return NULL;
		return NULL;
	}
	return r;
}

static PyObject *status_ok(PyObject *self, PyObject *o)
{
	PyObject *r;

	if (PyObject_SetAttrString(o, "state", Py_None) < 0)
		return NULL;
	r = PyObject_CallMethod(o, "run", NULL);
	return r;
}

/* Cleanup in a helper. */
static void shut(PyObject *o)
{
	PyObject *r = PyObject_CallMethod(o, "shutdown", NULL);

	if (!r)
		PyErr_WriteUnraisable(o);
	else
		Py_DECREF(r);
}

static PyObject *helper_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallMethod(o, "run", NULL);

	if (!r)
		shut(o); // expect: exception-clobbered
	return r;
}

static void shut_safely(PyObject *o)
{
	PyObject *t, *v, *tb, *r;

	PyErr_Fetch(&t, &v, &tb);
	r = PyObject_CallMethod(o, "shutdown", NULL);
	if (!r)
		PyErr_WriteUnraisable(o);
	else
		Py_DECREF(r);
	PyErr_Restore(t, v, tb);
}

static PyObject *helper_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallMethod(o, "run", NULL);

	if (!r)
		shut_safely(o);
	return r;
}

/* A -1 that is an error is taken for a number, and another is raised. */
static PyObject *number_bad(PyObject *self, PyObject *o)
{
	long n = PyLong_AsLong(o);

	if (n < 0) {
		PyErr_SetString(PyExc_ValueError, "negative"); // expect: exception-clobbered
		return NULL;
	}
	return PyLong_FromLong(n);
}

static PyObject *number_ok(PyObject *self, PyObject *o)
{
	long n = PyLong_AsLong(o);

	if (n < 0) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_ValueError, "negative");
		return NULL;
	}
	return PyLong_FromLong(n);
}

/* The loop's end may be an error; another call is made before it is asked. */
static PyObject *iter_bad(PyObject *self, PyObject *it)
{
	PyObject *x, *last = Py_NewRef(Py_None), *r;

	while ((x = PyIter_Next(it)))
		Py_SETREF(last, x);
	r = PyObject_Str(last); // expect: exception-clobbered
	Py_DECREF(last);
	if (PyErr_Occurred())
		Py_CLEAR(r);
	return r;
}

static PyObject *iter_ok(PyObject *self, PyObject *it)
{
	PyObject *x, *last = Py_NewRef(Py_None), *r;

	while ((x = PyIter_Next(it)))
		Py_SETREF(last, x);
	if (PyErr_Occurred()) {
		Py_DECREF(last);
		return NULL;
	}
	r = PyObject_Str(last);
	Py_DECREF(last);
	return r;
}

#define M(n) {#n, n, METH_O, NULL}
#define V(n) {#n, n, METH_VARARGS, NULL}
static PyMethodDef methods[] = {
	M(close_bad), M(close_ok), M(raised_ok), M(goes_on_bad),
	M(goes_on_ok), V(twice_bad), V(twice_ok), V(both_bad), V(both_ok),
	M(log_bad), M(log_ok), M(replaced_ok), M(status_bad), M(status_ok),
	M(helper_bad), M(helper_ok), M(number_bad), M(number_ok),
	M(iter_bad), M(iter_ok), {NULL}
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModuleDef_Init(&def);
}
