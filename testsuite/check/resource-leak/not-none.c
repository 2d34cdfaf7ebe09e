/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What gave a buffer is not None. */
#include <Python.h>

PyObject *length_ok(PyObject *self, PyObject *o)
{
	Py_buffer b = { 0 };
	Py_ssize_t n;

	if (PyObject_CheckBuffer(o)) {
		if (PyObject_GetBuffer(o, &b, PyBUF_SIMPLE) != 0)
			return NULL;
	} else if (o != Py_None) {
		PyErr_SetString(PyExc_TypeError, "no buffer");
		return NULL;
	}
	n = b.len;
	if (o != Py_None)
		PyBuffer_Release(&b);
	return PyLong_FromSsize_t(n);
}

PyObject *length_bad(PyObject *self, PyObject *o)
{
	Py_buffer b = { 0 };
	Py_ssize_t n;

	if (PyObject_GetBuffer(o, &b, PyBUF_SIMPLE) != 0)
		return NULL;
	n = b.len;
	if (n > 0)
		PyBuffer_Release(&b);
	return PyLong_FromSsize_t(n); // expect: resource-leak 'b'
}
