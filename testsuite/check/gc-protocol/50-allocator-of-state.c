// SPDX-License-Identifier: GPL-3.0-or-later
/* The type comes out of the module's state: of which struct the object is
 * tells which type it is. */
#include <Python.h>

struct wrap { PyObject_HEAD PyObject *it; };

static int wrap_bad_traverse(PyObject *self, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(self));
	Py_VISIT(((struct wrap *) self)->it);
	return 0;
}

static int wrap_bad_clear(PyObject *self)
{
	Py_CLEAR(((struct wrap *) self)->it);
	return 0;
}

static void wrap_bad_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	wrap_bad_clear(self);
	PyObject_GC_Del(self);
	Py_DECREF(type);
}

static PyType_Slot wrap_bad_slots[] = {
	{ Py_tp_dealloc, wrap_bad_dealloc },
	{ Py_tp_traverse, wrap_bad_traverse },
	{ Py_tp_clear, wrap_bad_clear },
	{ 0, NULL }
};
PyType_Spec wrap_bad_spec = {
	.name = "m.Wrap_bad",
	.basicsize = sizeof(struct wrap),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = wrap_bad_slots,
};

PyObject *wrap_bad_make(PyObject *m, PyObject *o)
{
	PyTypeObject **type = PyModule_GetState(m);
	struct wrap *w = PyObject_New(struct wrap, *type); // expect: gc-protocol 'm.Wrap_bad'

	if (!w)
		return NULL;
	Py_INCREF(o);
	w->it = o;
	return (PyObject *) w;
}

struct gc_wrap { PyObject_HEAD PyObject *it; };

static int wrap_ok_traverse(PyObject *self, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(self));
	Py_VISIT(((struct gc_wrap *) self)->it);
	return 0;
}

static int wrap_ok_clear(PyObject *self)
{
	Py_CLEAR(((struct gc_wrap *) self)->it);
	return 0;
}

static void wrap_ok_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	wrap_ok_clear(self);
	PyObject_GC_Del(self);
	Py_DECREF(type);
}

static PyType_Slot wrap_ok_slots[] = {
	{ Py_tp_dealloc, wrap_ok_dealloc },
	{ Py_tp_traverse, wrap_ok_traverse },
	{ Py_tp_clear, wrap_ok_clear },
	{ 0, NULL }
};
PyType_Spec wrap_ok_spec = {
	.name = "m.Wrap_ok",
	.basicsize = sizeof(struct gc_wrap),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = wrap_ok_slots,
};

PyObject *wrap_ok_make(PyObject *m, PyObject *o)
{
	PyTypeObject **type = PyModule_GetState(m);
	struct gc_wrap *w = PyObject_GC_New(struct gc_wrap, *type);

	if (!w)
		return NULL;
	Py_INCREF(o);
	w->it = o;
	PyObject_GC_Track(w);
	return (PyObject *) w;
}
