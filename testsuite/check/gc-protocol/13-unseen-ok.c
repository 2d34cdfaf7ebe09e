// SPDX-License-Identifier: GPL-3.0-or-later
/* What goes to code out of sight may be visited and released there. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *a, *b; } Thing;
int visit_rest(Thing *self, visitproc visit, void *arg);
void stop_tracking(Thing *self);

PyObject *thing_set(Thing *self, PyObject *o)
{
	Py_XSETREF(self->a, Py_NewRef(o));
	Py_XSETREF(self->b, Py_NewRef(o));
	Py_RETURN_NONE;
}
static int thing_traverse_ok(Thing *self, visitproc visit, void *arg)
{
	Py_VISIT(self->a);
	return visit_rest(self, visit, arg);
}
static int thing_clear_ok(Thing *self)
{
	Py_CLEAR(self->a);
	Py_CLEAR(self->b);
	return 0;
}
static void thing_dealloc_ok(Thing *self)
{
	stop_tracking(self);
	thing_clear_ok(self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) thing_dealloc_ok,
	.tp_traverse = (traverseproc) thing_traverse_ok,
	.tp_clear = (inquiry) thing_clear_ok,
};
int ready(void) { return PyType_Ready(&type); }
