// SPDX-License-Identifier: GPL-3.0-or-later
/* What stands in a struct that several types begin with belongs to each of
 * them, where none inherits it. */
#include <Python.h>

struct head { PyObject_HEAD PyObject *a; };
struct derived { struct head base; PyObject *b; };

static int head_clear(PyObject *self)
{
	Py_CLEAR(((struct head *) self)->a);
	return 0;
}

static PyObject *set_both(PyObject *self, PyObject *args)
{
	struct derived *d = (struct derived *) self;
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	Py_INCREF(a);
	Py_XSETREF(d->base.a, a);
	Py_INCREF(b);
	Py_XSETREF(d->b, b);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "set", set_both, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static int derived_bad_traverse(PyObject *self, visitproc visit, void *arg) // expect: gc-protocol 'a'
{
	Py_VISIT(Py_TYPE(self));
	Py_VISIT(((struct derived *) self)->b);
	return 0;
}

static int derived_bad_clear(PyObject *self)
{
	Py_CLEAR(((struct derived *) self)->b);
	return head_clear(self);
}

static void derived_bad_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	derived_bad_clear(self);
	type->tp_free(self);
	Py_DECREF(type);
}

static PyType_Slot derived_bad_slots[] = {
	{ Py_tp_dealloc, derived_bad_dealloc },
	{ Py_tp_traverse, derived_bad_traverse },
	{ Py_tp_clear, derived_bad_clear },
	{ Py_tp_methods, methods },
	{ 0, NULL }
};
PyType_Spec derived_bad_spec = {
	.name = "m.Derived_bad",
	.basicsize = sizeof(struct derived),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = derived_bad_slots,
};

static int derived_ok_traverse(PyObject *self, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(self));
	Py_VISIT(((struct derived *) self)->base.a);
	Py_VISIT(((struct derived *) self)->b);
	return 0;
}

static int derived_ok_clear(PyObject *self)
{
	Py_CLEAR(((struct derived *) self)->b);
	return head_clear(self);
}

static void derived_ok_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	derived_ok_clear(self);
	type->tp_free(self);
	Py_DECREF(type);
}

static PyType_Slot derived_ok_slots[] = {
	{ Py_tp_dealloc, derived_ok_dealloc },
	{ Py_tp_traverse, derived_ok_traverse },
	{ Py_tp_clear, derived_ok_clear },
	{ Py_tp_methods, methods },
	{ 0, NULL }
};
PyType_Spec derived_ok_spec = {
	.name = "m.Derived_ok",
	.basicsize = sizeof(struct derived),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = derived_ok_slots,
};
