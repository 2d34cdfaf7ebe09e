// SPDX-License-Identifier: GPL-3.0-or-later
/* A field that nothing here sets, and that is called: it holds no string.
 * Released by tp_clear's function, before the object is untracked. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *name, *call; } Thing;

static int thing_traverse(Thing *self, visitproc visit, void *arg)
{
	Py_VISIT(self->call);
	return 0;
}
static int thing_clear(Thing *self)
{
	Py_CLEAR(self->name);
	Py_CLEAR(self->call);
	return 0;
}
static void thing_dealloc_bad(Thing *self)
{
	thing_clear(self);	// expect: gc-protocol 'releases ‘call’ before it untracks'
	PyObject_GC_UnTrack(self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static void other_dealloc_ok(Thing *self)
{
	PyObject_GC_UnTrack(self);
	thing_clear(self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyObject *thing_call(Thing *self, PyObject *args, PyObject *kwargs)
{
	PyObject *f = Py_XNewRef(self->call), *r;

	if (!f)
		Py_RETURN_NONE;
	r = PyObject_Call(f, args, kwargs);
	Py_DECREF(f);
	return r;
}
PyTypeObject type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof(Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = PyType_GenericNew, .tp_call = (ternaryfunc) thing_call,
	.tp_dealloc = (destructor) thing_dealloc_bad,
	.tp_traverse = (traverseproc) thing_traverse,
	.tp_clear = (inquiry) thing_clear,
};
PyTypeObject other = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Other", .tp_basicsize = sizeof(Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = PyType_GenericNew, .tp_call = (ternaryfunc) thing_call,
	.tp_dealloc = (destructor) other_dealloc_ok,
	.tp_traverse = (traverseproc) thing_traverse,
	.tp_clear = (inquiry) thing_clear,
};
