/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Helpers that fill and release a Py_buffer, by its first member: Cython's
 * (Cython/Utility/Buffer.c). */
#include <Python.h>

static Py_ssize_t minusones[] = {-1,-1,-1};

static void release(Py_buffer *b)
{
	if (b->buf == NULL)
		return;
	if (b->suboffsets == minusones)
		b->suboffsets = NULL;
	PyBuffer_Release(b);
}

static int fill(Py_buffer *b, PyObject *o, int nd)
{
	b->buf = NULL;
	if (PyObject_GetBuffer(o, b, PyBUF_FORMAT) == -1) {
		b->buf = NULL;
		b->obj = NULL;
		return -1;
	}
	if (b->ndim != nd) {
		PyErr_SetString(PyExc_ValueError, "dimensions");
		goto fail;
	}
	if (b->suboffsets == NULL)
		b->suboffsets = minusones;
	return 0;
fail:
	release(b);
	return -1;
}

struct rcb { Py_ssize_t refcount; Py_buffer pybuffer; };

struct nd { struct rcb *rcbuffer; char *data; };

static PyObject *
m_ok(PyObject *self, PyObject *arg)
{
	struct nd nd;
	struct rcb rb;
	PyObject *r = NULL, *t, *v, *tb;

	rb.pybuffer.buf = NULL;
	rb.refcount = 0;
	nd.data = NULL;
	nd.rcbuffer = &rb;
	if (fill(&nd.rcbuffer->pybuffer, arg, 1) == -1)
		goto err;
	r = PyObject_Str(arg);
	if (!r)
		goto err;
	goto L0;
err:
	PyErr_Fetch(&t, &v, &tb);
	release(&nd.rcbuffer->pybuffer);
	PyErr_Restore(t, v, tb);
	r = NULL;
	goto L2;
L0:
	release(&nd.rcbuffer->pybuffer);
L2:
	return r;
}

static PyObject *
m_bad(PyObject *self, PyObject *arg)
{
	Py_buffer b;

	b.buf = NULL;
	if (fill(&b, arg, 1) == -1)
		return NULL;
	return PyObject_Str(arg); // expect: resource-leak 'b'
}

static PyMethodDef methods[] = {
	{ "m_ok", m_ok, METH_O, NULL },
	{ "m_bad", m_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *find_methods(void)
{
	return methods;
}
