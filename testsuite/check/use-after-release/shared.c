// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody else is known to hold outlives our reference.
#include <Python.h>

static PyObject *variable;

static PyObject *current(void)
{
	PyObject *value;

	if (PyContextVar_Get(variable, NULL, &value) < 0)
		return NULL;
	if (value == NULL)
		PyErr_SetString(PyExc_LookupError, "no value");
	return value;
}

PyObject *variable_ok(void)
{
	PyObject *value = current();

	if (value == NULL)
		return NULL;
	Py_DECREF(value);
	return PyLong_FromSsize_t(Py_REFCNT(value));
}

PyObject *own_bad(void)
{
	PyObject *value = PyList_New(0);

	if (value == NULL)
		return NULL;
	Py_DECREF(value);
	return PyLong_FromSsize_t(Py_REFCNT(value));	// expect: use-after-release 'value'
}

static int ignores(PyObject *unused, int n)
{
	return n + 1;
}

int unread_ok(void)
{
	PyObject *value = PyList_New(0);

	if (value == NULL)
		return -1;
	Py_DECREF(value);
	return ignores(value, 1);
}

static Py_ssize_t reads(PyObject *list)
{
	return Py_REFCNT(list);
}

Py_ssize_t read_bad(void)
{
	PyObject *value = PyList_New(0);

	if (value == NULL)
		return -1;
	Py_DECREF(value);
	return reads(value);			// expect: use-after-release 'value'
}
