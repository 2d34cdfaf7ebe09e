// SPDX-License-Identifier: GPL-3.0-or-later
// The same in C++.
#include <Python.h>
namespace look {
int up_bad(PyTypeObject *t, PyObject *name)
{
	return _PyType_Lookup(t, name) != nullptr; // expect: private-api '_PyType_Lookup'
}

int up_ok(PyObject *o, PyObject *name)
{
	return PyObject_HasAttr(o, name);
}
}
