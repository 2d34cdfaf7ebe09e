// SPDX-License-Identifier: GPL-3.0-or-later
/* Narrowed sums, sums of a loop, what went through a member, what is one of
 * two, and products of a helper's parameters. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	PyObject_HEAD
	unsigned char *proto;
	unsigned int proto_len;
	PyObject *numbers;
	double values[8];
} Context;

static PyObject *join_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *t, *res;
	const char *sep;
	Py_ssize_t seplen, i, n;
	int total = 0;
	char *p;

	if (!PyArg_ParseTuple(args, "Oy#", &list, &sep, &seplen))
		return NULL;
	t = PySequence_Tuple(list);
	if (!t)
		return NULL;
	n = PyTuple_GET_SIZE(t);
	for (i = 0; i < n; i++) {
		PyObject *o = PyTuple_GET_ITEM(t, i);

		if (!PyBytes_Check(o)) {
			PyErr_SetString(PyExc_TypeError, "bytes wanted");
			Py_DECREF(t);
			return NULL;
		}
		total += (int) (PyBytes_GET_SIZE(o) + seplen);
	}
	res = PyBytes_FromStringAndSize(NULL, total); // expect: integer-overflow
	if (res) {
		p = PyBytes_AS_STRING(res);
		for (i = 0; i < n; i++) {
			PyObject *o = PyTuple_GET_ITEM(t, i);

			memcpy(p, PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o));
			p += PyBytes_GET_SIZE(o);
		}
	}
	Py_DECREF(t);
	return res;
}

static PyObject *join_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *t, *res;
	Py_ssize_t i, n, total = 0;

	if (!PyArg_ParseTuple(args, "O", &list))
		return NULL;
	t = PySequence_Tuple(list);
	if (!t)
		return NULL;
	n = PyTuple_GET_SIZE(t);
	for (i = 0; i < n; i++) {
		PyObject *o = PyTuple_GET_ITEM(t, i);

		if (!PyBytes_Check(o)
		    || PyBytes_GET_SIZE(o) > PY_SSIZE_T_MAX - total) {
			PyErr_SetString(PyExc_TypeError, "bytes wanted");
			Py_DECREF(t);
			return NULL;
		}
		total += PyBytes_GET_SIZE(o);
	}
	res = PyBytes_FromStringAndSize(NULL, total);
	Py_DECREF(t);
	return res;
}

static PyObject *member_bad(Context *self, PyObject *args)
{
	Py_buffer b;

	if (!PyArg_ParseTuple(args, "y*", &b))
		return NULL;
	PyMem_Free(self->proto);
	self->proto_len = (unsigned int) b.len;
	self->proto = PyMem_Malloc(self->proto_len ? self->proto_len : 1); // expect: integer-overflow
	if (!self->proto) {
		self->proto_len = 0;
		PyBuffer_Release(&b);
		return PyErr_NoMemory();
	}
	memcpy(self->proto, b.buf, b.len);
	PyBuffer_Release(&b);
	Py_RETURN_NONE;
}

static PyObject *member_ok(Context *self, PyObject *args)
{
	Py_buffer b;

	if (!PyArg_ParseTuple(args, "y*", &b))
		return NULL;
	if (b.len > UINT_MAX) {
		PyBuffer_Release(&b);
		return PyErr_Format(PyExc_OverflowError, "too long");
	}
	PyMem_Free(self->proto);
	self->proto_len = (unsigned int) b.len;
	self->proto = PyMem_Malloc(self->proto_len ? self->proto_len : 1);
	if (!self->proto) {
		self->proto_len = 0;
		PyBuffer_Release(&b);
		return PyErr_NoMemory();
	}
	memcpy(self->proto, b.buf, b.len);
	PyBuffer_Release(&b);
	Py_RETURN_NONE;
}

static PyObject *either_bad(Context *self, PyObject *o)
{
	PyObject *text = NULL;
	const char *data;
	Py_ssize_t size;

	if (PyUnicode_Check(o)) {
		text = PyUnicode_AsUTF8String(o);
		if (!text)
			return NULL;
		data = PyBytes_AS_STRING(text);
		size = PyBytes_GET_SIZE(text);
	} else if (PyBytes_Check(o)) {
		data = PyBytes_AS_STRING(o);
		size = PyBytes_GET_SIZE(o);
	} else {
		return PyErr_Format(PyExc_TypeError, "a password");
	}
	PyMem_Free(self->proto);
	self->proto = PyMem_Malloc((int) size + 1); // expect: integer-overflow 'size'
	if (self->proto)
		memcpy(self->proto, data, size);
	Py_XDECREF(text);
	Py_RETURN_NONE;
}

struct image {
	int width, height, line;
	char *block;
};

static struct image *image_new(int width, int height, int pixel)
{
	struct image *im = calloc(1, sizeof(*im));

	if (!im)
		return NULL;
	if (width < 0 || height < 0) {
		free(im);
		return NULL;
	}
	im->width = width;
	im->height = height;
	im->line = width * pixel;
	im->block = calloc((size_t) im->line * height + 1, 1);
	if (!im->block) {
		free(im);
		return NULL;
	}
	return im;
}

static PyObject *image_bad(PyObject *self, PyObject *args)
{
	const char *mode;
	int width, height;
	struct image *im;

	if (!PyArg_ParseTuple(args, "s(ii)", &mode, &width, &height))
		return NULL;
	im = image_new(width, height, *mode == 'L' ? 1 : 4); // expect: integer-overflow 'width'
	if (!im)
		return PyErr_NoMemory();
	free(im->block);
	free(im);
	Py_RETURN_NONE;
}

static PyObject *image_ok(PyObject *self, PyObject *args)
{
	const char *mode;
	int width, height;
	struct image *im;

	if (!PyArg_ParseTuple(args, "s(ii)", &mode, &width, &height))
		return NULL;
	if (width > 4096 || height > 4096)
		return PyErr_Format(PyExc_ValueError, "large");
	im = image_new(width, height, *mode == 'L' ? 1 : 4);
	if (!im)
		return PyErr_NoMemory();
	free(im->block);
	free(im);
	Py_RETURN_NONE;
}

/* The unit's own dict has the unit's own numbers. */
static PyObject *own_ok(Context *self, PyObject *name)
{
	PyObject *o = PyDict_GetItemWithError(self->numbers, name);
	int i;

	if (!o) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, name);
		return NULL;
	}
	i = (int) PyLong_AsLong(o);
	if (i == -1 && PyErr_Occurred())
		return NULL;
	return PyFloat_FromDouble(self->values[i]);
}

static PyMethodDef methods[] = {
	{ "join", join_bad, METH_VARARGS },
	{ "join_ok", join_ok, METH_VARARGS },
	{ "member", (PyCFunction) member_bad, METH_VARARGS },
	{ "member_ok", (PyCFunction) member_ok, METH_VARARGS },
	{ "either", (PyCFunction) either_bad, METH_O },
	{ "image", image_bad, METH_VARARGS },
	{ "image_ok", image_ok, METH_VARARGS },
	{ "own", (PyCFunction) own_ok, METH_O },
	{ 0 }
};

PyMethodDef *get_methods(void)
{
	return methods;
}
