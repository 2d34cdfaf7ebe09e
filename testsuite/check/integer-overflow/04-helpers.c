/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products of what a helper is passed, sizes with a constant taken off, what
 * is narrowed for calloc. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

struct grid { int rows, cols; float *cells; };

static int grid_alloc(struct grid *g, int rows, int cols)
{
	g->cells = malloc(rows * cols * sizeof(float));
	if (!g->cells) {
		PyErr_NoMemory();
		return -1;
	}
	g->rows = rows;
	g->cols = cols;
	return 0;
}

static int grid_tested(struct grid *g, int rows, int cols)
{
	if (cols > 0 && rows > INT_MAX / cols) {
		PyErr_NoMemory();
		return -1;
	}
	g->cells = malloc(rows * cols * sizeof(float));
	if (!g->cells) {
		PyErr_NoMemory();
		return -1;
	}
	return 0;
}

PyObject *product_bad(PyObject *self, PyObject *args)
{
	struct grid g;
	int r, c;

	if (!PyArg_ParseTuple(args, "ii", &r, &c))
		return NULL;
	if (r < 1 || c < 1)
		return PyErr_Format(PyExc_ValueError, "size");
	if (grid_alloc(&g, r, c) < 0) // expect: integer-overflow 'r'
		return NULL;
	free(g.cells);
	Py_RETURN_NONE;
}

PyObject *product_nested_bad(PyObject *self, PyObject *args)
{
	struct grid g;
	int r, c;

	if (!PyArg_ParseTuple(args, "(ii)", &r, &c))
		return NULL;
	if (grid_alloc(&g, r, c) < 0) // expect: integer-overflow 'r'
		return NULL;
	free(g.cells);
	Py_RETURN_NONE;
}

PyObject *product_ok(PyObject *self, PyObject *args)
{
	struct grid g;
	int r, c;

	if (!PyArg_ParseTuple(args, "ii", &r, &c))
		return NULL;
	if (grid_tested(&g, r, c) < 0)
		return NULL;
	free(g.cells);
	Py_RETURN_NONE;
}

PyObject *product_limited_ok(PyObject *self, PyObject *args)
{
	struct grid g;
	int r, c;

	if (!PyArg_ParseTuple(args, "ii", &r, &c))
		return NULL;
	if (r < 1 || c < 1 || r > 4096 || c > 4096)
		return PyErr_Format(PyExc_ValueError, "size");
	if (grid_alloc(&g, r, c) < 0)
		return NULL;
	free(g.cells);
	Py_RETURN_NONE;
}

struct vec { Py_ssize_t n; double v[1]; };

PyObject *one_less_bad(PyObject *self, PyObject *args)
{
	struct vec *p;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n < 1)
		return PyErr_Format(PyExc_ValueError, "n");
	p = PyMem_Malloc(sizeof(*p) + (size_t) (n - 1) * sizeof(double)); // expect: integer-overflow 'n'
	if (!p)
		return PyErr_NoMemory();
	p->n = n;
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *one_less_ok(PyObject *self, PyObject *args)
{
	struct vec *p;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n < 1 || n > PY_SSIZE_T_MAX / 16)
		return PyErr_Format(PyExc_ValueError, "n");
	p = PyMem_Malloc(sizeof(*p) + (size_t) (n - 1) * sizeof(double));
	if (!p)
		return PyErr_NoMemory();
	p->n = n;
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *cleared_bad(PyObject *self, PyObject *arg)
{
	unsigned long n = PyLong_AsUnsignedLong(arg);
	uint32_t total;
	char *p;

	if (n == (unsigned long) -1 && PyErr_Occurred())
		return NULL;
	total = (uint32_t) n * 4;
	p = PyMem_Calloc(1, total); // expect: integer-overflow 'n'
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *cleared_ok(PyObject *self, PyObject *arg)
{
	unsigned long n = PyLong_AsUnsignedLong(arg);
	uint32_t total;
	char *p;

	if (n == (unsigned long) -1 && PyErr_Occurred())
		return NULL;
	if (n > UINT32_MAX / 4)
		return PyErr_NoMemory();
	total = (uint32_t) n * 4;
	p = PyMem_Calloc(1, total);
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

/* A wrapper of the allocator, and one that rounds up. */
static void *claim(size_t n)
{
	void *p = PyMem_Malloc(n);

	if (!p)
		PyErr_NoMemory();
	return p;
}

static void *claim_bits(Py_ssize_t bits)
{
	Py_ssize_t bytes = bits == 0 ? 0 : (bits - 1) / 8 + 1;

	return PyMem_Calloc((size_t) (bytes ? bytes : 1), 1);
}

/* Refuses what is too much. */
static void *claim_little(size_t n)
{
	if (n > 4096)
		return NULL;
	return PyMem_Malloc(n);
}

PyObject *claimed_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyLong_AsSsize_t(arg);
	PyObject **v;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0)
		n = 0;
	v = claim((size_t) n * sizeof(*v)); // expect: integer-overflow 'n'
	if (!v)
		return NULL;
	PyMem_Free(v);
	Py_RETURN_NONE;
}

