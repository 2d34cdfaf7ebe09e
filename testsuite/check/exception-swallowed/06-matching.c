// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
/* Which exception it is, asked of a type that was looked at before, and of
 * Cython's functions, which compare without the API (Cython/Utility). */
#include <Python.h>

static int __Pyx_inner_matches(PyObject *err, PyObject *type)
{
	return PyType_IsSubtype((PyTypeObject *) err, (PyTypeObject *) type);
}

static int __Pyx_PyErr_GivenExceptionMatches(PyObject *err, PyObject *type)
{
	if (err == type)
		return 1;
	if (PyExceptionClass_Check(err))
		return __Pyx_inner_matches(err, type);
	return PyErr_GivenExceptionMatches(err, type);
}

static int __Pyx_PyErr_GivenExceptionMatches2(PyObject *err, PyObject *a,
					      PyObject *b)
{
	return err == a || err == b || __Pyx_inner_matches(err, a)
		|| __Pyx_inner_matches(err, b);
}

static PyObject *last_bad(PyObject *self, PyObject *arg)
{
	iternextfunc next = Py_TYPE(arg)->tp_iternext;
	PyObject *o;

	if (!next)
		return PyErr_Format(PyExc_TypeError, "no iterator");
	o = next(arg);
	if (!o) {
		if (PyErr_Occurred())
			PyErr_Clear(); // expect: exception-swallowed
		Py_RETURN_NONE;
	}
	return o;
}

static PyObject *last_ok(PyObject *self, PyObject *arg)
{
	iternextfunc next = Py_TYPE(arg)->tp_iternext;
	PyObject *o;

	if (!next)
		return PyErr_Format(PyExc_TypeError, "no iterator");
	o = next(arg);
	if (!o) {
		PyObject *type = PyErr_Occurred();

		if (type) {
			if (!__Pyx_PyErr_GivenExceptionMatches(type,
					PyExc_StopIteration))
				return NULL;
			PyErr_Clear();
		}
		Py_RETURN_NONE;
	}
	return o;
}

static PyObject *either_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_GetItem(arg, self);

	if (!o) {
		PyObject *type = PyErr_Occurred();

		if (!__Pyx_PyErr_GivenExceptionMatches2(type, PyExc_KeyError,
							PyExc_IndexError))
			return NULL;
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return o;
}

/* The type that is set may be compared itself. */
static PyObject *compared_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_GetItem(arg, self), *type;

	if (!o) {
		type = PyErr_Occurred();
		if (type != PyExc_KeyError)
			return NULL;
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return o;
}

static PyMethodDef methods[] = {
	{"last_bad", last_bad, METH_O, NULL},
	{"last_ok", last_ok, METH_O, NULL},
	{"either_ok", either_ok, METH_O, NULL},
	{"compared_ok", compared_ok, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

PyMethodDef *exported_methods = methods;
