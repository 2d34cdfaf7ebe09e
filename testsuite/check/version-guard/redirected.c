// SPDX-License-Identifier: GPL-3.0-or-later
// The headers redirect the name.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
PyObject *ref_bad(PyObject *o)
{
	return Py_NewRef(o); // expect: version-guard 'Py_NewRef' 'new in Python 3.10'
}

PyObject *ref_ok(PyObject *o)
{
	Py_INCREF(o);
	return o;
}
