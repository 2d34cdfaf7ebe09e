// SPDX-License-Identifier: GPL-3.0-or-later
// PyWeakref_GetObject from 3.13.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
int alive_bad(PyObject *ref)
{
	return PyWeakref_GetObject(ref) != Py_None; // expect: deprecated-api 'PyWeakref_GetObject' '3.13'
}

int ref_ok(PyObject *o)
{
	return PyWeakref_Check(o);
}
