// SPDX-License-Identifier: GPL-3.0-or-later
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o; } Thing;
static PyTypeObject gc, plain, sub;

PyObject *make_gc_ok(void)
{
	Thing *t = PyObject_GC_New(Thing, &gc);

	if (!t)
		return NULL;
	t->o = NULL;
	return (PyObject *) t;
}
PyObject *make_plain_ok(void)
{
	Thing *t = PyObject_New(Thing, &plain);

	if (!t)
		return NULL;
	t->o = NULL;
	return (PyObject *) t;
}
/* Inherits the flag from its base. */
PyObject *make_sub_ok(void) { return (PyObject *) PyObject_GC_New(PyDictObject, &sub); }
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
static void gc_dealloc_ok(Thing *self)
{
	PyObject_GC_UnTrack(self);
	clear(self);
	PyObject_GC_Del(self);
}
static void plain_dealloc_ok(Thing *self) { PyObject_Del(self); }
/* For types of both kinds. */
static void any_dealloc_ok(PyObject *self)
{
	if (PyType_IS_GC(Py_TYPE(self)))
		PyObject_GC_Del(self);
	else
		PyObject_Free(self);
}
static PyTypeObject gc = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Gc", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) gc_dealloc_ok,
	.tp_traverse = (traverseproc) traverse, .tp_clear = (inquiry) clear,
};
static PyTypeObject plain = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Plain", .tp_basicsize = sizeof (Thing),
	.tp_dealloc = (destructor) plain_dealloc_ok,
};
static PyTypeObject either = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Either", .tp_basicsize = sizeof (Thing),
	.tp_dealloc = any_dealloc_ok,
};
static PyTypeObject sub = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Sub", .tp_base = &PyDict_Type,
};
int ready(void)
{
	return PyType_Ready(&gc) + PyType_Ready(&plain) + PyType_Ready(&sub)
		+ PyType_Ready(&either);
}
