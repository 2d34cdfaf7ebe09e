// SPDX-License-Identifier: GPL-3.0-or-later
/* Arrays of the caller's that a helper fills with as many elements as Python
 * says, and memory that is written faster than it was asked for. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int parse_shape(PyObject *o, Py_ssize_t *dims)
{
	PyObject *t = PySequence_Tuple(o);
	Py_ssize_t i, n;

	if (t == NULL)
		return -1;
	n = PyTuple_GET_SIZE(t);
	if (n < 1) {
		Py_DECREF(t);
		PyErr_SetString(PyExc_ValueError, "no dimensions");
		return -1;
	}
	for (i = 0; i < n; i++) {
		dims[i] = PyNumber_AsSsize_t(PyTuple_GET_ITEM(t, i),
					     PyExc_OverflowError);
		if (dims[i] == -1 && PyErr_Occurred()) {
			Py_DECREF(t);
			return -1;
		}
	}
	Py_DECREF(t);
	return (int) n;
}

static int parse_some(PyObject *o, Py_ssize_t *dims, Py_ssize_t most)
{
	PyObject *t = PySequence_Tuple(o);
	Py_ssize_t i, n;

	if (t == NULL)
		return -1;
	n = PyTuple_GET_SIZE(t);
	if (n > most) {
		Py_DECREF(t);
		PyErr_SetString(PyExc_ValueError, "too many dimensions");
		return -1;
	}
	for (i = 0; i < n; i++) {
		dims[i] = PyNumber_AsSsize_t(PyTuple_GET_ITEM(t, i),
					     PyExc_OverflowError);
		if (dims[i] == -1 && PyErr_Occurred()) {
			Py_DECREF(t);
			return -1;
		}
	}
	Py_DECREF(t);
	return (int) n;
}

static PyObject *volume_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t dims[8], v = 1;
	int n = parse_shape(arg, dims); // expect: buffer-overflow 'dims'

	if (n < 0)
		return NULL;
	while (n-- > 0 && n < 8)
		v += dims[n];
	return PyLong_FromSsize_t(v);
}

static PyObject *volume_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t dims[8], v = 1;
	int n = parse_some(arg, dims, 8);

	if (n < 0)
		return NULL;
	while (n-- > 0)
		v += dims[n];
	return PyLong_FromSsize_t(v);
}

static const char digits[] = "0123456789abcdef";

static PyObject *hex_bad(PyObject *self, PyObject *args)
{
	Py_buffer b;
	PyObject *r;
	char *out;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "y*:hex", &b))
		return NULL;
	r = PyBytes_FromStringAndSize(NULL, b.len);
	if (r == NULL) {
		PyBuffer_Release(&b);
		return NULL;
	}
	out = PyBytes_AS_STRING(r);
	for (i = 0; i < b.len; i++) {
		unsigned char c = ((unsigned char *) b.buf)[i];

		out[2 * i] = digits[c >> 4]; // expect: buffer-overflow
		out[2 * i + 1] = digits[c & 15];
	}
	PyBuffer_Release(&b);
	return r;
}

static PyObject *hex_ok(PyObject *self, PyObject *args)
{
	Py_buffer b;
	PyObject *r;
	char *out;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "y*:hex", &b))
		return NULL;
	r = PyBytes_FromStringAndSize(NULL, b.len * 2);
	if (r == NULL) {
		PyBuffer_Release(&b);
		return NULL;
	}
	out = PyBytes_AS_STRING(r);
	for (i = 0; i < b.len; i++) {
		unsigned char c = ((unsigned char *) b.buf)[i];

		out[2 * i] = digits[c >> 4];
		out[2 * i + 1] = digits[c & 15];
	}
	PyBuffer_Release(&b);
	return r;
}

static PyObject *cursor_bad(PyObject *self, PyObject *args)
{
	const unsigned char *p;
	Py_ssize_t n, i, j;
	PyObject *r;
	char *q;

	if (!PyArg_ParseTuple(args, "y#", &p, &n))
		return NULL;
	r = PyBytes_FromStringAndSize(NULL, n);
	if (r == NULL)
		return NULL;
	q = PyBytes_AS_STRING(r);
	for (i = j = 0; i < n; i++) {
		q[j++] = digits[p[i] >> 4]; // expect: buffer-overflow
		q[j++] = digits[p[i] & 15];
	}
	return r;
}

static PyObject *cursor_ok(PyObject *self, PyObject *args)
{
	const unsigned char *p;
	Py_ssize_t n, i, j;
	PyObject *r;
	char *q;

	if (!PyArg_ParseTuple(args, "y#", &p, &n))
		return NULL;
	r = PyBytes_FromStringAndSize(NULL, n);
	if (r == NULL)
		return NULL;
	q = PyBytes_AS_STRING(r);
	for (i = j = 0; i < n; i++)
		q[j++] = digits[p[i] & 15];
	return r;
}

static PyObject *quote_bad(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n, i, k = 0;
	char *buf;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "s#:quote", &s, &n))
		return NULL;
	buf = PyMem_Malloc(n + 2);
	if (buf == NULL)
		return PyErr_NoMemory();
	buf[k++] = '"';
	for (i = 0; i < n; i++) {
		if (s[i] == '"' || s[i] == '\\')
			buf[k++] = '\\'; // expect: buffer-overflow
		buf[k++] = s[i];
	}
	buf[k++] = '"';
	r = PyUnicode_DecodeUTF8(buf, k, NULL);
	PyMem_Free(buf);
	return r;
}

/* As many more were asked for as there are quotes. */
static PyObject *quote_ok(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n, i, k = 0, quotes = 0;
	char *buf;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "s#:quote", &s, &n))
		return NULL;
	for (i = 0; i < n; i++)
		quotes += s[i] == '"' || s[i] == '\\';
	buf = PyMem_Malloc(n + quotes + 2);
	if (buf == NULL)
		return PyErr_NoMemory();
	buf[k++] = '"';
	for (i = 0; i < n; i++) {
		if (s[i] == '"' || s[i] == '\\')
			buf[k++] = '\\';
		buf[k++] = s[i];
	}
	buf[k++] = '"';
	r = PyUnicode_DecodeUTF8(buf, k, NULL);
	PyMem_Free(buf);
	return r;
}

