// SPDX-License-Identifier: GPL-3.0-or-later
/* Methods of an exact str give an exact str, whose end runs no code; those of
 * another object give anything. */
#include <Python.h>

PyObject *lookup_ok(PyObject *d)
{
	PyObject *key = PyUnicode_FromString("name"), *upper, *r;

	if (!key)
		return NULL;
	upper = PyObject_CallMethod(key, "upper", NULL);
	Py_DECREF(key);
	if (!upper)
		return NULL;
	r = PyDict_GetItemWithError(d, upper);
	Py_DECREF(upper);
	return Py_XNewRef(r);
}
PyObject *lookup_bad(PyObject *d, PyObject *key)
{
	PyObject *upper, *r;

	upper = PyObject_CallMethod(key, "upper", NULL);
	if (!upper)
		return NULL;
	r = PyDict_GetItemWithError(d, upper);
	Py_DECREF(upper);
	return Py_XNewRef(r);	// expect: stale-borrow 'r'
}
