// SPDX-License-Identifier: GPL-3.0-or-later
/* A tp_finalize breaks the cycles, as that of generators does. */
#include <Python.h>
#include <structmember.h>

typedef struct {
	PyObject_HEAD
	PyObject *frame;
} Gen;

static int gen_traverse(PyObject *op, visitproc visit, void *arg)
{
	Py_VISIT(((Gen *) op)->frame);
	return 0;
}

static void gen_finalize(PyObject *op)
{
	PyObject *type, *value, *tb;

	PyErr_Fetch(&type, &value, &tb);
	Py_CLEAR(((Gen *) op)->frame);
	PyErr_Restore(type, value, tb);
}

static void gen_dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	if (PyObject_CallFinalizerFromDealloc(op))
		return;
	Py_CLEAR(((Gen *) op)->frame);
	PyObject_GC_Del(op);
}

static PyMemberDef members[] = {
	{ "frame", T_OBJECT, offsetof(Gen, frame), 0, NULL },
	{ NULL }
};

PyTypeObject Gen_ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Gen", .tp_basicsize = sizeof(Gen),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = gen_traverse, .tp_finalize = gen_finalize,
	.tp_dealloc = gen_dealloc, .tp_members = members,
};
