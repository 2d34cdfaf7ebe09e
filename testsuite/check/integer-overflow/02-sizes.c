// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Sizes and indices from Python that wrap or are cut. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Two numbers from Python, multiplied. */
PyObject *image_bad(PyObject *self, PyObject *args)
{
	int width, height;
	unsigned char *p;

	if (!PyArg_ParseTuple(args, "ii", &width, &height))
		return NULL;
	if (width <= 0 || height <= 0)
		return PyErr_Format(PyExc_ValueError, "size");
	p = malloc(width * height); // expect: integer-overflow 'malloc'
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

PyObject *image_ok(PyObject *self, PyObject *args)
{
	int width, height;
	unsigned char *p;

	if (!PyArg_ParseTuple(args, "ii", &width, &height))
		return NULL;
	if (width <= 0 || height <= 0 || width > INT_MAX / height)
		return PyErr_Format(PyExc_ValueError, "size");
	p = malloc(width * height);
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

PyObject *image_wide_ok(PyObject *self, PyObject *args)
{
	int width, height;
	unsigned char *p;

	if (!PyArg_ParseTuple(args, "ii", &width, &height))
		return NULL;
	if (width <= 0 || height <= 0)
		return PyErr_Format(PyExc_ValueError, "size");
	/* 2^31 by 2^31 fit into 64 bits. */
	p = malloc((size_t) width * height);
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

PyObject *matrix_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t rows, cols;
	double *p;

	if (!PyArg_ParseTuple(args, "nn", &rows, &cols))
		return NULL;
	if (rows < 1 || cols < 1)
		return PyErr_Format(PyExc_ValueError, "size");
	p = PyMem_Malloc(rows * cols * sizeof(double)); // expect: integer-overflow 'PyMem_Malloc'
	if (!p)
		return PyErr_NoMemory();
	memset(p, 0, rows * cols * sizeof(double));
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *matrix_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t rows, cols;
	double *p;

	if (!PyArg_ParseTuple(args, "nn", &rows, &cols))
		return NULL;
	if (rows < 1 || cols < 1)
		return PyErr_Format(PyExc_ValueError, "size");
	if (rows > PY_SSIZE_T_MAX / (Py_ssize_t) sizeof(double) / cols)
		return PyErr_NoMemory();
	p = PyMem_Malloc(rows * cols * sizeof(double));
	if (!p)
		return PyErr_NoMemory();
	memset(p, 0, rows * cols * sizeof(double));
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *builtin_ok(PyObject *self, PyObject *args)
{
	size_t size;
	Py_ssize_t n;
	char *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n < 0 || __builtin_mul_overflow((size_t) n, 24, &size))
		return PyErr_NoMemory();
	p = PyMem_Malloc(size);
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *calloc_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	double *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	p = PyMem_Calloc(n, sizeof(double));
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *new_macro_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	double *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	p = PyMem_New(double, n);
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

/* Added: header and body. */
PyObject *header_bad(PyObject *self, PyObject *arg)
{
	size_t n = PyLong_AsSize_t(arg);
	char *p;

	if (n == (size_t) -1 && PyErr_Occurred())
		return NULL;
	p = malloc(n + 16); // expect: integer-overflow 'added' 'malloc'
	if (!p)
		return PyErr_NoMemory();
	memset(p, 0, 16);
	free(p);
	Py_RETURN_NONE;
}

PyObject *header_ok(PyObject *self, PyObject *arg)
{
	size_t n = PyLong_AsSize_t(arg);
	char *p;

	if (n == (size_t) -1 && PyErr_Occurred())
		return NULL;
	if (n > SIZE_MAX - 16)
		return PyErr_NoMemory();
	p = malloc(n + 16);
	if (!p)
		return PyErr_NoMemory();
	memset(p, 0, 16);
	free(p);
	Py_RETURN_NONE;
}

PyObject *position_bad(PyObject *self, PyObject *args)
{
	Py_buffer view;
	int offset, length;
	PyObject *r = NULL;

	if (!PyArg_ParseTuple(args, "y*ii", &view, &offset, &length))
		return NULL;
	if (offset < 0 || length < 0 || offset + length > view.len) // expect: integer-overflow 'added'
		PyErr_SetString(PyExc_ValueError, "out of range");
	else
		r = PyBytes_FromStringAndSize((char *) view.buf + offset, length);
	PyBuffer_Release(&view);
	return r;
}

PyObject *position_ok(PyObject *self, PyObject *args)
{
	Py_buffer view;
	int offset, length;
	PyObject *r = NULL;

	if (!PyArg_ParseTuple(args, "y*ii", &view, &offset, &length))
		return NULL;
	if (offset < 0 || length < 0 || offset > view.len
	    || length > view.len - offset)
		PyErr_SetString(PyExc_ValueError, "out of range");
	else
		r = PyBytes_FromStringAndSize((char *) view.buf + offset, length);
	PyBuffer_Release(&view);
	return r;
}

/* Narrowed. */
PyObject *narrowed_length_bad(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n;
	int len;
	char *p;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "y#", &s, &n))
		return NULL;
	len = n;
	p = malloc(len + 1); // expect: integer-overflow 'malloc'
	if (!p)
		return PyErr_NoMemory();
	memcpy(p, s, n);
	p[n] = 0;
	r = PyUnicode_FromString(p);
	free(p);
	return r;
}

PyObject *narrowed_length_ok(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n;
	int len;
	char *p;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "y#", &s, &n))
		return NULL;
	if (n > 65536)
		return PyErr_Format(PyExc_ValueError, "too long");
	len = n;
	p = malloc(len + 1);
	if (!p)
		return PyErr_NoMemory();
	memcpy(p, s, n);
	p[n] = 0;
	r = PyUnicode_FromString(p);
	free(p);
	return r;
}

