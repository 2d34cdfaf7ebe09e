// SPDX-License-Identifier: GPL-3.0-or-later
/* Strings, numbers and None need no visit: known by how they are made. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *made, *parsed, *checked, *typed, *converted, *constant;
	PyUnicodeObject *declared;
	PyObject *helped, *flag, *passed;
	PyObject *any;
} Thing;
static PyObject *interned;

static int must_be_int(PyObject *o)
{
	if (PyLong_Check(o))
		return 1;
	PyErr_SetString(PyExc_TypeError, "int expected");
	return 0;
}
static PyObject *make_name(int n)
{
	return n ? PyUnicode_FromFormat("%d", n) : PyUnicode_FromString("0");
}
static void set_passed(Thing *self, PyObject *name)
{
	Py_XSETREF(self->passed, Py_NewRef(name));
}
static int thing_init(Thing *self, PyObject *args, PyObject *kw)
{
	PyObject *s, *o, *t, *c, *u, *any, *h, *f, *name, *number;

	if (!PyArg_ParseTuple(args, "UOO!OUOOO", &s, &o, &PyLong_Type, &t, &c,
			      &u, &any, &h, &f))
		return -1;
	if (!PyUnicode_Check(o) || !must_be_int(h)
	    || (f != Py_True && f != Py_False)) {
		PyErr_SetString(PyExc_TypeError, "str expected");
		return -1;
	}
	name = make_name(self->made != NULL);
	if (!name)
		return -1;
	Py_XSETREF(self->made, name);
	Py_XSETREF(self->parsed, Py_NewRef(s));
	Py_XSETREF(self->checked, Py_NewRef(o));
	Py_XSETREF(self->typed, Py_NewRef(t));
	number = PyNumber_Long(c);
	if (!number)
		return -1;
	Py_XSETREF(self->converted, number);
	Py_XSETREF(self->constant, Py_NewRef(interned));
	Py_XSETREF(self->declared, (PyUnicodeObject *) Py_NewRef(u));
	Py_XSETREF(self->helped, Py_NewRef(h));
	Py_XSETREF(self->flag, Py_NewRef(f));
	Py_XSETREF(self->any, Py_NewRef(any));
	set_passed(self, name);
	return 0;
}
static int thing_traverse_ok(Thing *self, visitproc visit, void *arg)
{
	Py_VISIT(self->any);
	return 0;
}
static int thing_clear_ok(Thing *self)
{
	Py_CLEAR(self->any);
	return 0;
}
static void thing_dealloc_ok(Thing *self)
{
	PyObject_GC_UnTrack(self);
	Py_XDECREF(self->made);
	Py_XDECREF(self->parsed);
	Py_XDECREF(self->checked);
	Py_XDECREF(self->typed);
	Py_XDECREF(self->converted);
	Py_XDECREF(self->constant);
	Py_XDECREF(self->declared);
	Py_XDECREF(self->helped);
	Py_XDECREF(self->flag);
	Py_XDECREF(self->passed);
	thing_clear_ok(self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_init = (initproc) thing_init, .tp_new = PyType_GenericNew,
	.tp_dealloc = (destructor) thing_dealloc_ok,
	.tp_traverse = (traverseproc) thing_traverse_ok,
	.tp_clear = (inquiry) thing_clear_ok,
};
int ready(void)
{
	interned = PyUnicode_InternFromString("x");
	return interned ? PyType_Ready(&type) : -1;
}
