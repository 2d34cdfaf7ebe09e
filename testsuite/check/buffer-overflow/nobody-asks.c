// SPDX-License-Identifier: GPL-3.0-or-later
/* Bytes of a view or string that Python code passed, where nothing asks how
 * many there are. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

static PyObject *key_bad(PyObject *self, PyObject *args)
{
	Py_buffer v;
	unsigned char key[48];

	if (!PyArg_ParseTuple(args, "y*", &v))
		return NULL;
	memcpy(key, v.buf, 48); // expect: buffer-overflow 'v'
	PyBuffer_Release(&v);
	return PyLong_FromLong(key[3]);
}

static PyObject *key_ok(PyObject *self, PyObject *args)
{
	Py_buffer v;
	unsigned char key[48];

	if (!PyArg_ParseTuple(args, "y*", &v))
		return NULL;
	if (v.len != 48) {
		PyBuffer_Release(&v);
		return PyErr_Format(PyExc_ValueError, "48 bytes are wanted");
	}
	memcpy(key, v.buf, 48);
	PyBuffer_Release(&v);
	return PyLong_FromLong(key[3]);
}

static PyObject *word_bad(PyObject *self, PyObject *o)
{
	Py_buffer v;
	uint32_t word;

	if (PyObject_GetBuffer(o, &v, PyBUF_SIMPLE) < 0)
		return NULL;
	word = *(uint32_t *) v.buf; // expect: buffer-overflow 'v'
	PyBuffer_Release(&v);
	return PyLong_FromUnsignedLong(word);
}

static PyObject *mask_bad(PyObject *self, PyObject *args)
{
	Py_buffer v;
	unsigned char mask[16];
	int i;

	if (!PyArg_ParseTuple(args, "y*", &v))
		return NULL;
	for (i = 0; i < 16; i++)
		mask[i] = ((unsigned char *) v.buf)[i] ^ 0x5c; // expect: buffer-overflow 'v'
	PyBuffer_Release(&v);
	return PyLong_FromLong(mask[0]);
}

static int is_long(const Py_buffer *v, Py_ssize_t n)
{
	return v->len >= n;
}

static PyObject *by_helper_ok(PyObject *self, PyObject *args)
{
	Py_buffer v;
	unsigned char key[48];

	if (!PyArg_ParseTuple(args, "y*", &v))
		return NULL;
	if (!is_long(&v, 48)) {
		PyBuffer_Release(&v);
		return PyErr_Format(PyExc_ValueError, "48 bytes are wanted");
	}
	memcpy(key, v.buf, 48);
	PyBuffer_Release(&v);
	return PyLong_FromLong(key[3]);
}

static PyObject *by_shape_ok(PyObject *self, PyObject *o)
{
	Py_buffer v;
	double d;

	if (PyObject_GetBuffer(o, &v, PyBUF_ND) < 0)
		return NULL;
	if (v.ndim != 1 || v.shape[0] < 2) {
		PyBuffer_Release(&v);
		return PyErr_Format(PyExc_ValueError, "two are wanted");
	}
	d = ((double *) v.buf)[1];
	PyBuffer_Release(&v);
	return PyFloat_FromDouble(d);
}

/* What is viewed was made here. */
static PyObject *own_ok(PyObject *self, PyObject *unused)
{
	PyObject *b = PyByteArray_FromStringAndSize(NULL, 48);
	Py_buffer v;

	if (!b)
		return NULL;
	if (PyObject_GetBuffer(b, &v, PyBUF_WRITABLE) < 0) {
		Py_DECREF(b);
		return NULL;
	}
	memset(v.buf, 0, 48);
	PyBuffer_Release(&v);
	return b;
}

static PyObject *into_bad(PyObject *self, PyObject *args)
{
	Py_buffer to, from;

	if (!PyArg_ParseTuple(args, "w*y*", &to, &from))
		return NULL;
	memcpy(to.buf, from.buf, from.len); // expect: buffer-overflow 'to'
	PyBuffer_Release(&to);
	PyBuffer_Release(&from);
	Py_RETURN_NONE;
}

static PyObject *into_ok(PyObject *self, PyObject *args)
{
	Py_buffer to, from;

	if (!PyArg_ParseTuple(args, "w*y*", &to, &from))
		return NULL;
	memcpy(to.buf, from.buf, to.len < from.len ? to.len : from.len);
	PyBuffer_Release(&to);
	PyBuffer_Release(&from);
	Py_RETURN_NONE;
}

static PyObject *pair_bad(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "y#", &s, &n))
		return NULL;
	return PyBytes_FromStringAndSize(s, 48); // expect: buffer-overflow 's' '48 bytes'
}

