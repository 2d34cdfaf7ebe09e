// SPDX-License-Identifier: GPL-3.0-or-later
/* GC objects without their header, and the other way round. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o; } Thing;
static PyTypeObject gc, plain;

PyObject *make_bad(void)
{
	return (PyObject *) PyObject_New(Thing, &gc);	// expect: gc-protocol 'without the header'
}
PyObject *make_plain_bad(void)
{
	return (PyObject *) PyObject_GC_New(Thing, &plain);	// expect: gc-protocol 'no GC type'
}
static int traverse(Thing *self, visitproc visit, void *arg)
{
	Py_VISIT(self->o);
	return 0;
}
static int clear(Thing *self)
{
	Py_CLEAR(self->o);
	return 0;
}
static void gc_dealloc_bad(Thing *self)
{
	PyObject_GC_UnTrack(self);
	clear(self);
	PyObject_Del(self);	// expect: gc-protocol 'PyObject_Free' 'header'
}
static void plain_dealloc_bad(Thing *self)
{
	PyObject_GC_Del(self);	// expect: gc-protocol 'PyObject_GC_Del' 'no GC type'
}
static PyTypeObject gc = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Gc", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) gc_dealloc_bad,
	.tp_traverse = (traverseproc) traverse, .tp_clear = (inquiry) clear,
};
static PyTypeObject plain = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Plain", .tp_basicsize = sizeof (Thing),
	.tp_dealloc = (destructor) plain_dealloc_bad,
};
int ready(void) { return PyType_Ready(&gc) + PyType_Ready(&plain); }
