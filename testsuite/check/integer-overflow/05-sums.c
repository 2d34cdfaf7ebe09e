// SPDX-License-Identifier: GPL-3.0-or-later
/* A sum of two numbers and a little, a number that is compared from below, the
 * length of a copy, and what is passed to a helper that allocates. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *frame_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t payload, pad;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "nn:frame", &payload, &pad))
		return NULL;
	if (payload < 0 || pad < 0) {
		PyErr_SetString(PyExc_ValueError, "negative size");
		return NULL;
	}
	r = PyBytes_FromStringAndSize(NULL, payload + pad + 16); // expect: integer-overflow
	if (r == NULL)
		return NULL;
	memset(PyBytes_AS_STRING(r) + 16, 0, (size_t) payload);
	return r;
}

static PyObject *frame_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t payload, pad;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "nn:frame", &payload, &pad))
		return NULL;
	if (payload < 0 || pad < 0 || pad > 4096
	    || payload > PY_SSIZE_T_MAX - pad - 16) {
		PyErr_SetString(PyExc_ValueError, "no such size");
		return NULL;
	}
	r = PyBytes_FromStringAndSize(NULL, payload + pad + 16);
	if (r == NULL)
		return NULL;
	memset(PyBytes_AS_STRING(r) + 16, 0, (size_t) payload);
	return r;
}

/* One number and a little is below zero when it wraps, which is refused. */
static PyObject *one_more_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyLong_AsSsize_t(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyBytes_FromStringAndSize(NULL, n + 16);
}

struct vector { PyObject_HEAD int *items; int cap; };

static PyObject *reserve_bad(struct vector *self, PyObject *arg)
{
	int n = _PyLong_AsInt(arg);
	int *p;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n <= self->cap)
		Py_RETURN_NONE;
	n = n * 2 + 8;
	p = PyMem_Realloc(self->items, n * sizeof(int)); // expect: integer-overflow
	if (p == NULL)
		return PyErr_NoMemory();
	self->items = p;
	self->cap = n;
	Py_RETURN_NONE;
}

static PyObject *reserve_ok(struct vector *self, PyObject *arg)
{
	int n = _PyLong_AsInt(arg);
	int *p;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n <= self->cap)
		Py_RETURN_NONE;
	if (n > 1 << 20)
		return PyErr_NoMemory();
	n = n * 2 + 8;
	p = PyMem_Realloc(self->items, n * sizeof(int));
	if (p == NULL)
		return PyErr_NoMemory();
	self->items = p;
	self->cap = n;
	Py_RETURN_NONE;
}

struct msg { int kind; double v[1]; };

static PyObject *pack_bad(PyObject *self, PyObject *arg)
{
	PyObject *fast = PySequence_Tuple(arg), *r = NULL;
	struct msg *m;
	Py_ssize_t n, i;
	short count;

	if (fast == NULL)
		return NULL;
	n = PyTuple_GET_SIZE(fast);
	count = (short) n;
	m = PyMem_Malloc(sizeof(*m) + count * sizeof(double)); // expect: integer-overflow
	if (m == NULL) {
		Py_DECREF(fast);
		return PyErr_NoMemory();
	}
	for (i = 0; i < n; i++)
		m->v[i] = PyFloat_AsDouble(PyTuple_GET_ITEM(fast, i));
	if (!PyErr_Occurred())
		r = PyFloat_FromDouble(m->v[0]);
	PyMem_Free(m);
	Py_DECREF(fast);
	return r;
}

static PyObject *pack_ok(PyObject *self, PyObject *arg)
{
	PyObject *fast = PySequence_Tuple(arg), *r = NULL;
	struct msg *m;
	Py_ssize_t n, i;
	short count;

	if (fast == NULL)
		return NULL;
	n = PyTuple_GET_SIZE(fast);
	if (n > SHRT_MAX) {
		Py_DECREF(fast);
		return PyErr_NoMemory();
	}
	count = (short) n;
	m = PyMem_Malloc(sizeof(*m) + count * sizeof(double));
	if (m == NULL) {
		Py_DECREF(fast);
		return PyErr_NoMemory();
	}
	for (i = 0; i < n; i++)
		m->v[i] = PyFloat_AsDouble(PyTuple_GET_ITEM(fast, i));
	if (!PyErr_Occurred())
		r = PyFloat_FromDouble(m->v[0]);
	PyMem_Free(m);
	Py_DECREF(fast);
	return r;
}

struct bits { PyObject_HEAD Py_ssize_t nbits; unsigned char *words; };

static PyObject *new_bits(PyTypeObject *type, Py_ssize_t nbits)
{
	struct bits *b = (struct bits *) type->tp_alloc(type, 0);

	if (b == NULL)
		return NULL;
	b->nbits = nbits;
	b->words = PyMem_Calloc((size_t) (nbits + 7) / 8, 1);
	if (b->words == NULL) {
		Py_DECREF(b);
		return PyErr_NoMemory();
	}
	return (PyObject *) b;
}

static PyObject *bits_repeat_bad(struct bits *self, Py_ssize_t n)
{
	if (n < 0)
		n = 0;
	return new_bits(Py_TYPE(self), self->nbits * n); // expect: integer-overflow
}

static PyObject *bits_inplace_repeat_ok(struct bits *self, Py_ssize_t n)
{
	if (n < 0)
		n = 0;
	if (n && self->nbits > PY_SSIZE_T_MAX / n)
		return PyErr_NoMemory();
	return new_bits(Py_TYPE(self), self->nbits * n);
}

static PySequenceMethods bits_as_sequence = {
	.sq_repeat = (ssizeargfunc) bits_repeat_bad,
	.sq_inplace_repeat = (ssizeargfunc) bits_inplace_repeat_ok,
};

static void bits_dealloc(struct bits *self)
{
	PyMem_Free(self->words);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

PyTypeObject Bits_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Bits", .tp_basicsize = sizeof(struct bits),
	.tp_as_sequence = &bits_as_sequence,
	.tp_dealloc = (destructor) bits_dealloc,
};

static void vector_dealloc(struct vector *self)
{
	PyMem_Free(self->items);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyMethodDef vector_methods[] = {
	{ "reserve", (PyCFunction) reserve_bad, METH_O, NULL },
	{ "reserve_some", (PyCFunction) reserve_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Vector_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Vector", .tp_basicsize = sizeof(struct vector),
	.tp_methods = vector_methods,
	.tp_dealloc = (destructor) vector_dealloc,
};

PyMethodDef methods[] = {
	{ "frame", frame_bad, METH_VARARGS, NULL },
	{ "frame2", frame_ok, METH_VARARGS, NULL },
	{ "one_more", one_more_ok, METH_O, NULL },
	{ "pack", pack_bad, METH_O, NULL },
	{ "pack2", pack_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
