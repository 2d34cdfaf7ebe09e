// SPDX-License-Identifier: GPL-3.0-or-later
// The last release is the macro's business.
#include <Python.h>
void dealloc_bad(PyObject *o)
{
	_Py_NewReference(o); // expect: private-api '_Py_NewReference'
}

PyObject *init_ok(PyObject *o, PyTypeObject *t)
{
	return PyObject_Init(o, t);
}
