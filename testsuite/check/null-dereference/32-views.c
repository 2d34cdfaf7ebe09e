// SPDX-License-Identifier: GPL-3.0-or-later
/* Members of a Py_buffer that the request did not ask for are NULL; lengths
 * are never negative. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *format_bad(PyObject *self, PyObject *o)
{
	Py_buffer v;
	char c;

	if (PyObject_GetBuffer(o, &v, PyBUF_STRIDED) < 0)
		return NULL;
	c = v.format[0]; // expect: null-dereference 'v.format' 'PyBUF_FORMAT'
	PyBuffer_Release(&v);
	return PyLong_FromLong(c);
}

static PyObject *shape_bad(PyObject *self, PyObject *args)
{
	Py_buffer v;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "y*", &v))
		return NULL;
	n = v.shape[0]; // expect: null-dereference 'v.shape' 'PyBUF_ND'
	PyBuffer_Release(&v);
	return PyLong_FromSsize_t(n);
}

static PyObject *strides_bad(PyObject *self, PyObject *o)
{
	Py_buffer v;
	Py_ssize_t n;

	if (PyObject_GetBuffer(o, &v, PyBUF_ND | PyBUF_FORMAT) < 0)
		return NULL;
	n = v.shape[0];
	n *= v.strides[0]; // expect: null-dereference 'v.strides' 'PyBUF_STRIDES'
	PyBuffer_Release(&v);
	return PyLong_FromSsize_t(n);
}

static PyObject *asked_ok(PyObject *self, PyObject *o)
{
	Py_buffer v;
	Py_ssize_t n;

	if (PyObject_GetBuffer(o, &v, PyBUF_RECORDS_RO) < 0)
		return NULL;
	n = v.shape[0] * v.strides[0] + v.format[0];
	PyBuffer_Release(&v);
	return PyLong_FromSsize_t(n);
}

static PyObject *tested_ok(PyObject *self, PyObject *args)
{
	Py_buffer v;
	Py_ssize_t n = 1;

	if (!PyArg_ParseTuple(args, "w*", &v))
		return NULL;
	if (v.format)
		n = v.format[0];
	PyBuffer_Release(&v);
	return PyLong_FromSsize_t(n);
}

/* Whoever calls says what is asked for. */
static PyObject *flags_ok(PyObject *o, int flags)
{
	Py_buffer v;
	Py_ssize_t n = 0;

	if (PyObject_GetBuffer(o, &v, flags) < 0)
		return NULL;
	n = v.shape[0];
	PyBuffer_Release(&v);
	return PyLong_FromSsize_t(n);
}

static PyObject *passed_ok(PyObject *self, PyObject *o)
{
	return flags_ok(o, PyBUF_ND);
}

#define IMPOSSIBLE(x) do { \
	if (x) { \
		char *never = PyMem_Malloc(1); \
		*never = 0; \
		PyMem_Free(never); \
	} \
} while (0)

static PyObject *bytes_ok(PyObject *self, PyObject *o)
{
	char *p;
	Py_ssize_t n;

	if (PyBytes_AsStringAndSize(o, &p, &n) < 0)
		return NULL;
	IMPOSSIBLE(n < 0);
	return PyLong_FromLong(*p);
}

static PyObject *text_ok(PyObject *self, PyObject *o)
{
	const char *p;
	Py_ssize_t n;

	p = PyUnicode_AsUTF8AndSize(o, &n);
	if (!p)
		return NULL;
	IMPOSSIBLE(n < 0);
	return PyLong_FromLong(*p);
}

static PyObject *wide_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n;
	wchar_t *p = PyUnicode_AsWideCharString(o, &n);

	if (!p)
		return NULL;
	IMPOSSIBLE(n < 0);
	PyMem_Free(p);
	Py_RETURN_NONE;
}

static PyObject *count_ok(PyObject *self, PyObject *const *args,
			  Py_ssize_t n)
{
	IMPOSSIBLE(n < 0);
	Py_RETURN_NONE;
}

static int fill(PyObject *o, Py_buffer *view, int flags)
{
	view->obj = NULL;
	view->format = NULL;
	view->shape = view->strides = view->suboffsets = NULL;
	if (flags & PyBUF_ND) {
		view->shape = PyMem_Calloc(2, sizeof(Py_ssize_t));
		if (!view->shape) {
			PyErr_NoMemory();
			return -1;
		}
		if ((flags & PyBUF_STRIDES) == PyBUF_STRIDES)
			view->strides = view->shape + 1;
	}
	return 0;
}

/* What an exporter fills itself. */
static int export_ok(PyObject *o, Py_buffer *view, int flags)
{
	if (fill(o, view, flags))
		return -1;
	if (flags & PyBUF_ND) {
		view->ndim = 1;
		view->shape[0] = 4;
		if ((flags & PyBUF_STRIDES) == PyBUF_STRIDES)
			view->strides[0] = 1;
	}
	view->obj = Py_NewRef(o);
	return 0;
}

PyBufferProcs as_buffer = { export_ok, NULL };

static PyMethodDef methods[] = {
	{ "format", format_bad, METH_O },
	{ "shape", shape_bad, METH_VARARGS },
	{ "strides", strides_bad, METH_O },
	{ "asked", asked_ok, METH_O },
	{ "tested", tested_ok, METH_VARARGS },
	{ "passed", passed_ok, METH_O },
	{ "bytes", bytes_ok, METH_O },
	{ "text", text_ok, METH_O },
	{ "wide", wide_ok, METH_O },
	{ "count", (PyCFunction) (void (*)(void)) count_ok, METH_FASTCALL },
	{ 0 }
};

PyMethodDef *get_methods(void)
{
	return methods;
}
