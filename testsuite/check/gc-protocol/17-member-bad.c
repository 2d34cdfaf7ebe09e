// SPDX-License-Identifier: GPL-3.0-or-later
/* Code here stores None alone, but Python code can store anything. */
#include <Python.h>
#include <structmember.h>

typedef struct { PyObject_HEAD PyObject *tag, *fixed; } Thing;

static PyObject *thing_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Thing *self = (Thing *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->tag = Py_NewRef(Py_None);
	self->fixed = Py_NewRef(Py_None);
	return (PyObject *) self;
}
static int thing_traverse_bad(Thing *self, visitproc visit, void *arg)	// expect: gc-protocol 'does not visit' 'tag'
{
	return 0;
}
static int thing_clear(Thing *self)
{
	Py_CLEAR(self->tag);
	Py_CLEAR(self->fixed);
	return 0;
}
static void thing_dealloc(Thing *self)
{
	PyObject_GC_UnTrack(self);
	thing_clear(self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyMemberDef members[] = {
	{"tag", T_OBJECT, offsetof (Thing, tag), 0, NULL},
	{"fixed", T_OBJECT, offsetof (Thing, fixed), READONLY, NULL},
	{NULL}
};
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = thing_new, .tp_dealloc = (destructor) thing_dealloc,
	.tp_traverse = (traverseproc) thing_traverse_bad,
	.tp_clear = (inquiry) thing_clear, .tp_members = members,
};
int ready(void) { return PyType_Ready(&type); }
