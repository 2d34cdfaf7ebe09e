/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tp_clear is to empty a field first, whoever calls it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *a;
	PyObject *b;
} Two;

static PyObject *two_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
	PyObject *a, *b;
	Two *self;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	self = (Two *) type->tp_alloc(type, 0);
	if (self == NULL)
		return NULL;
	self->a = Py_NewRef(a);
	self->b = Py_NewRef(b);
	return (PyObject *) self;
}

static PyObject *two_a(Two *self, void *closure)
{
	return Py_NewRef(self->a ? self->a : Py_None);
}

static int two_traverse(Two *self, visitproc visit, void *arg)
{
	Py_VISIT(self->a);
	Py_VISIT(self->b);
	return 0;
}

/* The collector alone. */
static int collected_clear_bad(Two *self)
{
	Py_XDECREF(self->a); // expect: dangling-field
	self->a = NULL;
	Py_CLEAR(self->b);
	return 0;
}

static int emptied_clear_ok(Two *self)
{
	PyObject *old = self->a;

	self->a = NULL;
	Py_XDECREF(old);
	Py_CLEAR(self->b);
	return 0;
}

static void collected_dealloc_ok(Two *self)
{
	PyObject_GC_UnTrack(self);
	Py_XDECREF(self->a);
	Py_XDECREF(self->b);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

/* ... and a destructor that has untracked the object. */
static int untracked_clear_bad(Two *self)
{
	Py_XDECREF(self->a); // expect: dangling-field
	self->a = NULL;
	Py_CLEAR(self->b);
	return 0;
}

static void untracked_dealloc_ok(Two *self)
{
	PyObject_GC_UnTrack(self);
	untracked_clear_bad(self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

/* One that has not. */
static int tracked_clear_bad(Two *self)
{
	Py_XDECREF(self->a); // expect: dangling-field
	self->a = NULL;
	Py_CLEAR(self->b);
	return 0;
}

static void tracked_dealloc_bad(Two *self)
{
	tracked_clear_bad(self); // expect: gc-protocol
	Py_TYPE(self)->tp_free((PyObject *) self);
}

/* A method. */
static int method_clear_bad(Two *self)
{
	Py_XDECREF(self->a); // expect: dangling-field
	self->a = NULL;
	Py_CLEAR(self->b);
	return 0;
}

static PyObject *two_reset(Two *self, PyObject *ignored)
{
	method_clear_bad(self);
	Py_RETURN_NONE;
}

static void method_dealloc(Two *self)
{
	PyObject_GC_UnTrack(self);
	Py_XDECREF(self->a);
	Py_XDECREF(self->b);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyGetSetDef two_getset[] = {
	{ "a", (getter) two_a, NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyMethodDef two_methods[] = {
	{ "reset", (PyCFunction) two_reset, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyTypeObject collected_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "demo.Collected",
	.tp_basicsize = sizeof(Two),
	.tp_new = two_new,
	.tp_dealloc = (destructor) collected_dealloc_ok,
	.tp_traverse = (traverseproc) two_traverse,
	.tp_clear = (inquiry) collected_clear_bad,
	.tp_getset = two_getset,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
};

static PyTypeObject emptied_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "demo.Emptied",
	.tp_basicsize = sizeof(Two),
	.tp_new = two_new,
	.tp_dealloc = (destructor) collected_dealloc_ok,
	.tp_traverse = (traverseproc) two_traverse,
	.tp_clear = (inquiry) emptied_clear_ok,
	.tp_getset = two_getset,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
};

static PyTypeObject untracked_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "demo.Untracked",
	.tp_basicsize = sizeof(Two),
	.tp_new = two_new,
	.tp_dealloc = (destructor) untracked_dealloc_ok,
	.tp_traverse = (traverseproc) two_traverse,
	.tp_clear = (inquiry) untracked_clear_bad,
	.tp_getset = two_getset,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
};

static PyTypeObject tracked_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "demo.Tracked",
	.tp_basicsize = sizeof(Two),
	.tp_new = two_new,
	.tp_dealloc = (destructor) tracked_dealloc_bad,
	.tp_traverse = (traverseproc) two_traverse,
	.tp_clear = (inquiry) tracked_clear_bad,
	.tp_getset = two_getset,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
};

static PyTypeObject method_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "demo.Method",
	.tp_basicsize = sizeof(Two),
	.tp_new = two_new,
	.tp_dealloc = (destructor) method_dealloc,
	.tp_traverse = (traverseproc) two_traverse,
	.tp_clear = (inquiry) method_clear_bad,
	.tp_getset = two_getset,
	.tp_methods = two_methods,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
};

static int demo_exec(PyObject *m)
{
	if (PyModule_AddType(m, &collected_type) < 0
	    || PyModule_AddType(m, &emptied_type) < 0
	    || PyModule_AddType(m, &untracked_type) < 0
	    || PyModule_AddType(m, &tracked_type) < 0
	    || PyModule_AddType(m, &method_type) < 0)
		return -1;
	return 0;
}

static PyModuleDef_Slot demo_slots[] = {
	{ Py_mod_exec, (void *) demo_exec },
	{ 0, NULL },
};

static struct PyModuleDef demo_module = {
	PyModuleDef_HEAD_INIT, .m_name = "demo", .m_slots = demo_slots,
};

PyMODINIT_FUNC PyInit_demo(void)
{
	return PyModuleDef_Init(&demo_module);
}
