/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands behind a pointer that was set here is no state that the object
 * had. */
#include <Python.h>

typedef struct { int n, is_used; } info;
extern info *info_get(void);
extern void info_put(info *);

typedef struct { PyObject_HEAD info *inf; PyObject *names; } Table;
typedef struct { PyObject_HEAD info *inf; PyObject *names; } Once;
typedef struct { PyObject_HEAD info *inf; PyObject *names; } Marked;

static int table_init_bad(Table *self, PyObject *args, PyObject *kw)
{
	if (self->inf)
		info_put(self->inf);
	if (!(self->inf = info_get())) {
		PyErr_NoMemory();
		return -1;
	}
	if (self->inf->n > 3) {
		PyErr_SetString(PyExc_ValueError, "too many");
		return -1;
	}
	self->names = PyList_New(0); // expect: reinit-leak 'names'
	return self->names ? 0 : -1;
}
/* What it had before says that it was set up. */
static int once_init_ok(Once *self, PyObject *args, PyObject *kw)
{
	if (self->inf && self->inf->n > 3) {
		PyErr_SetString(PyExc_ValueError, "again");
		return -1;
	}
	if (!self->inf && !(self->inf = info_get())) {
		PyErr_NoMemory();
		return -1;
	}
	self->names = PyList_New(0);
	return self->names ? 0 : -1;
}
/* The note that it was is behind the pointer. */
static int marked_init_ok(Marked *self, PyObject *args, PyObject *kw)
{
	self->inf = info_get();
	if (self->inf->is_used) {
		PyErr_SetString(PyExc_ValueError, "again");
		return -1;
	}
	self->inf->is_used = 1;
	self->names = PyList_New(0);
	return self->names ? 0 : -1;
}
static void table_dealloc(Table *self)
{
	if (self->inf)
		info_put(self->inf);
	Py_XDECREF(self->names);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

#define TYPE(name, init)						\
PyTypeObject name##_Type = {						\
	PyVarObject_HEAD_INIT(NULL, 0)					\
	.tp_name = "x." #name, .tp_basicsize = sizeof(name),		\
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew,	\
	.tp_init = (initproc) init,					\
	.tp_dealloc = (destructor) table_dealloc,			\
}
TYPE(Table, table_init_bad);
TYPE(Once, once_init_ok);
TYPE(Marked, marked_init_ok);
