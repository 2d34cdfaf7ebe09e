/* SPDX-License-Identifier: GPL-3.0-or-later */
// pyrefcheck: lang=c
/* A reference is taken to what is new already, before it goes to a field. */
#include <Python.h>
typedef struct { PyObject_HEAD PyObject *name, *cache; } Point;

static PyObject *set_bad(PyObject *op, PyObject *arg)
{
	Point *self = (Point *) op;
	PyObject *s = PyObject_Str(arg), *old = self->name;

	if (!s)
		return NULL;
	Py_INCREF(s);
	self->name = s;
	Py_XDECREF(old);
	Py_RETURN_NONE; // expect: reference-leak 's'
}

static PyObject *set_ok(PyObject *op, PyObject *arg)
{
	Point *self = (Point *) op;
	PyObject *s = PyObject_Str(arg), *old = self->name;

	if (!s)
		return NULL;
	self->name = s;
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

/* One of the two goes out. */
static PyObject *cached_ok(PyObject *op, PyObject *arg)
{
	Point *self = (Point *) op;
	PyObject *s;

	if (self->cache)
		return Py_NewRef(self->cache);
	s = PyObject_Str(arg);
	if (!s)
		return NULL;
	Py_INCREF(s);
	self->cache = s;
	return s;
}

/* Two fields, two references. */
static PyObject *both_ok(PyObject *op, PyObject *arg)
{
	Point *self = (Point *) op;
	PyObject *s = PyObject_Str(arg), *old = self->name;
	PyObject *old_cache = self->cache;

	if (!s)
		return NULL;
	self->name = s;
	self->cache = Py_NewRef(s);
	Py_XDECREF(old);
	Py_XDECREF(old_cache);
	Py_RETURN_NONE;
}

static int point_init_bad(PyObject *op, PyObject *args, PyObject *kwds)
{
	Point *self = (Point *) op;
	PyObject *o, *s;

	if (!PyArg_ParseTuple(args, "O", &o))
		return -1;
	s = PyObject_Repr(o);
	if (!s)
		return -1;
	Py_XSETREF(self->name, Py_NewRef(s));
	return 0; // expect: reference-leak 's'
}

static void point_dealloc(PyObject *op)
{
	Py_CLEAR(((Point *) op)->name);
	Py_CLEAR(((Point *) op)->cache);
	Py_TYPE(op)->tp_free(op);
}

static PyMethodDef methods[] = {
	{ "set", set_bad, METH_O, NULL }, { "set2", set_ok, METH_O, NULL },
	{ "cached", cached_ok, METH_O, NULL }, { "both", both_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
PyTypeObject Point_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "surplus.Point", .tp_basicsize = sizeof(Point),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew,
	.tp_init = point_init_bad, .tp_dealloc = point_dealloc,
	.tp_methods = methods,
};