static PyObject *pair_ok(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "y#", &s, &n))
		return NULL;
	if (n != 48)
		return PyErr_Format(PyExc_ValueError, "48 bytes are wanted");
	return PyBytes_FromStringAndSize(s, 48);
}

static PyObject *tag_bad(PyObject *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);
	char tag[4];

	if (!s)
		return NULL;
	memcpy(tag, s, 4); // expect: buffer-overflow 's'
	return PyLong_FromLong(tag[2]);
}

/* It was looked at before. */
static PyObject *prefix_ok(PyObject *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);

	if (!s)
		return NULL;
	if (!strncmp(s, "http://", 7))
		return PyBytes_FromStringAndSize(s, 7);
	Py_RETURN_NONE;
}

static PyObject *first_ok(PyObject *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);

	return s ? PyBytes_FromStringAndSize(s, 1) : NULL;
}

static PyObject *literal_ok(PyObject *self, PyObject *unused)
{
	PyObject *o = PyUnicode_FromString("abcdef"), *r;
	const char *s;

	if (!o)
		return NULL;
	s = PyUnicode_AsUTF8(o);
	r = s ? PyBytes_FromStringAndSize(s, 4) : NULL;
	Py_DECREF(o);
	return r;
}

/* The length that comes with the string is held against the room. */
static PyObject *copied_ok(PyObject *self, PyObject *args)
{
	char buf[64];
	const char *s;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "s#", &s, &n))
		return NULL;
	if (n > 63)
		return PyErr_Format(PyExc_ValueError, "too long");
	strcpy(buf, s);
	return PyUnicode_FromString(buf);
}

/* A number behind a string is no length of it. */
static PyObject *copied_bad(PyObject *self, PyObject *args)
{
	char buf[64];
	const char *s;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "sn", &s, &n))
		return NULL;
	if (n > 63)
		return PyErr_Format(PyExc_ValueError, "too long");
	strcpy(buf, s); // expect: buffer-overflow 's'
	return PyUnicode_FromString(buf);
}

static PyObject *end_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n;
	const char *s = PyUnicode_AsUTF8AndSize(o, &n);
	PyObject *r;
	char *p;

	if (!s)
		return NULL;
	p = PyMem_Malloc(n);
	if (!p)
		return PyErr_NoMemory();
	strcpy(p, s); // expect: buffer-overflow 'PyUnicode_AsUTF8AndSize'
	r = PyUnicode_FromString(p);
	PyMem_Free(p);
	return r;
}

static PyObject *end_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n;
	const char *s = PyUnicode_AsUTF8AndSize(o, &n);
	PyObject *r;
	char *p;

	if (!s)
		return NULL;
	p = PyMem_Malloc(n + 1);
	if (!p)
		return PyErr_NoMemory();
	strcpy(p, s);
	r = PyUnicode_FromString(p);
	PyMem_Free(p);
	return r;
}

static PyObject *characters_bad(PyObject *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);
	PyObject *r;
	char *p;

	if (!s)
		return NULL;
	p = PyMem_Malloc(PyUnicode_GetLength(o) + 1);
	if (!p)
		return PyErr_NoMemory();
	strcpy(p, s); // expect: buffer-overflow 'UTF-8'
	r = PyUnicode_FromString(p);
	PyMem_Free(p);
	return r;
}

PyMethodDef methods[] = {
	{ "key_bad", key_bad, METH_VARARGS, NULL },
	{ "key_ok", key_ok, METH_VARARGS, NULL },
	{ "word_bad", word_bad, METH_O, NULL },
	{ "mask_bad", mask_bad, METH_VARARGS, NULL },
	{ "by_helper_ok", by_helper_ok, METH_VARARGS, NULL },
	{ "by_shape_ok", by_shape_ok, METH_O, NULL },
	{ "own_ok", own_ok, METH_NOARGS, NULL },
	{ "into_bad", into_bad, METH_VARARGS, NULL },
	{ "into_ok", into_ok, METH_VARARGS, NULL },
	{ "pair_bad", pair_bad, METH_VARARGS, NULL },
	{ "pair_ok", pair_ok, METH_VARARGS, NULL },
	{ "tag_bad", tag_bad, METH_O, NULL },
	{ "prefix_ok", prefix_ok, METH_O, NULL },
	{ "first_ok", first_ok, METH_O, NULL },
	{ "literal_ok", literal_ok, METH_NOARGS, NULL },
	{ "copied_ok", copied_ok, METH_VARARGS, NULL },
	{ "copied_bad", copied_bad, METH_VARARGS, NULL },
	{ "end_bad", end_bad, METH_O, NULL },
	{ "end_ok", end_ok, METH_O, NULL },
	{ "characters_bad", characters_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
