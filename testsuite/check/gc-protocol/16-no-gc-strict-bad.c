// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict args=disable=module-state
/* An owner that the collector never sees: only with strict. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o; } Thing;

static int thing_init(Thing *self, PyObject *args, PyObject *kw)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O", &o))
		return -1;
	Py_XSETREF(self->o, Py_NewRef(o));
	return 0;
}
static void thing_dealloc(Thing *self)
{
	Py_XDECREF(self->o);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyTypeObject type = {	// expect: gc-protocol 'is no GC type'
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_init = (initproc) thing_init, .tp_new = PyType_GenericNew,
	.tp_dealloc = (destructor) thing_dealloc,
};
int ready(void) { return PyType_Ready(&type); }
