// SPDX-License-Identifier: GPL-3.0-or-later
// Outside the declared limited API the headers declare nothing; a declaration of one's own does.
#define Py_LIMITED_API 0x03090000
#include <Python.h>
extern int PyObject_CallFinalizerFromDealloc(PyObject *);

int finalizer_bad(PyObject *o)
{
	return PyObject_CallFinalizerFromDealloc(o); // expect: private-api 'not in the limited API'
}

Py_ssize_t size_ok(PyObject *o)
{
	return PyObject_Size(o);
}
