// SPDX-License-Identifier: GPL-3.0-or-later
/* Weak references outlive the object. */
#include <Python.h>
#include <stddef.h>

typedef struct { PyObject_HEAD PyObject *weak; } Thing;

static void thing_dealloc_bad(Thing *self)	// expect: type-slots 'weak references'
{
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static void thing_dealloc_ok(Thing *self)
{
	if (self->weak)
		PyObject_ClearWeakRefs((PyObject *) self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyTypeObject a = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.A", .tp_basicsize = sizeof (Thing),
	.tp_dealloc = (destructor) thing_dealloc_bad,
	.tp_weaklistoffset = offsetof (Thing, weak),
};
static PyTypeObject b = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.B", .tp_basicsize = sizeof (Thing),
	.tp_dealloc = (destructor) thing_dealloc_ok,
	.tp_weaklistoffset = offsetof (Thing, weak),
};
int ready(void) { return PyType_Ready(&a) + PyType_Ready(&b); }
