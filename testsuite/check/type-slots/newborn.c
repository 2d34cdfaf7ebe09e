// SPDX-License-Identifier: GPL-3.0-or-later
// tp_new and what it implies.
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o; } Thing;

static PyObject *proper_new(PyTypeObject *t, PyObject *args, PyObject *kwds)
{
	return t->tp_alloc(t, 0);
}
static int new_int(PyTypeObject *t, PyObject *args, PyObject *kwds) { return 0; }
static void dealloc(Thing *self) { Py_CLEAR(self->o); Py_TYPE(self)->tp_free(self); }

static PyTypeObject wrong = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "newborn.Wrong", .tp_basicsize = sizeof(Thing), .tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = (newfunc) new_int, .tp_dealloc = (destructor) dealloc, // expect: type-slots 'tp_new' 'returns ‘int’'
};
static PyTypeObject base = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "newborn.Base", .tp_basicsize = sizeof(Thing), .tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = proper_new, .tp_dealloc = (destructor) dealloc,
};

int ready(void) { return PyType_Ready(&wrong) < 0 || PyType_Ready(&base) < 0 ? -1 : 0; }
