// SPDX-License-Identifier: GPL-3.0-or-later
/* All visited: by hand, by a helper, by the macro. */
#include <Python.h>

typedef struct { PyObject *c; } Inner;
typedef struct { PyObject_HEAD PyObject *a, *b; Inner in; PyObject *d; } Thing;

static int thing_init(Thing *self, PyObject *args, PyObject *kw)
{
	PyObject *a, *b, *c, *d;

	if (!PyArg_ParseTuple(args, "OOOO", &a, &b, &c, &d))
		return -1;
	Py_XSETREF(self->a, Py_NewRef(a));
	Py_XSETREF(self->b, Py_NewRef(b));
	Py_XSETREF(self->in.c, Py_NewRef(c));
	Py_XSETREF(self->d, Py_NewRef(d));
	return 0;
}
static int visit_inner(Inner *in, visitproc visit, void *arg)
{
	Py_VISIT(in->c);
	return 0;
}
static int visit_one(PyObject *o, visitproc visit, void *arg)
{
	return o ? visit(o, arg) : 0;
}
static int thing_traverse_ok(PyObject *op, visitproc visit, void *arg)
{
	Thing *self = (Thing *) op;
	int r;

	if (self->a && (r = visit(self->a, arg)))
		return r;
	Py_VISIT(self->b);
	if ((r = visit_inner(&self->in, visit, arg)))
		return r;
	return visit_one(self->d, visit, arg);
}
static int thing_clear_ok(PyObject *op)
{
	Thing *self = (Thing *) op;

	Py_CLEAR(self->a);
	Py_CLEAR(self->b);
	Py_CLEAR(self->in.c);
	Py_CLEAR(self->d);
	return 0;
}
static void thing_dealloc_ok(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	Py_TYPE(op)->tp_clear(op);
	Py_TYPE(op)->tp_free(op);
}
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_init = (initproc) thing_init, .tp_new = PyType_GenericNew,
	.tp_dealloc = thing_dealloc_ok, .tp_traverse = thing_traverse_ok,
	.tp_clear = thing_clear_ok,
};
int ready(void) { return PyType_Ready(&type); }
