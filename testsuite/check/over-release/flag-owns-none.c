/* SPDX-License-Identifier: GPL-3.0-or-later */
// pyrefcheck: lang=c python=3.11 skip-if=python>=3.12
/* A flag of the object says that it has a reference to None. */
#include <Python.h>
enum { HAS_NONE = 1 };
typedef struct { PyObject_HEAD PyObject *first; unsigned char flags; } List;

static void list_clear_ok(List *self)
{
	if (self->flags & HAS_NONE) {
		self->flags &= ~HAS_NONE;
		Py_DECREF(Py_None);
	}
}

static PyObject *list_new(PyTypeObject *t, PyObject *args, PyObject *kwds)
{
	List *self = (List *) t->tp_alloc(t, 0);

	if (!self)
		return NULL;
	Py_INCREF(Py_None);
	self->first = Py_None;
	self->flags = HAS_NONE;
	return (PyObject *) self;
}

static void list_dealloc(List *self)
{
	list_clear_ok(self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyObject *list_first_bad(List *self, PyObject *unused)
{
	if (!self->flags) {
		Py_DECREF(Py_None); // expect: over-release
		PyErr_SetString(PyExc_IndexError, "empty");
		return NULL;
	}
	return Py_NewRef(self->first);
}

static PyMethodDef methods[] = {
	{ "first", (PyCFunction) list_first_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
PyTypeObject List_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "flags.List", .tp_basicsize = sizeof(List),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = list_new,
	.tp_dealloc = (destructor) list_dealloc, .tp_methods = methods,
};
