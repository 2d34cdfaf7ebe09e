// SPDX-License-Identifier: GPL-3.0-or-later
/* Untracked first, in all its forms; or nothing is released that could run
 * the collector. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o, *name; } Thing;

PyObject *thing_set(Thing *self, PyObject *o)
{
	Py_XSETREF(self->o, Py_NewRef(o));
	Py_XSETREF(self->name, PyUnicode_FromString("x"));
	Py_RETURN_NONE;
}
static int thing_traverse(Thing *self, visitproc visit, void *arg)
{
	Py_VISIT(self->o);
	return 0;
}
static int thing_clear(Thing *self)
{
	Py_CLEAR(self->o);
	return 0;
}
static void a_dealloc_ok(Thing *self)
{
	Py_CLEAR(self->name);
	PyObject_GC_UnTrack(self);
	thing_clear(self);
	PyObject_GC_Del(self);
}
static void stop(Thing *self) { PyObject_GC_UnTrack((PyObject *) self); }
static void b_dealloc_ok(Thing *self)
{
	stop(self);
	Py_XDECREF(self->name);
	thing_clear(self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static void c_dealloc_ok(PyObject *self)
{
	if (PyObject_CallFinalizerFromDealloc(self) < 0)
		return;
	PyObject_GC_UnTrack(self);
	Py_TRASHCAN_BEGIN(self, c_dealloc_ok)
	Py_XDECREF(((Thing *) self)->name);
	thing_clear((Thing *) self);
	Py_TYPE(self)->tp_free(self);
	Py_TRASHCAN_END
}
#define TYPE(x) static PyTypeObject x = { \
	PyVarObject_HEAD_INIT (NULL, 0) .tp_name = "m." #x, \
	.tp_basicsize = sizeof (Thing), \
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, \
	.tp_dealloc = (destructor) x##_dealloc_ok, \
	.tp_traverse = (traverseproc) thing_traverse, \
	.tp_clear = (inquiry) thing_clear }
TYPE (a); TYPE (b); TYPE (c);
int ready(void) { return PyType_Ready(&a) + PyType_Ready(&b) + PyType_Ready(&c); }
