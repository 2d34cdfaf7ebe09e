// SPDX-License-Identifier: GPL-3.0-or-later
/* The error value of a call is used as the number or the answer that it is not,
 * until something else fails or is raised in its place. */
#include <Python.h>

struct watch {
	struct watch *next;
	int fd;
};

struct loop {
	PyObject_HEAD
	struct watch *all;
	PyObject *counter;
};

static PyObject *drop_bad(struct loop *self, PyObject *o)
{
	int fd = PyObject_AsFileDescriptor(o); // expect: unchecked-error 'PyObject_AsFileDescriptor'
	struct watch *w;

	for (w = self->all; w; w = w->next)
		if (w->fd == fd)
			Py_RETURN_NONE;
	return PyErr_Format(PyExc_KeyError, "%d is not watched", fd);
}

static PyObject *drop_ok(struct loop *self, PyObject *o)
{
	int fd = PyObject_AsFileDescriptor(o);
	struct watch *w;

	if (fd < 0)
		return NULL;
	for (w = self->all; w; w = w->next)
		if (w->fd == fd)
			Py_RETURN_NONE;
	return PyErr_Format(PyExc_KeyError, "%d is not watched", fd);
}

/* What is said is true of whatever has no such length. */
static PyObject *length_ok(struct loop *self, PyObject *args)
{
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	if (PyObject_Size(a) != PyObject_Size(b))
		return PyErr_Format(PyExc_ValueError, "lengths differ");
	Py_RETURN_NONE;
}

static double *room(Py_ssize_t n)
{
	double *p;

	if (n < 1) {
		PyErr_SetString(PyExc_ValueError, "no room for nothing");
		return NULL;
	}
	p = PyMem_New(double, n);
	if (!p)
		PyErr_NoMemory();
	return p;
}

static PyObject *make_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyObject_Size(o); // expect: unchecked-error 'PyObject_Size'
	double *p = room(n);

	if (!p)
		return NULL;
	PyMem_Free(p);
	Py_RETURN_NONE;
}

static PyObject *make_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyObject_Size(o);
	double *p;

	if (n < 0)
		return NULL;
	p = room(n);
	if (!p)
		return NULL;
	PyMem_Free(p);
	Py_RETURN_NONE;
}

/* Exactly a list or a tuple, of which the size does not fail. */
static PyObject *fast_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *seq;
	int want;

	if (!PyArg_ParseTuple(args, "Oi", &o, &want))
		return NULL;
	seq = PySequence_Fast(o, "not iterable");
	if (!seq)
		return NULL;
	if (want != PySequence_Size(seq)) {
		PyErr_Format(PyExc_ValueError, "%d, and there are %zd", want,
			     PySequence_Size(seq));
		Py_DECREF(seq);
		return NULL;
	}
	return seq;
}

/* It counts among others, of which the sum is asked for. */
static int try_all(PyObject *call)
{
	PyObject *r = PyObject_CallNoArgs(call);

	Py_XDECREF(r);
	return r != NULL;
}

static PyObject *sum_ok(PyObject *self, PyObject *call)
{
	int good = 1;

	good &= try_all(call);
	good &= try_all(self);
	if (!good)
		return NULL;
	Py_RETURN_NONE;
}

/* A later one fails as well. */
static PyObject *line_bad(PyObject *self, PyObject *points)
{
	Py_ssize_t i, n;
	double *xs;

	if (!PyTuple_Check(points))
		return PyErr_Format(PyExc_TypeError, "no tuple");
	n = PyTuple_GET_SIZE(points);
	xs = PyMem_New(double, n);
	if (!xs)
		return PyErr_NoMemory();
	for (i = 0; i < n; i++)
		xs[i] = PyFloat_AsDouble(PyTuple_GET_ITEM(points, i)); // expect: unchecked-error 'PyFloat_AsDouble'
	PyMem_Free(xs);
	Py_RETURN_NONE;
}

/* NULL is taken for "not there", and the key is looked up again. */
static int bump_bad(PyObject *counter, PyObject *key)
{
	PyObject *old = PyDict_GetItemWithError(counter, key); // expect: unchecked-error 'PyDict_GetItemWithError'
	PyObject *sum = old ? PyNumber_Add(old, old) : PyLong_FromLong(1);
	int r;

	if (!sum)
		return -1;
	r = PyDict_SetItem(counter, key, sum);
	Py_DECREF(sum);
	return r;
}

static int bump_ok(PyObject *counter, PyObject *key)
{
	PyObject *old = PyDict_GetItemWithError(counter, key);
	PyObject *sum;
	int r;

	if (!old && PyErr_Occurred())
		return -1;
	sum = old ? PyNumber_Add(old, old) : PyLong_FromLong(1);
	if (!sum)
		return -1;
	r = PyDict_SetItem(counter, key, sum);
	Py_DECREF(sum);
	return r;
}

static PyObject *count(struct loop *self, PyObject *args)
{
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "OO", &a, &b)
	    || bump_bad(self->counter, a) < 0 || bump_ok(self->counter, b) < 0)
		return NULL;
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "drop_bad", (PyCFunction)(void *)drop_bad, METH_O, NULL },
	{ "drop_ok", (PyCFunction)(void *)drop_ok, METH_O, NULL },
	{ "length_ok", (PyCFunction)(void *)length_ok, METH_VARARGS, NULL },
	{ "make_bad", make_bad, METH_O, NULL },
	{ "make_ok", make_ok, METH_O, NULL },
	{ "fast_ok", fast_ok, METH_VARARGS, NULL },
	{ "sum_ok", sum_ok, METH_O, NULL },
	{ "line_bad", line_bad, METH_O, NULL },
	{ "count", (PyCFunction)(void *)count, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

/* Two helpers know each other's numbers. */
static int
size_of(PyObject *o)
{
	Py_ssize_t n = PyObject_Size(o);

	return n < 0 ? -1 : (int) (n & 0xffff);
}

static PyObject *
bytes_of(int n)
{
	PyObject *b;

	if (n < 0)
		return NULL;
	b = PyBytes_FromStringAndSize(NULL, n);
	if (b)
		memset(PyBytes_AS_STRING(b), 0, (size_t) n);
	return b;
}

PyObject *
zeros_ok(PyObject *self, PyObject *o)
{
	(void) self;
	return bytes_of(size_of(o));
}
