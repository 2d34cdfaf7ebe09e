// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
// What cannot fail, and failures that what follows refuses.
#include <Python.h>

typedef struct {
	PyObject_HEAD
	Py_ssize_t n;
	char *b;
	PyObject *factory;
} T;

/* A length is never equal to -1. */
static int set_seq(T *s, PyObject *o)
{
	Py_ssize_t n = PySequence_Size(o), i;

	if (n != s->n) {
		PyErr_Format(PyExc_ValueError, "size %zd", s->n);
		return -1;
	}
	for (i = 0; i < n; i++)
		s->b[i] = 1;
	return 0;
}

static PyObject *setseq_ok(PyObject *self, PyObject *o)
{
	if (set_seq((T *) self, o) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *setseq_bad(PyObject *self, PyObject *o)
{
	T *s = (T *) self;
	Py_ssize_t n = PySequence_Size(o); // expect: unchecked-error

	if (n > s->n) {
		PyErr_Format(PyExc_ValueError, "size %zd", s->n);
		return NULL;
	}
	s->n = n;
	Py_RETURN_NONE;
}

static int set_slice(T *s, PyObject *o, Py_ssize_t lo, Py_ssize_t hi)
{
	Py_ssize_t len;

	if (lo < 0)
		lo = 0;
	else if (lo > 2)
		lo = 2;
	if (hi < lo)
		hi = lo;
	else if (hi > 2)
		hi = 2;
	len = hi - lo;
	if (PySequence_Length(o) != len) {
		PyErr_SetString(PyExc_ValueError, "another length");
		return -1;
	}
	s->n = len;
	return 0;
}

static PyObject *slice_ok(PyObject *self, PyObject *args)
{
	PyObject *o;
	Py_ssize_t a, b;

	if (!PyArg_ParseTuple(args, "Onn", &o, &a, &b))
		return NULL;
	if (set_slice((T *) self, o, a, b) < 0)
		return NULL;
	Py_RETURN_NONE;
}

/* An int that was made of a machine word. */
static PyObject *position(PyObject *self, PyObject *o)
{
	Py_ssize_t i;

	for (i = 0; i < PyList_GET_SIZE(o); i++)
		if (PyList_GET_ITEM(o, i) == self)
			return PyLong_FromSsize_t(i);
	PyErr_SetString(PyExc_ValueError, "not in the list");
	return NULL;
}

static PyObject *remove_ok(PyObject *self, PyObject *o)
{
	PyObject *x = position(self, o);
	Py_ssize_t i;

	if (!x)
		return NULL;
	i = PyLong_AsSsize_t(x);
	Py_DECREF(x);
	if (PySequence_DelItem(o, i) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *remove_bad(PyObject *self, PyObject *o)
{
	PyObject *x = PyNumber_Index(o);
	Py_ssize_t i;

	if (!x)
		return NULL;
	i = PyLong_AsSsize_t(x); // expect: unchecked-error
	Py_DECREF(x);
	return PyLong_FromSsize_t(i);
}

/* What is too large is cut where no exception is named. */
static PyObject *clip_ok(PyObject *self, PyObject *o)
{
	PyObject *x = PyNumber_Index(o);
	Py_ssize_t i;

	if (!x)
		return NULL;
	i = PyNumber_AsSsize_t(x, NULL);
	Py_DECREF(x);
	return PyLong_FromSsize_t(i / 2);
}

static PyObject *clip_bad(PyObject *self, PyObject *o)
{
	PyObject *x = PyNumber_Index(o);
	Py_ssize_t i;

	if (!x)
		return NULL;
	i = PyNumber_AsSsize_t(x, PyExc_IndexError); // expect: unchecked-error
	Py_DECREF(x);
	return PyLong_FromSsize_t(i / 2);
}

/* -1.0 is the real part of what failed. */
static PyObject *complex_ok(PyObject *self, PyObject *o)
{
	Py_complex c = PyComplex_AsCComplex(o);

	if (c.real == -1.0 && PyErr_Occurred())
		return NULL;
	return PyComplex_FromCComplex(c);
}

static PyObject *complex_bad(PyObject *self, PyObject *o)
{
	Py_complex c = PyComplex_AsCComplex(o); // expect: unchecked-error

	return PyComplex_FromCComplex(c);
}

static int assign(T *s, Py_ssize_t i, char v)
{
	switch (i) {
	case 0:
		s->b[0] = v;
		break;
	case 1:
		s->b[1] = v;
		break;
	default:
		PyErr_SetString(PyExc_IndexError, "index");
		return -1;
	}
	return 0;
}

static PyObject *default_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t i = PyLong_AsSsize_t(o);

	if (assign((T *) self, i, 1) < 0)
		return NULL;
	Py_RETURN_NONE;
}

/* What is called is what the callers pass. */
typedef PyObject *(*part_of)(T *);

static PyObject *get_self(T *s)
{
	return Py_NewRef((PyObject *) s);
}

static PyObject *get_factory(T *s)
{
	return Py_NewRef(s->factory ? s->factory : Py_None);
}

static PyObject *get_size(T *s)
{
	return PyLong_FromSsize_t(s->n);
}

static PyObject *collect(T *s, part_of get)
{
	PyObject *l = PyList_New(3);
	Py_ssize_t i;

	if (!l)
		return NULL;
	for (i = 0; i < 3; i++)
		PyList_SET_ITEM(l, i, get(s));
	return l;
}

static PyObject *selves_ok(PyObject *self, PyObject *unused)
{
	return collect((T *) self, get_self);
}

static PyObject *factories_ok(PyObject *self, PyObject *unused)
{
	return collect((T *) self, get_factory);
}

static PyObject *collect_sizes(T *s, part_of get)
{
	PyObject *l = PyList_New(3);
	Py_ssize_t i;

	if (!l)
		return NULL;
	for (i = 0; i < 3; i++)
		PyList_SET_ITEM(l, i, get(s)); // expect: unchecked-error
	return l;
}

static PyObject *sizes(PyObject *self, PyObject *unused)
{
	return collect_sizes((T *) self, get_size);
}

/* The unknown function may have set an exception; the next one surely did. */
extern int library_fill(char *p, int n);

static PyObject *pair_of(int n)
{
	PyObject *t = PyTuple_New(2);
	char buf[8];
	int r;

	if (!t)
		return NULL;
	r = library_fill(buf, n);
	PyTuple_SET_ITEM(t, 0, PyBytes_FromStringAndSize(buf, 8)); // expect: unchecked-error
	PyTuple_SET_ITEM(t, 1, PyLong_FromLong(r)); // expect: unchecked-error
	return t;
}

static PyObject *pair(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	return pair_of(n);
}

static PyMethodDef methods[] = {
	{ "a", setseq_ok, METH_O, NULL },
	{ "b", setseq_bad, METH_O, NULL },
	{ "c", remove_ok, METH_O, NULL },
	{ "d", remove_bad, METH_O, NULL },
	{ "e", clip_ok, METH_O, NULL },
	{ "f", clip_bad, METH_O, NULL },
	{ "g", complex_ok, METH_O, NULL },
	{ "h", complex_bad, METH_O, NULL },
	{ "i", default_ok, METH_O, NULL },
	{ "k", selves_ok, METH_NOARGS, NULL },
	{ "l", factories_ok, METH_NOARGS, NULL },
	{ "m", sizes, METH_NOARGS, NULL },
	{ "s", slice_ok, METH_VARARGS, NULL },
	{ "t", pair, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
