// SPDX-License-Identifier: GPL-3.0-or-later
/* An argument that may be NULL, as the function itself declares. */
#include <Python.h>


#define MAY_BE_NULL(n) __attribute__((pyrefcheck_may_be_null(n)))

PyObject *take_bad(PyObject *o) MAY_BE_NULL(1);
PyObject *take_bad(PyObject *o)
{
	Py_INCREF(o); // expect: null-dereference 'o'
	return o;
}

PyObject *take_ok(PyObject *o) MAY_BE_NULL(1);
PyObject *take_ok(PyObject *o)
{
	if (!o)
		Py_RETURN_NONE;
	Py_INCREF(o);
	return o;
}

PyObject *take_unsaid_ok(PyObject *o)
{
	Py_INCREF(o);
	return o;
}

Py_ssize_t second_bad(PyObject *a, PyObject *b) MAY_BE_NULL(2);
Py_ssize_t second_bad(PyObject *a, PyObject *b)
{
	return Py_REFCNT(a) + b->ob_refcnt; // expect: null-dereference 'b'
}

Py_ssize_t second_ok(PyObject *a, PyObject *b) MAY_BE_NULL(2);
Py_ssize_t second_ok(PyObject *a, PyObject *b)
{
	return Py_REFCNT(a) + (b ? b->ob_refcnt : 0);
}
