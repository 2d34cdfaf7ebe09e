// SPDX-License-Identifier: GPL-3.0-or-later
// The same in C++.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
#if PY_MAJOR_VERSION < 3 // expect: version-guard 'no targeted'
#define STRING PyString_AsString
#endif

namespace ref {
PyObject *fresh_bad(PyObject *o)
{
	return Py_NewRef(o); // expect: version-guard 'Py_NewRef'
}

PyObject *fresh_ok(PyObject *o)
{
	Py_INCREF(o);
	return o;
}
}
