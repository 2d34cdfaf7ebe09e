// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
// PyErr_Clear with and without a look at which exception it is.
#include <Python.h>

static PyObject *optional_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "name");

	if (!r) {
		PyErr_Clear(); // expect: exception-swallowed 'PyObject_GetAttrString'
		Py_RETURN_NONE;
	}
	return r;
}

static PyObject *optional_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "name");

	if (!r) {
		if (!PyErr_ExceptionMatches(PyExc_AttributeError))
			return NULL;
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return r;
}

static PyObject *occurred_bad(PyObject *self, PyObject *o)
{
	double x = PyFloat_AsDouble(o);

	if (PyErr_Occurred()) {
		PyErr_Clear(); // expect: exception-swallowed 'PyFloat_AsDouble'
		x = 0;
	}
	return PyFloat_FromDouble(x);
}

static PyObject *type_asked_ok(PyObject *self, PyObject *o)
{
	long n;

	if (!PyLong_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "an int is wanted");
		return NULL;
	}
	n = PyLong_AsLong(o);
	if (n == -1 && PyErr_Occurred()) {
		/* It can be too large, and nothing else. */
		PyErr_Clear();
		n = 0;
	}
	return PyLong_FromLong(n);
}

/* An import runs the module's code; what the module has is known. */
static PyObject *import_ok(PyObject *self, PyObject *o)
{
	PyObject *m = PyImport_ImportModule("accelerated"), *r;

	if (!m) {
		if (!PyErr_ExceptionMatches(PyExc_ImportError))
			return NULL;
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	r = PyObject_GetAttrString(m, "version");
	Py_DECREF(m);
	if (!r) {
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return r;
}

static PyObject *memory_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyList_New(10000);

	/* Short memory is the only reason. */
	if (!r) {
		PyErr_Clear();
		r = PyList_New(0);
	}
	return r;
}

static PyObject *replaced_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "name");

	if (!r) {
		PyErr_Clear();
		PyErr_SetString(PyExc_TypeError, "a name is wanted");
		return NULL;
	}
	return r;
}

static PyObject *loop_bad(PyObject *self, PyObject *seq)
{
	Py_ssize_t n = PySequence_Size(seq), i;
	double sum = 0;

	if (n < 0)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *item = PySequence_GetItem(seq, i);

		if (!item) {
			PyErr_Clear(); // expect: exception-swallowed 'PySequence_GetItem'
			continue;
		}
		if (PyFloat_CheckExact(item))
			sum += PyFloat_AS_DOUBLE(item);
		Py_DECREF(item);
	}
	return PyFloat_FromDouble(sum);
}

static PyObject *iterable_bad(PyObject *self, PyObject *o)
{
	PyObject *it = PyObject_GetIter(o);

	if (!it)
		PyErr_Clear(); // expect: exception-swallowed 'PyObject_GetIter'
	else
		Py_DECREF(it);
	return PyBool_FromLong(it != NULL);
}

static PyObject *own_ok(PyObject *self, PyObject *o)
{
	if (!PyLong_Check(o))
		PyErr_SetString(PyExc_TypeError, "an int is wanted");
	PyErr_Clear();
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "a", optional_bad, METH_O, NULL },
	{ "b", optional_ok, METH_O, NULL },
	{ "c", occurred_bad, METH_O, NULL },
	{ "d", type_asked_ok, METH_O, NULL },
	{ "e", import_ok, METH_O, NULL },
	{ "f", memory_ok, METH_O, NULL },
	{ "g", replaced_ok, METH_O, NULL },
	{ "h", loop_bad, METH_O, NULL },
	{ "i", iterable_bad, METH_O, NULL },
	{ "j", own_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
