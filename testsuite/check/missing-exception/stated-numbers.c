/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a helper does for one choice of its caller it does not do for another:
 * bits of a mask, flags that are tested late in a long body. */
#include <Python.h>

enum { OPEN = 1, FETCHED = 2, RAISE = 16 };

static int has(unsigned mask, unsigned flags)
{
	return (flags & mask) == mask;
}

static PyObject *checked(PyObject *o, unsigned flags)
{
	if (!o || !PyList_Check(o)) {
		if (flags & RAISE)
			PyErr_SetString(PyExc_TypeError, "a list is wanted");
		return NULL;
	}
	if (has(OPEN | FETCHED, flags) && !PyList_GET_SIZE(o)) {
		if (flags & RAISE)
			PyErr_SetString(PyExc_ValueError, "it is closed");
		return NULL;
	}
	return o;
}

static PyObject *asked_ok(PyObject *self, PyObject *o)
{
	if (!checked(o, OPEN | FETCHED | RAISE))
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *asked_bad(PyObject *self, PyObject *o)
{
	if (!checked(o, OPEN | FETCHED))
		return NULL; // expect: missing-exception
	Py_RETURN_NONE;
}

static PyObject *quiet_ok(PyObject *self, PyObject *o)
{
	return PyBool_FromLong(checked(o, OPEN) != NULL);
}

static PyMethodDef methods[] = {
	{ "a", asked_ok, METH_O, NULL },
	{ "b", asked_bad, METH_O, NULL },
	{ "c", quiet_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
