// SPDX-License-Identifier: GPL-3.0-or-later
/* Whether there is something to release is asked in many ways: of the buffer's
 * members, of a pointer's home, of None, of a flag, again. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define N_ON_STACK 8

/* Looks at the buffer, and leaves it alone. */
static PyObject *first_byte(Py_buffer *b)
{
	const char *p = b->buf;

	if (b->len < 4 || !PyBuffer_IsContiguous(b, 'C')) {
		PyErr_SetString(PyExc_ValueError, "too short");
		return NULL;
	}
	return PyLong_FromLong(p[0]);
}

PyObject *asks_obj_ok(PyObject *m, PyObject *arg)
{
	PyObject *r = NULL;
	Py_buffer b = { NULL, NULL };

	if (PyObject_GetBuffer(arg, &b, PyBUF_SIMPLE) != 0)
		goto exit;
	r = first_byte(&b);
exit:
	if (b.obj)
		PyBuffer_Release(&b);
	return r;
}

/* The helper sets obj to NULL in what it was given. */
static void forget(Py_buffer *b)
{
	b->obj = NULL;
}

PyObject *forgotten_bad(PyObject *m, PyObject *arg)
{
	PyObject *r;
	Py_buffer b = { NULL, NULL };

	if (PyObject_GetBuffer(arg, &b, PyBUF_SIMPLE) != 0)
		return NULL;
	r = first_byte(&b);
	forget(&b);
	if (b.obj)
		PyBuffer_Release(&b);
	return r; // expect: resource-leak 'Py_buffer' 'b'
}

PyObject *asks_length_ok(PyObject *m, PyObject *arg)
{
	PyObject *r = NULL;
	Py_buffer b;

	b.len = -1;
	if (PyBytes_Check(arg)) {
		r = PyLong_FromLong(PyBytes_AS_STRING(arg)[0]);
		goto done;
	}
	if (PyObject_GetBuffer(arg, &b, PyBUF_SIMPLE) != 0)
		goto done;
	r = PyLong_FromSsize_t(b.len);
done:
	if (b.len != -1)
		PyBuffer_Release(&b);
	return r;
}

PyObject *asks_length_bad(PyObject *m, PyObject *arg)
{
	PyObject *r = NULL;
	Py_buffer b;

	b.len = -1;
	if (PyObject_GetBuffer(arg, &b, PyBUF_SIMPLE) != 0)
		return NULL;
	r = PyLong_FromSsize_t(b.len);
	if (b.len > 0)
		PyBuffer_Release(&b);
	return r; // expect: resource-leak 'b'
}

PyObject *asks_memory_ok(PyObject *m, PyObject *arg)
{
	const char *p;
	Py_buffer b;
	long n = 0;

	if (PyUnicode_Check(arg)) {
		b.buf = NULL;
		p = PyUnicode_AsUTF8(arg);
		if (!p)
			return NULL;
	} else {
		if (PyObject_GetBuffer(arg, &b, PyBUF_SIMPLE) < 0)
			return NULL;
		p = b.buf;
	}
	while (p[n] > ' ')
		n++;
	if (b.buf != NULL)
		PyBuffer_Release(&b);
	return PyLong_FromLong(n);
}

/* A buffer without an exporter keeps nothing. */
PyObject *no_exporter_ok(PyObject *m, PyObject *arg)
{
	static char space[10];
	Py_buffer b;

	if (PyBuffer_FillInfo(&b, NULL, space, 10, 0, PyBUF_CONTIG) == -1)
		return NULL;
	return PyMemoryView_FromBuffer(&b);
}

PyObject *exporter_bad(PyObject *m, PyObject *arg)
{
	static char space[10];
	Py_buffer b;

	if (PyBuffer_FillInfo(&b, arg, space, 10, 0, PyBUF_CONTIG) == -1)
		return NULL;
	return PyLong_FromSsize_t(b.len); // expect: resource-leak 'b'
}

PyObject *on_stack_ok(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	double on_stack[N_ON_STACK], *v = on_stack;
	PyObject *r = NULL;
	Py_ssize_t i;

	if (n > N_ON_STACK) {
		v = PyMem_Malloc(n * sizeof(double));
		if (!v)
			return PyErr_NoMemory();
	}
	for (i = 0; i < n; i++) {
		v[i] = PyFloat_AsDouble(args[i]);
		if (v[i] == -1.0 && PyErr_Occurred())
			goto exit;
	}
	r = PyFloat_FromDouble(n ? v[0] : 0);
exit:
	if (v != on_stack)
		PyMem_Free(v);
	return r;
}

PyObject *on_stack_bad(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	double on_stack[N_ON_STACK], *v = on_stack;
	PyObject *r;
	Py_ssize_t i;

	if (n > N_ON_STACK) {
		v = PyMem_Malloc(n * sizeof(double));
		if (!v)
			return PyErr_NoMemory();
	}
	for (i = 0; i < n; i++) {
		v[i] = PyFloat_AsDouble(args[i]);
		if (v[i] == -1.0 && PyErr_Occurred())
			return NULL; // expect: resource-leak 'v'
	}
	r = PyFloat_FromDouble(n ? v[0] : 0);
	if (v != on_stack)
		PyMem_Free(v);
	return r;
}

PyObject *none_ok(PyObject *self, PyObject *chars)
{
	const char *p = " \t", *s = PyBytes_AS_STRING(self);
	Py_ssize_t len = 2, left = 0, n = PyBytes_GET_SIZE(self);
	Py_buffer b;

	if (chars != Py_None) {
		if (PyObject_GetBuffer(chars, &b, PyBUF_SIMPLE) != 0)
			return NULL;
		p = b.buf;
		len = b.len;
	}
	while (left < n && memchr(p, s[left], (size_t) len))
		left++;
	if (chars != Py_None)
		PyBuffer_Release(&b);
	return PyBytes_FromStringAndSize(s + left, n - left);
}

PyObject *none_bad(PyObject *self, PyObject *chars, PyObject *other)
{
	const char *p = " \t";
	Py_buffer b;
	int c;

	if (chars != Py_None) {
		if (PyObject_GetBuffer(chars, &b, PyBUF_SIMPLE) != 0)
			return NULL;
		p = b.buf;
	}
	c = p[0];
	if (other != Py_None && chars != Py_None)
		PyBuffer_Release(&b);
	return PyLong_FromLong(c); // expect: resource-leak 'b'
}

PyObject *flag_ok(PyObject *self, int flags)
{
	char *p = NULL;
	PyObject *r;

	if ((flags & 4) == 0) {
		p = PyMem_Malloc(100);
		if (!p)
			return PyErr_NoMemory();
	}
	r = PyObject_CallNoArgs(self);
	if ((flags & 4) == 0)
		PyMem_Free(p);
	return r;
}

PyObject *flag_bad(PyObject *self, int flags)
{
	char *p = NULL;
	PyObject *r;

	if ((flags & 4) == 0) {
		p = PyMem_Malloc(100);
		if (!p)
			return PyErr_NoMemory();
	}
	r = PyObject_CallNoArgs(self);
	if ((flags & 8) == 0)
		PyMem_Free(p);
	return r; // expect: resource-leak 'p'
}
