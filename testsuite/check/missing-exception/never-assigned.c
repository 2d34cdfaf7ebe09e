// SPDX-License-Identifier: GPL-3.0-or-later
/* A variable of the unit that nothing sets is what it starts as. */
#include <Python.h>

static PyObject *cache = NULL;
static PyObject *kept = NULL;

static PyObject *get_ok(void)
{
	PyObject *p = NULL;

	if (!cache) {
		PyObject *m = PyImport_ImportModule("posix");

		if (m) {
			p = PyObject_GetAttrString(m, "stat_result");
			Py_DECREF(m);
		}
	}
	return p;
}
static PyObject *get_bad(PyObject *fallback)
{
	PyObject *p = NULL;

	if (!kept) {
		PyObject *m = PyImport_ImportModule("posix");

		if (m) {
			p = PyObject_GetAttrString(m, "stat_result");
			Py_DECREF(m);
		}
		if (p && fallback == Py_None)
			kept = Py_NewRef(p);
	}
	return p;	// expect: missing-exception 'get_bad'
}
static PyObject *both(PyObject *self, PyObject *o)
{
	PyObject *a = get_ok(), *b, *r;

	if (!a)
		return NULL;
	b = get_bad(o);
	if (!b) {
		Py_DECREF(a);
		return NULL;
	}
	r = PyTuple_Pack(2, a, b);
	Py_DECREF(a);
	Py_DECREF(b);
	return r;
}
PyMethodDef methods[] = {
	{"both", both, METH_O, NULL}, {NULL, NULL, 0, NULL}
};
