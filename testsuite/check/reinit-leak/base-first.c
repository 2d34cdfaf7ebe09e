/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interpreter's own type sets up its own part of the object, and knows of
 * no member behind it. */
#include <Python.h>

typedef struct { PyListObject list; PyObject *owner; } Owned;
typedef struct { PyListObject list; PyObject *owner; } Kept;

static int owned_init_bad(Owned *self, PyObject *args, PyObject *kw)
{
	if (PyList_Type.tp_init((PyObject *) self, args, NULL) < 0)
		return -1;
	self->owner = PyDict_New(); // expect: reinit-leak 'owner'
	return self->owner ? 0 : -1;
}
static void owned_dealloc(Owned *self)
{
	Py_CLEAR(self->owner);
	PyList_Type.tp_dealloc((PyObject *) self);
}
static int kept_init_ok(Kept *self, PyObject *args, PyObject *kw)
{
	if (PyList_Type.tp_init((PyObject *) self, args, NULL) < 0)
		return -1;
	Py_XSETREF(self->owner, PyDict_New());
	return self->owner ? 0 : -1;
}
static void kept_dealloc(Kept *self)
{
	Py_CLEAR(self->owner);
	PyList_Type.tp_dealloc((PyObject *) self);
}

PyTypeObject Owned_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "x.Owned", .tp_basicsize = sizeof(Owned),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_base = &PyList_Type,
	.tp_init = (initproc) owned_init_bad,
	.tp_dealloc = (destructor) owned_dealloc,
};
PyTypeObject Kept_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "x.Kept", .tp_basicsize = sizeof(Kept),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_base = &PyList_Type,
	.tp_init = (initproc) kept_init_ok,
	.tp_dealloc = (destructor) kept_dealloc,
};
