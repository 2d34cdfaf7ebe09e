// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 args=strict args=disable=module-state
// API functions that suppress every exception by themselves.
#include <Python.h>

/* The key is the caller's: its __hash__ and __eq__ may raise. */
static PyObject *get_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	v = PyDict_GetItem(d, k); // expect: exception-swallowed
	if (!v)
		Py_RETURN_NONE;
	return Py_NewRef(v);
}

static PyObject *get_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	v = PyDict_GetItemWithError(d, k);
	if (!v) {
		if (PyErr_Occurred())
			return NULL;
		Py_RETURN_NONE;
	}
	return Py_NewRef(v);
}

/* A str that the code itself made has no such methods. */
static PyObject *own_key_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;
	const char *name;

	if (!PyArg_ParseTuple(args, "O!s", &PyDict_Type, &d, &name))
		return NULL;
	k = PyUnicode_FromString(name);
	if (!k)
		return NULL;
	v = PyDict_GetItem(d, k);
	Py_DECREF(k);
	if (!v)
		Py_RETURN_NONE;
	return Py_NewRef(v);
}

/* Which the code asked. */
static PyObject *exact_key_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	if (!PyUnicode_CheckExact(k)) {
		PyErr_SetString(PyExc_TypeError, "str");
		return NULL;
	}
	v = PyDict_GetItem(d, k);
	if (!v)
		Py_RETURN_NONE;
	return Py_NewRef(v);
}

static PyObject *has_bad(PyObject *self, PyObject *o)
{
	if (PyObject_HasAttrString(o, "fileno")) // expect: exception-swallowed
		return PyObject_CallMethod(o, "fileno", NULL);
	Py_RETURN_NONE;
}

static PyObject *has_ok(PyObject *self, PyObject *o)
{
	PyObject *f = PyObject_GetAttrString(o, "fileno"), *r;

	if (!f) {
		if (!PyErr_ExceptionMatches(PyExc_AttributeError))
			return NULL;
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	r = PyObject_CallNoArgs(f);
	Py_DECREF(f);
	return r;
}

static PyMethodDef methods[] = {
	{"a", get_bad, METH_VARARGS, NULL},
	{"b", get_ok, METH_VARARGS, NULL},
	{"c", own_key_ok, METH_VARARGS, NULL},
	{"d", exact_key_ok, METH_VARARGS, NULL},
	{"e", has_bad, METH_O, NULL},
	{"f", has_ok, METH_O, NULL},
	{NULL}
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModuleDef_Init(&def);
}
