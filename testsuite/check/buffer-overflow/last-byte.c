// SPDX-License-Identifier: GPL-3.0-or-later
/* Who makes bytes of a length refuses a negative one; the byte behind the last is
 * there, for a zero. */
#include <Python.h>

static PyObject *ended_ok(PyObject *self, PyObject *args)
{
	PyObject *b;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	b = PyBytes_FromStringAndSize(NULL, n);
	if (!b)
		return NULL;
	PyBytes_AS_STRING(b)[n] = 0;
	return b;
}
static PyObject *other_bad(PyObject *self, PyObject *args)
{
	PyObject *b;
	Py_ssize_t n, m;

	if (!PyArg_ParseTuple(args, "nn", &n, &m))
		return NULL;
	b = PyBytes_FromStringAndSize(NULL, n);
	if (!b)
		return NULL;
	PyBytes_AS_STRING(b)[m] = 0; // expect: buffer-overflow
	return b;
}
PyMethodDef methods[] = {
	{ "ended", ended_ok, METH_VARARGS }, { "other", other_bad, METH_VARARGS },
	{ NULL }
};
