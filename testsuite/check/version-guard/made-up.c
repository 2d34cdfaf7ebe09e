// SPDX-License-Identifier: GPL-3.0-or-later
// The file provides the function for older versions.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
#if PY_VERSION_HEX < 0x030a00a3
static inline PyObject *made_up_ref(PyObject *o)
{
	Py_INCREF(o);
	return o;
}
#define Py_NewRef(o) made_up_ref(o)
#endif

PyObject *ref_ok(PyObject *o)
{
	return Py_NewRef(o);
}

int add_bad(PyObject *m, PyObject *o)
{
	return PyModule_AddObjectRef(m, "o", o); // expect: version-guard 'PyModule_AddObjectRef'
}
