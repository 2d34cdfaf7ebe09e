// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 skip-if=python>=3.12
/* What cannot be: the number of items of a list or tuple is never negative; ob_size
 * has the sign of an int until 3.12.  An iterator has tp_iternext. */
#include <Python.h>

static PyObject *pair_ok(PyObject *self, PyObject *seq)
{
	if (PyTuple_CheckExact(seq) || PyList_CheckExact(seq)) {
		Py_ssize_t size = Py_SIZE(seq);

		if (size != 2) {
			if (size > 2)
				PyErr_SetString(PyExc_ValueError, "too many");
			else if (size >= 0)
				PyErr_SetString(PyExc_ValueError, "too few");
			return NULL;
		}
	}
	Py_RETURN_NONE;
}

static PyObject *pair_bad(PyObject *self, PyObject *seq)
{
	if (PyTuple_CheckExact(seq) || PyList_CheckExact(seq)) {
		Py_ssize_t size = Py_SIZE(seq);

		if (size != 2) {
			if (size > 2)
				PyErr_SetString(PyExc_ValueError, "too many");
			return NULL; // expect: missing-exception
		}
	}
	Py_RETURN_NONE;
}

static PyObject *sign_bad(PyObject *self, PyObject *o)
{
	if (!PyLong_Check(o))
		Py_RETURN_NONE;
	if (Py_SIZE(o) < 0)
		return NULL; // expect: missing-exception
	Py_RETURN_NONE;
}

static PyObject *sign_ok(PyObject *self, PyObject *o)
{
	if (!PyLong_Check(o))
		Py_RETURN_NONE;
	if (Py_SIZE(o) < 0)
		return PyErr_Format(PyExc_ValueError, "negative");
	Py_RETURN_NONE;
}

/* An iterator's type has the slot; that of any object need not. */
static PyObject *walk_ok(PyObject *self, PyObject *o)
{
	PyObject *it = PyObject_GetIter(o);
	iternextfunc next;

	if (!it)
		return NULL;
	next = Py_TYPE(it)->tp_iternext;
	if (!next) {
		Py_DECREF(it);
		return NULL;
	}
	return it;
}

static PyObject *walk_bad(PyObject *self, PyObject *o)
{
	iternextfunc next = Py_TYPE(o)->tp_iternext;

	if (!next)
		return NULL; // expect: missing-exception
	Py_INCREF(o);
	return o;
}

static PyMethodDef methods[] = {
	{"pair_ok", pair_ok, METH_O, NULL},
	{"pair_bad", pair_bad, METH_O, NULL},
	{"sign_bad", sign_bad, METH_O, NULL},
	{"sign_ok", sign_ok, METH_O, NULL},
	{"walk_ok", walk_ok, METH_O, NULL},
	{"walk_bad", walk_bad, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

PyMethodDef *exported_methods = methods;
