// SPDX-License-Identifier: GPL-3.0-or-later
/* A key that a member's dictionary was found to contain. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cache, *other; } Cache;

static PyObject *get_ok(PyObject *o, PyObject *key)
{
	Cache *self = (Cache *) o;
	int r = PyDict_Contains(self->cache, key);

	if (r < 0)
		return NULL;
	if (r)
		return Py_XNewRef(PyDict_GetItemWithError(self->cache, key));
	Py_RETURN_NONE;
}
static PyObject *get_bad(PyObject *o, PyObject *key)
{
	Cache *self = (Cache *) o;
	int r = PyDict_Contains(self->cache, key);

	if (r < 0)
		return NULL;
	if (r)
		return Py_XNewRef(PyDict_GetItemWithError(self->other, key)); // expect: missing-exception
	Py_RETURN_NONE;
}
PyMethodDef methods[] = {
	{ "get", get_ok, METH_O }, { "get_bad", get_bad, METH_O }, { NULL }
};