/* The loop ends where the room does. */
static PyObject *quote_some_ok(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n, i, k = 0;
	char *buf;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "s#:quote", &s, &n))
		return NULL;
	buf = PyMem_Malloc(n + 2);
	if (buf == NULL)
		return PyErr_NoMemory();
	for (i = 0; i < n; i++) {
		if (k + 2 > n)
			break;
		if (s[i] == '"')
			buf[k++] = '\\';
		buf[k++] = s[i];
	}
	r = PyUnicode_DecodeUTF8(buf, k, NULL);
	PyMem_Free(buf);
	return r;
}

static PyObject *ints_bad(PyObject *self, PyObject *list)
{
	Py_ssize_t i, n;
	long *v;
	PyObject *r;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "a list, please");
	n = PyList_GET_SIZE(list);
	v = PyMem_Malloc(n);
	if (v == NULL)
		return PyErr_NoMemory();
	for (i = 0; i < n; i++)
		v[i] = i; // expect: buffer-overflow
	r = PyBytes_FromStringAndSize((char *) v, n);
	PyMem_Free(v);
	return r;
}

static PyObject *ints_ok(PyObject *self, PyObject *list)
{
	Py_ssize_t i, n;
	long *v;
	PyObject *r;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "a list, please");
	n = PyList_GET_SIZE(list);
	v = PyMem_Malloc(n * sizeof(*v));
	if (v == NULL)
		return PyErr_NoMemory();
	for (i = 0; i < n; i++)
		v[i] = i;
	r = PyBytes_FromStringAndSize((char *) v, n);
	PyMem_Free(v);
	return r;
}

PyMethodDef methods[] = {
	{ "volume", volume_bad, METH_O, NULL },
	{ "volume2", volume_ok, METH_O, NULL },
	{ "hex", hex_bad, METH_VARARGS, NULL },
	{ "hex2", hex_ok, METH_VARARGS, NULL },
	{ "cursor", cursor_bad, METH_VARARGS, NULL },
	{ "cursor2", cursor_ok, METH_VARARGS, NULL },
	{ "quote", quote_bad, METH_VARARGS, NULL },
	{ "quote2", quote_ok, METH_VARARGS, NULL },
	{ "quote3", quote_some_ok, METH_VARARGS, NULL },
	{ "ints", ints_bad, METH_O, NULL },
	{ "ints2", ints_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
