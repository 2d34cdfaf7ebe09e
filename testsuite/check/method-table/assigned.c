// SPDX-License-Identifier: GPL-3.0-or-later
// Tables that code puts into the type or module.
#include <Python.h>

typedef struct { PyObject_HEAD int x; } Thing;
static PyObject *two(PyObject *self, PyObject *args) { Py_RETURN_NONE; }
static PyMethodDef methods[] = { {"two", two, METH_VARARGS}, }; // expect: method-table 'no end'
static PyMethodDef good[] = { {"two", two, METH_VARARGS}, {NULL} };
static PyTypeObject type = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "assigned.A", .tp_basicsize = sizeof(Thing) };
static PyTypeObject type2 = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "assigned.B", .tp_basicsize = sizeof(Thing) };

int ready(void)
{
	type.tp_methods = methods;
	type2.tp_methods = good;
	return PyType_Ready(&type) < 0 || PyType_Ready(&type2) < 0 ? -1 : 0;
}
