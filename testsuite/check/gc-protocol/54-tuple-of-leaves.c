// SPDX-License-Identifier: GPL-3.0-or-later
/* Tuples of numbers and strings are in no cycle; a tuple of anything is. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *version, *pair, *packed, *built, *empty_later, *mixed, *helped;
	PyObject *any;
} Thing;

static int put(PyObject *tuple, PyObject *item)
{
	return PyTuple_SetItem(tuple, 0, Py_NewRef(item));
}
static int set_version(Thing *self)
{
	self->version = PyTuple_New(2);
	if (!self->version)
		return -1;
	if (PyTuple_SetItem(self->version, 0, PyLong_FromLong(1))
	    || PyTuple_SetItem(self->version, 1, PyLong_FromLong(2)))
		return -1;
	return 0;
}
static int set_mixed(Thing *self, PyObject *o)
{
	self->mixed = PyTuple_New(2);
	if (!self->mixed)
		return -1;
	if (PyTuple_SetItem(self->mixed, 0, PyLong_FromLong(1))
	    || PyTuple_SetItem(self->mixed, 1, Py_NewRef(o)))
		return -1;
	return 0;
}
static int set_helped(Thing *self, PyObject *o)
{
	self->helped = PyTuple_New(1);
	return self->helped ? put(self->helped, o) : -1;
}
static PyObject *make_pair(void)
{
	PyObject *t = PyTuple_New(1), *s;

	if (!t)
		return NULL;
	s = PyUnicode_FromString("x");
	if (!s) {
		Py_DECREF(t);
		return NULL;
	}
	PyTuple_SET_ITEM(t, 0, s);
	return t;
}
int thing_set(Thing *self, PyObject *o)
{
	self->pair = make_pair();
	self->packed = PyTuple_Pack(2, Py_None, Py_True);
	self->built = Py_BuildValue("(is)", 1, "x");
	if (!self->pair || !self->packed || !self->built)
		return -1;
	self->any = Py_NewRef(o);
	return set_version(self) < 0 || set_mixed(self, o) < 0
		|| set_helped(self, o) < 0 ? -1 : 0;
}
static int thing_traverse(Thing *self, visitproc visit, void *arg) // expect: gc-protocol 'mixed' // expect: gc-protocol 'helped'
{
	Py_VISIT(self->any);
	return 0;
}
static int thing_clear(Thing *self)
{
	Py_CLEAR(self->any);
	Py_CLEAR(self->version);
	Py_CLEAR(self->pair);
	Py_CLEAR(self->packed);
	Py_CLEAR(self->built);
	Py_CLEAR(self->mixed);
	Py_CLEAR(self->helped);
	return 0;
}
static void thing_dealloc(Thing *self)
{
	PyObject_GC_UnTrack(self);
	thing_clear(self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
PyTypeObject type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof(Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) thing_dealloc,
	.tp_traverse = (traverseproc) thing_traverse,
	.tp_clear = (inquiry) thing_clear,
};