PyObject *short_bad(PyObject *self, PyObject *list)
{
	unsigned short n;
	PyObject **v;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "a list");
	n = (unsigned short) PyList_GET_SIZE(list);
	v = PyMem_New(PyObject *, n); // expect: integer-overflow 'narrowed'
	if (!v)
		return PyErr_NoMemory();
	for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++)
		v[i] = PyList_GET_ITEM(list, i);
	PyMem_Free(v);
	Py_RETURN_NONE;
}

PyObject *index_bad(PyObject *self, PyObject *arg)
{
	static int table[256];
	long n = PyLong_AsLong(arg);
	int i;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	i = (int) n;
	return PyLong_FromLong(table[i]); // expect: integer-overflow 'narrowed' 'index'
}

PyObject *index_ok(PyObject *self, PyObject *arg)
{
	static int table[256];
	long n = PyLong_AsLong(arg);
	int i;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0 || n > 255)
		return PyErr_Format(PyExc_IndexError, "index");
	i = (int) n;
	return PyLong_FromLong(table[i]);
}

/* Fields and helpers. */
typedef struct {
	PyObject_HEAD
	double *data;
	Py_ssize_t size;
} Vec;

int vec_init_bad(Vec *self, PyObject *args, PyObject *kw)
{
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "n", &n))
		return -1;
	PyMem_Free(self->data);
	self->size = n;
	self->data = PyMem_Malloc(self->size * sizeof(double)); // expect: integer-overflow 'multiplied'
	if (!self->data) {
		PyErr_NoMemory();
		return -1;
	}
	return 0;
}

int vec_init_ok(Vec *self, PyObject *args, PyObject *kw)
{
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "n", &n))
		return -1;
	if (n < 0 || (size_t) n > PY_SSIZE_T_MAX / sizeof(double)) {
		PyErr_SetString(PyExc_OverflowError, "too large");
		return -1;
	}
	PyMem_Free(self->data);
	self->size = n;
	self->data = PyMem_Malloc(self->size * sizeof(double));
	if (!self->data) {
		PyErr_NoMemory();
		return -1;
	}
	return 0;
}

static double *vec_alloc(Py_ssize_t n)
{
	double *p = malloc(n * sizeof(double));

	if (!p)
		PyErr_NoMemory();
	return p;
}

