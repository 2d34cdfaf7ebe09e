// SPDX-License-Identifier: GPL-3.0-or-later
/* Whose the result of a helper is that calls itself, the ways tell on which
 * it does not. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Its argument, or one of the argument's bases: lent. */
static PyTypeObject *solid(PyTypeObject *type)
{
	PyTypeObject *base;

	if (!type->tp_base)
		return type;
	base = solid(type->tp_base);
	if (type->tp_basicsize != base->tp_basicsize)
		return type;
	return base;
}

static PyObject *size_ok(PyObject *self, PyObject *arg)
{
	PyTypeObject *type = solid(Py_TYPE(arg));

	if (type == &PyBaseObject_Type) {
		PyErr_SetString(PyExc_TypeError, "no size of its own");
		return NULL;
	}
	return PyLong_FromSsize_t(type->tp_basicsize);
}

static PyObject *type_bad(PyObject *self, PyObject *arg)
{
	return (PyObject *)solid(Py_TYPE(arg)); // expect: missing-incref 'Py_TYPE' expect: missing-incref 'solid'
}

/* A new reference, or NULL with an exception. */
static PyObject *innermost(PyObject *o, int depth)
{
	PyObject *inner, *found;

	if (depth == 0)
		return PyObject_Repr(o);
	inner = PyObject_GetAttrString(o, "inner");
	if (!inner)
		return NULL;
	found = innermost(inner, depth - 1);
	Py_DECREF(inner);
	return found;
}

static PyObject *length_bad(PyObject *self, PyObject *arg)
{
	PyObject *text = innermost(arg, 3);

	if (!text)
		return NULL;
	return PyLong_FromSsize_t(PyUnicode_GET_LENGTH(text)); // expect: reference-leak 'text'
}

static PyObject *length_ok(PyObject *self, PyObject *arg)
{
	PyObject *text = innermost(arg, 3);
	Py_ssize_t n;

	if (!text)
		return NULL;
	n = PyUnicode_GET_LENGTH(text);
	Py_DECREF(text);
	return PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {
	{ "size", size_ok, METH_O, NULL },
	{ "type", type_bad, METH_O, NULL },
	{ "length_bad", length_bad, METH_O, NULL },
	{ "length_ok", length_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = { PyModuleDef_HEAD_INIT, "m", NULL, -1,
	methods, NULL, NULL, NULL, NULL };

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
