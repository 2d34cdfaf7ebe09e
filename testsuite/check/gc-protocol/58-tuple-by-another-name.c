// SPDX-License-Identifier: GPL-3.0-or-later
/* A tuple is filled by whatever name it has: the caller of the helper that made
 * it, the variable that is NULL on the other way. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *joined, *begun, *chosen, *full, *both;
	PyObject *any;
} Thing;

/* `t' is one of two where the second item is put in. */
static int set_joined(Thing *self, PyObject *o, int c)
{
	PyObject *t = NULL;

	if (c) {
		t = PyTuple_New(2);
		if (!t)
			return -1;
		PyTuple_SetItem(t, 0, PyLong_FromLong(1));
	}
	if (t)
		PyTuple_SetItem(t, 1, Py_NewRef(o));
	self->joined = t;
	return 0;
}
/* Each of two names, with numbers alone. */
static int set_both(Thing *self, int c)
{
	PyObject *t = NULL;

	if (c) {
		t = PyTuple_New(2);
		if (!t)
			return -1;
		PyTuple_SetItem(t, 0, PyLong_FromLong(1));
	}
	if (t)
		PyTuple_SetItem(t, 1, PyLong_FromLong(2));
	self->both = t;
	return 0;
}
/* The caller puts in the second item. */
static PyObject *begin(void)
{
	PyObject *t = PyTuple_New(2);

	if (t)
		PyTuple_SetItem(t, 0, PyLong_FromLong(1));
	return t;
}
static int set_begun(Thing *self, PyObject *o)
{
	self->begun = begin();
	if (!self->begun)
		return -1;
	return PyTuple_SetItem(self->begun, 1, Py_NewRef(o));
}
static PyObject *whole(void)
{
	PyObject *t = PyTuple_New(2);

	if (t) {
		PyTuple_SetItem(t, 0, PyLong_FromLong(1));
		PyTuple_SetItem(t, 1, PyLong_FromLong(2));
	}
	return t;
}
static int set_chosen(Thing *self, PyObject *o, PyObject *other, int c)
{
	PyObject *t = PyTuple_New(1), *u;

	if (!t)
		return -1;
	PyTuple_SetItem(t, 0, PyLong_FromLong(1));
	u = c ? t : other;
	PyTuple_SetItem(u, 0, Py_NewRef(o));
	self->chosen = t;
	return 0;
}
int thing_set(Thing *self, PyObject *o, PyObject *other, int c)
{
	self->any = Py_NewRef(o);
	self->full = whole();
	return self->full && set_joined(self, o, c) == 0
		&& set_begun(self, o) == 0 && set_both(self, c) == 0
		&& set_chosen(self, o, other, c) == 0 ? 0 : -1;
}
static int thing_traverse(Thing *self, visitproc visit, void *arg) // expect: gc-protocol 'joined' // expect: gc-protocol 'begun' // expect: gc-protocol 'chosen'
{
	Py_VISIT(self->any);
	return 0;
}
static int thing_clear(Thing *self)
{
	Py_CLEAR(self->any);
	Py_CLEAR(self->joined);
	Py_CLEAR(self->begun);
	Py_CLEAR(self->chosen);
	Py_CLEAR(self->full);
	Py_CLEAR(self->both);
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
