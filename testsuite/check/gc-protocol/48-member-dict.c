// SPDX-License-Identifier: GPL-3.0-or-later
/* The member __dictoffset__ of a heap type tells where its dictionary is:
 * setattr puts anything there. */
#include <Python.h>
#include <structmember.h>

struct attr { PyObject_HEAD PyObject *dict; PyObject *fn; };

static PyObject *set_fn(PyObject *self, PyObject *fn)
{
	struct attr *a = (struct attr *) self;

	Py_INCREF(fn);
	Py_XSETREF(a->fn, fn);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "set", set_fn, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyMemberDef members[] = {
	{ "__dictoffset__", T_PYSSIZET, offsetof(struct attr, dict), READONLY, NULL },
	{ NULL, 0, 0, 0, NULL }
};

static int attr_bad_traverse(PyObject *self, visitproc visit, void *arg) // expect: gc-protocol 'dict'
{
	struct attr *a = (struct attr *) self;

	Py_VISIT(Py_TYPE(self));
	Py_VISIT(a->fn);
	return 0;
}

static int attr_bad_clear(PyObject *self)
{
	struct attr *a = (struct attr *) self;

	Py_CLEAR(a->dict);
	Py_CLEAR(a->fn);
	return 0;
}

static void attr_bad_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	attr_bad_clear(self);
	type->tp_free(self);
	Py_DECREF(type);
}

static PyType_Slot attr_bad_slots[] = {
	{ Py_tp_dealloc, attr_bad_dealloc },
	{ Py_tp_traverse, attr_bad_traverse },
	{ Py_tp_clear, attr_bad_clear },
	{ Py_tp_methods, methods },
	{ Py_tp_members, members },
	{ 0, NULL }
};
PyType_Spec attr_bad_spec = {
	.name = "m.Attr_bad",
	.basicsize = sizeof(struct attr),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = attr_bad_slots,
};

static int attr_ok_traverse(PyObject *self, visitproc visit, void *arg)
{
	struct attr *a = (struct attr *) self;

	Py_VISIT(Py_TYPE(self));
	Py_VISIT(a->dict);
	Py_VISIT(a->fn);
	return 0;
}

static int attr_ok_clear(PyObject *self)
{
	struct attr *a = (struct attr *) self;

	Py_CLEAR(a->dict);
	Py_CLEAR(a->fn);
	return 0;
}

static void attr_ok_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	attr_ok_clear(self);
	type->tp_free(self);
	Py_DECREF(type);
}

static PyType_Slot attr_ok_slots[] = {
	{ Py_tp_dealloc, attr_ok_dealloc },
	{ Py_tp_traverse, attr_ok_traverse },
	{ Py_tp_clear, attr_ok_clear },
	{ Py_tp_methods, methods },
	{ Py_tp_members, members },
	{ 0, NULL }
};
PyType_Spec attr_ok_spec = {
	.name = "m.Attr_ok",
	.basicsize = sizeof(struct attr),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = attr_ok_slots,
};