PyObject *helper_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	double *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	p = vec_alloc(n); // expect: integer-overflow 'multiplied'
	if (!p)
		return NULL;
	free(p);
	Py_RETURN_NONE;
}

PyObject *helper_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	double *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n < 0 || n > 1 << 20)
		return PyErr_Format(PyExc_ValueError, "size");
	p = vec_alloc(n);
	if (!p)
		return NULL;
	free(p);
	Py_RETURN_NONE;
}

static int get_size(PyObject *o, Py_ssize_t *n)
{
	*n = PyNumber_AsSsize_t(o, PyExc_OverflowError);
	if (*n == -1 && PyErr_Occurred())
		return -1;
	return 0;
}

PyObject *out_parameter_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n;
	PyObject *b;

	if (get_size(o, &n) < 0)
		return NULL;
	b = PyBytes_FromStringAndSize(NULL, n * 8); // expect: integer-overflow 'multiplied'
	return b;
}

PyObject *out_parameter_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n;
	PyObject *b;

	if (get_size(o, &n) < 0)
		return NULL;
	if (n < 0 || n > PY_SSIZE_T_MAX / 8)
		return PyErr_NoMemory();
	b = PyBytes_FromStringAndSize(NULL, n * 8);
	return b;
}

PyObject *shifted_bad(PyObject *self, PyObject *arg)
{
	unsigned long n = PyLong_AsUnsignedLong(arg);
	char *p;

	if (n == (unsigned long) -1 && PyErr_Occurred())
		return NULL;
	p = malloc(n << 3); // expect: integer-overflow 'multiplied'
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

PyObject *masked_ok(PyObject *self, PyObject *arg)
{
	unsigned long n = PyLong_AsUnsignedLongMask(arg);
	char *p;

	if (n == (unsigned long) -1 && PyErr_Occurred())
		return NULL;
	p = malloc((n & 0xff) << 3);
	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

PyObject *realloc_bad(PyObject *self, PyObject *args)
{
	unsigned int n;
	int *p = malloc(16), *q;

	if (!p)
		return PyErr_NoMemory();
	if (!PyArg_ParseTuple(args, "I", &n)) {
		free(p);
		return NULL;
	}
	q = realloc(p, n * 4); // expect: integer-overflow 'multiplied' 'realloc'
	if (!q) {
		free(p);
		return PyErr_NoMemory();
	}
	free(q);
	Py_RETURN_NONE;
}

/* A size that goes to sq_repeat. */
PyObject *repeat_bad(PyObject *self, Py_ssize_t n)
{
	Py_ssize_t size = ((Vec *) self)->size;

	if (n < 0)
		n = 0;
	return PyBytes_FromStringAndSize(NULL, size * n); // expect: integer-overflow 'multiplied'
}

PyObject *repeat_ok(PyObject *self, Py_ssize_t n)
{
	Py_ssize_t size = ((Vec *) self)->size;

	if (n < 0)
		n = 0;
	if (size && n > PY_SSIZE_T_MAX / size)
		return PyErr_NoMemory();
	return PyBytes_FromStringAndSize(NULL, size * n);
}

PyObject *vec_repeat_bad(Vec *self, Py_ssize_t n)
{
	PyObject *r;

	if (n <= 0)
		return PyBytes_FromStringAndSize(NULL, 0);
	r = PyBytes_FromStringAndSize(NULL, self->size * n); // expect: integer-overflow 'multiplied'
	return r;
}

static PySequenceMethods as_sequence = { .sq_repeat = (ssizeargfunc) vec_repeat_bad };
static PySequenceMethods as_sequence2 = { .sq_repeat = repeat_bad };
static PySequenceMethods as_sequence3 = { .sq_repeat = repeat_ok };
PyTypeObject VecType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Vec", .tp_basicsize = sizeof(Vec),
	.tp_as_sequence = &as_sequence,
};
PyTypeObject VecType2 = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Vec2", .tp_basicsize = sizeof(Vec),
	.tp_as_sequence = &as_sequence2,
};
PyTypeObject VecType3 = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Vec3", .tp_basicsize = sizeof(Vec),
	.tp_as_sequence = &as_sequence3,
};
