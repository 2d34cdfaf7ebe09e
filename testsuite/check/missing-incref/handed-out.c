// SPDX-License-Identifier: GPL-3.0-or-later
/* The exporter of a view, and what a converter cleans up, are due a reference
 * each. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	double *coords;
	Py_ssize_t dim;
} Vector;

static int fill(Vector *self, Py_buffer *view)
{
	view->buf = self->coords;
	view->len = self->dim * (Py_ssize_t)sizeof(double);
	view->itemsize = sizeof(double);
	view->readonly = 0;
	view->ndim = 1;
	view->format = NULL;
	view->shape = view->strides = view->suboffsets = NULL;
	view->internal = NULL;
	return 0;
}

static int getbuffer_bad(Vector *self, Py_buffer *view, int flags)
{
	view->obj = (PyObject *)self;	// expect: missing-incref
	view->buf = self->coords;
	view->len = self->dim * (Py_ssize_t)sizeof(double);
	view->itemsize = sizeof(double);
	view->readonly = 0;
	view->ndim = 1;
	view->format = NULL;
	view->shape = view->strides = view->suboffsets = NULL;
	view->internal = NULL;
	return 0;
}

static int getbuffer_ok(Vector *self, Py_buffer *view, int flags)
{
	fill(self, view);
	view->obj = Py_NewRef((PyObject *)self);
	return 0;
}

static int getbuffer_later_ok(Vector *self, Py_buffer *view, int flags)
{
	fill(self, view);
	view->obj = (PyObject *)self;
	Py_INCREF(self);
	return 0;
}

static PyBufferProcs procs_bad = { (getbufferproc)getbuffer_bad, NULL };
static PyBufferProcs procs_ok = { (getbufferproc)getbuffer_ok, NULL };
static PyBufferProcs procs_later = { (getbufferproc)getbuffer_later_ok, NULL };

#define VECTOR(name, procs) \
	PyTypeObject name = { \
		PyVarObject_HEAD_INIT(NULL, 0) \
		.tp_name = "vec." #name, .tp_basicsize = sizeof(Vector), \
		.tp_flags = Py_TPFLAGS_DEFAULT, .tp_as_buffer = &procs, \
	}

VECTOR(A, procs_bad);
VECTOR(B, procs_ok);
VECTOR(C, procs_later);

static int as_pair_bad(PyObject *o, void *p)
{
	PyObject **out = p;

	if (!o) {
		Py_CLEAR(*out);
		return 1;
	}
	if (PyTuple_Check(o)) {
		*out = o;	// expect: missing-incref
		return Py_CLEANUP_SUPPORTED;
	}
	*out = Py_BuildValue("(Oi)", o, 1);
	return *out ? Py_CLEANUP_SUPPORTED : 0;
}

static int as_pair_ok(PyObject *o, void *p)
{
	PyObject **out = p;

	if (!o) {
		Py_CLEAR(*out);
		return 1;
	}
	if (PyTuple_Check(o)) {
		*out = Py_NewRef(o);
		return Py_CLEANUP_SUPPORTED;
	}
	*out = Py_BuildValue("(Oi)", o, 1);
	return *out ? Py_CLEANUP_SUPPORTED : 0;
}

/* One that lends. */
static int as_type_ok(PyObject *o, void *p)
{
	if (!PyType_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "no type");
		return 0;
	}
	*(PyObject **)p = o;
	return 1;
}

static PyObject *pairs(PyObject *module, PyObject *args)
{
	PyObject *a = NULL, *b = NULL, *c = NULL, *res;

	if (!PyArg_ParseTuple(args, "O&O&O&", as_pair_bad, &a, as_pair_ok, &b,
			      as_type_ok, &c))
		return NULL;
	res = PyTuple_Pack(3, a, b, c);
	Py_DECREF(a);
	Py_DECREF(b);
	return res;
}

static PyMethodDef methods[] = {
	{"pairs", pairs, METH_VARARGS, NULL},
	{NULL, NULL, 0, NULL}
};

struct PyModuleDef module_def = {
	PyModuleDef_HEAD_INIT, "pairs", NULL, 0, methods
};
