// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* What only the interpreter fills, by an offset that the type tells, is there
 * although no code of the unit puts it there: the dictionary.  The list of weak
 * references owns none of them, and is no field to be emptied first. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

typedef struct {
	PyObject_HEAD
	PyObject *dict;
	PyObject *weakrefs;
	PyObject *unused;
} Cell;

static PyObject *cell_forget_bad(Cell *self, PyObject *ignored)
{
	Py_XDECREF(self->dict); // expect: dangling-field
	self->dict = NULL;
	Py_RETURN_NONE;
}

static PyObject *cell_drop_ok(Cell *self, PyObject *ignored)
{
	Py_XDECREF(self->unused);
	self->unused = NULL;
	Py_RETURN_NONE;
}

static PyObject *cell_clear_ok(Cell *self, PyObject *ignored)
{
	Py_CLEAR(self->dict);
	Py_RETURN_NONE;
}

static int cell_traverse(Cell *self, visitproc visit, void *arg)
{
	Py_VISIT(self->dict);
	return 0;
}

static void cell_dealloc(Cell *self)
{
	PyObject_GC_UnTrack(self);
	if (self->weakrefs)
		PyObject_ClearWeakRefs((PyObject *) self);
	Py_CLEAR(self->dict);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyMethodDef cell_methods[] = {
	{ "forget", (PyCFunction) cell_forget_bad, METH_NOARGS, NULL },
	{ "drop", (PyCFunction) cell_drop_ok, METH_NOARGS, NULL },
	{ "clear", (PyCFunction) cell_clear_ok, METH_NOARGS, NULL },
	{ NULL }
};

static PyTypeObject CellType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Cell",
	.tp_basicsize = sizeof(Cell),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) cell_dealloc,
	.tp_traverse = (traverseproc) cell_traverse,
	.tp_methods = cell_methods,
	.tp_dictoffset = offsetof(Cell, dict),
	.tp_weaklistoffset = offsetof(Cell, weakrefs),
	.tp_new = PyType_GenericNew,
};

typedef struct {
	PyObject_HEAD
	PyObject *dict;
	PyObject *weakrefs;
} Node;

static PyObject *node_forget_bad(Node *self, PyObject *ignored)
{
	Py_XDECREF(self->dict); // expect: dangling-field
	self->dict = NULL;
	Py_RETURN_NONE;
}

static PyObject *node_unlist_ok(Node *self, PyObject *ignored)
{
	Py_XDECREF(self->weakrefs);
	self->weakrefs = NULL;
	Py_RETURN_NONE;
}

static int node_traverse(Node *self, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(self));
	Py_VISIT(self->dict);
	return 0;
}

static void node_dealloc(Node *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	if (self->weakrefs)
		PyObject_ClearWeakRefs((PyObject *) self);
	Py_CLEAR(self->dict);
	type->tp_free((PyObject *) self);
	Py_DECREF(type);
}

static PyMethodDef node_methods[] = {
	{ "forget", (PyCFunction) node_forget_bad, METH_NOARGS, NULL },
	{ "unlist", (PyCFunction) node_unlist_ok, METH_NOARGS, NULL },
	{ NULL }
};

static PyMemberDef node_members[] = {
	{ "__dictoffset__", T_PYSSIZET, offsetof(Node, dict), READONLY },
	{ "__weaklistoffset__", T_PYSSIZET, offsetof(Node, weakrefs),
	  READONLY },
	{ NULL }
};

static PyType_Slot node_slots[] = {
	{ Py_tp_dealloc, node_dealloc },
	{ Py_tp_traverse, node_traverse },
	{ Py_tp_methods, node_methods },
	{ Py_tp_members, node_members },
	{ 0, NULL }
};

static PyType_Spec node_spec = {
	.name = "m.Node",
	.basicsize = sizeof(Node),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = node_slots,
};

PyTypeObject *static_type(void)
{
	return PyType_Ready(&CellType) < 0 ? NULL : &CellType;
}

PyObject *made_type(void)
{
	return PyType_FromSpec(&node_spec);
}
