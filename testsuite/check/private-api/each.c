// SPDX-License-Identifier: GPL-3.0-or-later
// Private names and internals.
// pyrefcheck: args=strict skip-if=python>=3.13
#include <Python.h>

PyObject *call_bad(PyObject *o, PyObject *n)
{
	return _PyObject_CallMethodNoArgs(o, n); // expect: private-api '_PyObject_CallMethodNoArgs'
}

int lookup_bad(PyObject *o, PyObject *n, PyObject **r)
{
	return _PyObject_LookupAttr(o, n, r); // expect: private-api '_PyObject_LookupAttr'
}

PyObject *format_bad(void)
{
	return _PyErr_FormatFromCause(PyExc_ValueError, "x"); // expect: private-api '_PyErr_FormatFromCause'
}



const char *name_ok(PyObject *o)
{
	return Py_TYPE(o)->tp_name;
}

Py_ssize_t count_ok(PyObject *o)
{
	return Py_REFCNT(o);
}

int resize_ok(PyObject **p)
{
	return _PyBytes_Resize(p, 3);
}

Py_hash_t double_bad(double d)
{
	return _Py_HashDouble(NULL, d); // expect: private-api '_Py_HashDouble'
}

Py_ssize_t refs_bad(PyObject *o)
{
	return o->ob_refcnt; // expect: private-api 'ob_refcnt'
}

const char *type_bad(PyObject *o)
{
	return o->ob_type->tp_name; // expect: private-api 'ob_type'
}

PyObject *item_bad(PyListObject *l)
{
	return Py_NewRef(l->ob_item[0]); // expect: private-api 'ob_item'
}

double value_ok(PyObject *o)
{
	return PyFloat_AS_DOUBLE(o);
}
