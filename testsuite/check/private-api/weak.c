// SPDX-License-Identifier: GPL-3.0-or-later
// The object of a weak reference.
// pyrefcheck: skip-if=python>=3.12
#include <Python.h>
int alive_bad(PyWeakReference *r)
{
	return r->wr_object != Py_None; // expect: private-api 'wr_object'
}

int macro_ok(PyObject *r)
{
	return PyWeakref_GET_OBJECT(r) != Py_None;
}
