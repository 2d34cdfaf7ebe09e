// SPDX-License-Identifier: GPL-3.0-or-later
/* Bytes at constant places of a Py_buffer, whose len was tested. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

static PyObject *fourth_bad(PyObject *self, PyObject *args)
{
	Py_buffer b;
	const unsigned char *p;
	unsigned long v;

	if (!PyArg_ParseTuple(args, "y*", &b))
		return NULL;
	if (b.len < 3) {
		PyBuffer_Release(&b);
		return PyErr_Format(PyExc_ValueError, "short");
	}
	p = b.buf;
	v = (unsigned long) p[0] << 24 | p[1] << 16 | p[2] << 8;
	v |= p[3]; // expect: buffer-overflow 'b'
	PyBuffer_Release(&b);
	return PyLong_FromUnsignedLong(v);
}

static PyObject *fourth_ok(PyObject *self, PyObject *args)
{
	Py_buffer b;
	const unsigned char *p;
	unsigned long v;

	if (!PyArg_ParseTuple(args, "y*", &b))
		return NULL;
	if (b.len < 4) {
		PyBuffer_Release(&b);
		return PyErr_Format(PyExc_ValueError, "short");
	}
	p = b.buf;
	v = (unsigned long) p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
	PyBuffer_Release(&b);
	return PyLong_FromUnsignedLong(v);
}

static PyObject *empty_bad(PyObject *self, PyObject *args)
{
	Py_buffer b;
	int r = 1;

	if (!PyArg_ParseTuple(args, "y*", &b))
		return NULL;
	if (b.len == 0)
		r = ((char *) b.buf)[0]; // expect: buffer-overflow 'b'
	PyBuffer_Release(&b);
	return PyLong_FromLong(r);
}

static PyObject *words_bad(PyObject *self, PyObject *o)
{
	Py_buffer b;
	const uint32_t *p;
	uint32_t v;

	if (PyObject_GetBuffer(o, &b, PyBUF_SIMPLE) < 0)
		return NULL;
	if (b.len != 6) {
		PyBuffer_Release(&b);
		return PyErr_Format(PyExc_ValueError, "length");
	}
	p = b.buf;
	v = p[0];
	v += p[1]; // expect: buffer-overflow 'b'
	PyBuffer_Release(&b);
	return PyLong_FromUnsignedLong(v);
}

static PyObject *each_ok(PyObject *self, PyObject *args)
{
	Py_buffer b;
	const char *p;
	int r = 0;

	if (!PyArg_ParseTuple(args, "y*", &b))
		return NULL;
	p = b.buf;
	if (b.len >= 2)
		r = p[1];
	if (b.len > 4)
		r += p[4];
	if (b.len == 8)
		r += p[7];
	PyBuffer_Release(&b);
	return PyLong_FromLong(r);
}

/* What the header says is held against the length, too. */
static PyObject *header_ok(PyObject *self, PyObject *args)
{
	Py_buffer b;
	const unsigned char *p;
	int r = 0, n;

	if (!PyArg_ParseTuple(args, "y*", &b))
		return NULL;
	p = b.buf;
	if (b.len < 4)
		goto end;
	n = p[3];
	if (n < 6 || b.len < n)
		goto end;
	r = p[5];
end:
	PyBuffer_Release(&b);
	return PyLong_FromLong(r);
}

static PyMethodDef methods[] = {
	{ "fourth", fourth_bad, METH_VARARGS },
	{ "fourth_ok", fourth_ok, METH_VARARGS },
	{ "empty", empty_bad, METH_VARARGS },
	{ "words", words_bad, METH_O },
	{ "each", each_ok, METH_VARARGS },
	{ "header", header_ok, METH_VARARGS },
	{ 0 }
};

PyMethodDef *get_methods(void)
{
	return methods;
}
