// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper that takes None for nothing is not given None by who hands it what
 * was just made. */
#include <Python.h>

struct holder { PyObject *list; };

static int set(struct holder *h, PyObject *o)
{
	if (o == Py_None) {
		h->list = NULL;
		return 1;
	}
	if (!PyList_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "no list");
		return 0;
	}
	h->list = o;
	return 1;
}

static PyObject *made_ok(PyObject *self, PyObject *unused)
{
	struct holder h = { NULL };
	PyObject *l = PyList_New(3);

	if (l == NULL)
		return NULL;
	if (!set(&h, l)) {
		Py_DECREF(l);
		return NULL;
	}
	return h.list;
}

static PyObject *given_bad(PyObject *self, PyObject *o)
{
	struct holder h = { NULL };

	if (!set(&h, o))
		return NULL;
	Py_XINCREF(h.list);
	return h.list; // expect: missing-exception 'given_bad'
}

PyMethodDef methods[] = {
	{ "made", made_ok, METH_NOARGS, NULL },
	{ "given", given_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
