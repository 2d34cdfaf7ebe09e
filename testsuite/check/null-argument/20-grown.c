// SPDX-License-Identifier: GPL-3.0-or-later
/* A buffer that grows is there once there is anything to put in it; nobody
 * comes back from a body that needs what is NULL. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

static PyObject *join_ok(PyObject *self, PyObject *it)
{
	char *buf = NULL;
	Py_ssize_t used = 0, cap = 0;
	PyObject *iter = PyObject_GetIter(it), *item, *res = NULL;

	if (!iter)
		return NULL;
	while ((item = PyIter_Next(iter))) {
		char *p;
		Py_ssize_t n;

		if (PyBytes_AsStringAndSize(item, &p, &n) < 0) {
			Py_DECREF(item);
			goto end;
		}
		if (n > PY_SSIZE_T_MAX / 2 - used) {
			Py_DECREF(item);
			PyErr_NoMemory();
			goto end;
		}
		if (used + n > cap) {
			Py_ssize_t want = (used + n) * 2;
			char *more = PyMem_Realloc(buf, (size_t) want);

			if (!more) {
				Py_DECREF(item);
				PyErr_NoMemory();
				goto end;
			}
			buf = more;
			cap = want;
		}
		if (n > 0)
			memcpy(buf + used, p, (size_t) n);
		used += n;
		Py_DECREF(item);
	}
	if (!PyErr_Occurred())
		res = PyBytes_FromStringAndSize(buf, used);
end:
	PyMem_Free(buf);
	Py_DECREF(iter);
	return res;
}

/* The test is the wrong way around. */
static PyObject *join_bad(PyObject *self, PyObject *o)
{
	char *buf = NULL, *p, *more;
	Py_ssize_t n, cap = 0;
	PyObject *res;

	if (PyBytes_AsStringAndSize(o, &p, &n) < 0)
		return NULL;
	if (n < cap) {
		more = PyMem_Realloc(buf, n);
		if (!more)
			return PyErr_NoMemory();
		buf = more;
	}
	if (n > 0)
		memcpy(buf, p, (size_t) n); // expect: null-argument 'buf'
	res = PyBytes_FromStringAndSize(buf, n);
	PyMem_Free(buf);
	return res;
}

static void count(PyObject *list)
{
	((PyVarObject *) list)->ob_size--;
}

/* The memory is not lost on a way that nobody goes. */
static PyObject *kept_bad(PyObject *self, PyObject *o)
{
	char *p = PyMem_Malloc(8);
	PyObject *list;

	if (!p)
		return PyErr_NoMemory();
	list = PyList_New(0);
	count(list); // expect: null-argument 'list'
	if (!list)
		return NULL;
	PyMem_Free(p);
	return list;
}

static PyMethodDef methods[] = {
	{ "join", join_ok, METH_O },
	{ "lost", join_bad, METH_O },
	{ "kept", kept_bad, METH_O },
	{ 0 }
};

PyMethodDef *get_methods(void)
{
	return methods;
}
