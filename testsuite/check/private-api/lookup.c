// SPDX-License-Identifier: GPL-3.0-or-later
// _Py functions of the headers.
#include <Python.h>
int lookup_bad(PyTypeObject *t, PyObject *name)
{
	return _PyType_Lookup(t, name) != NULL; // expect: private-api '_PyType_Lookup'
}

int lookup_ok(PyObject *o, PyObject *name)
{
	return PyObject_HasAttr(o, name);
}
