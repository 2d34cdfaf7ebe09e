// SPDX-License-Identifier: GPL-3.0-or-later
/* Asking bytes for their bytes does not fail: the way on which it did is
 * none. */
#include <Python.h>

PyObject *known_ok(PyObject *text)
{
	PyObject *b = PyUnicode_AsASCIIString(text);
	const char *p;

	if (!b)
		return NULL;
	p = PyBytes_AsString(b);
	if (!p)
		return NULL;
	puts(p);
	Py_DECREF(b);
	Py_RETURN_NONE;
}
PyObject *unknown_bad(PyObject *o)
{
	PyObject *b = PyObject_GetAttrString(o, "data");
	const char *p;

	if (!b)
		return NULL;
	p = PyBytes_AsString(b);
	if (!p)
		return NULL;	// expect: reference-leak 'b'
	puts(p);
	Py_DECREF(b);
	Py_RETURN_NONE;
}