PyObject *claimed_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyLong_AsSsize_t(arg);
	PyObject **v;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0)
		n = 0;
	if ((size_t) n > PY_SSIZE_T_MAX / sizeof(*v))
		return PyErr_NoMemory();
	v = claim((size_t) n * sizeof(*v));
	if (!v)
		return NULL;
	PyMem_Free(v);
	Py_RETURN_NONE;
}

PyObject *bits_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyLong_AsSsize_t(arg);
	void *v;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	v = claim_bits(n * 12); // expect: integer-overflow 'n'
	if (!v)
		return PyErr_NoMemory();
	PyMem_Free(v);
	Py_RETURN_NONE;
}

PyObject *little_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyLong_AsSsize_t(arg);
	void *v;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	v = claim_little((size_t) n * 3);
	if (!v)
		return PyErr_NoMemory();
	PyMem_Free(v);
	Py_RETURN_NONE;
}

/* One factor is small; the other can be anything. */
PyObject *frames_bad(PyObject *self, PyObject *args)
{
	int width, channels, frame;
	char *p;

	if (!PyArg_ParseTuple(args, "ii", &width, &channels))
		return NULL;
	if (width < 1 || width > 4 || channels < 1) {
		PyErr_SetString(PyExc_ValueError, "bad parameters");
		return NULL;
	}
	frame = width * channels;
	p = PyMem_Malloc((size_t) frame); // expect: integer-overflow 'channels'
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

/* Both are small. */
PyObject *frames_ok(PyObject *self, PyObject *args)
{
	int width, channels, frame;
	char *p;

	if (!PyArg_ParseTuple(args, "ii", &width, &channels))
		return NULL;
	if (width < 1 || width > 4 || channels < 1 || channels > 0x1000000) {
		PyErr_SetString(PyExc_ValueError, "bad parameters");
		return NULL;
	}
	frame = width * channels;
	p = PyMem_Malloc((size_t) frame);
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

/* One is what the other allows. */
PyObject *frames_divided_ok(PyObject *self, PyObject *args)
{
	int width, channels, frame;
	char *p;

	if (!PyArg_ParseTuple(args, "ii", &width, &channels))
		return NULL;
	if (width < 1 || width > 4 || channels < 1
	    || channels > INT_MAX / width) {
		PyErr_SetString(PyExc_ValueError, "bad parameters");
		return NULL;
	}
	frame = width * channels;
	p = PyMem_Malloc((size_t) frame);
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

/* The largest sum of two is -2. */
PyObject *padded_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t size, pad;

	if (!PyArg_ParseTuple(args, "nn", &size, &pad))
		return NULL;
	if (size < 0 || pad < 0) {
		PyErr_SetString(PyExc_ValueError, "negative size");
		return NULL;
	}
	return PyBytes_FromStringAndSize(NULL, size + pad + 16); // expect: integer-overflow
}

/* ... which is no size. */
PyObject *padded_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t size, pad;

	if (!PyArg_ParseTuple(args, "nn", &size, &pad))
		return NULL;
	if (size < 0 || pad < 0) {
		PyErr_SetString(PyExc_ValueError, "negative size");
		return NULL;
	}
	return PyBytes_FromStringAndSize(NULL, size + pad);
}
