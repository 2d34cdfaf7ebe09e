// SPDX-License-Identifier: GPL-3.0-or-later
/* An object that is lost itself never runs its dealloc: what stood in its
 * fields is not released a second time.  The collector visits the fields of a
 * lost object that it tracks, though. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *name, *text;
} Record;

static void record_dealloc(Record *self)
{
	Py_XDECREF(self->name);
	Py_XDECREF(self->text);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

/* Only SELF is lost. */
static PyObject *record_new_bad(PyTypeObject *type, PyObject *args,
				PyObject *kwds)
{
	Record *self = (Record *)type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->name = PyUnicode_FromString("name");
	self->text = PyUnicode_FromString("text");
	if (!self->name || !self->text)
		goto error;
	return (PyObject *)self;
error:
	Py_XDECREF(self->name);
	Py_XDECREF(self->text);
	return NULL; // expect: reference-leak 'self'
}

PyTypeObject Record_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Record",
	.tp_basicsize = sizeof(Record),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)record_dealloc,
	.tp_new = record_new_bad,
};

/* The caller gets it, and releases it one day. */
static PyObject *record_returned_bad(PyObject *m, PyObject *none)
{
	Record *self = (Record *)Record_Type.tp_alloc(&Record_Type, 0);

	if (!self)
		return NULL;
	self->name = PyUnicode_FromString("name");
	if (!self->name) {
		Py_DECREF(self);
		return NULL;
	}
	Py_DECREF(self->name); // expect: over-release 'name'
	return (PyObject *)self;
}

typedef struct {
	PyObject_HEAD
	PyObject *name;
} Tracked;

static int tracked_traverse(Tracked *self, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(self));
	Py_VISIT(self->name);
	return 0;
}

static int tracked_clear(Tracked *self)
{
	Py_CLEAR(self->name);
	return 0;
}

static void tracked_dealloc(Tracked *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	tracked_clear(self);
	type->tp_free((PyObject *)self);
	Py_DECREF(type);
}

/* The next collection visits a name that is gone. */
static PyObject *tracked_new_bad(PyTypeObject *type, PyObject *args,
				 PyObject *kwds)
{
	Tracked *self = (Tracked *)type->tp_alloc(type, 0);
	PyObject *length;

	if (!self)
		return NULL;
	self->name = PyObject_Repr((PyObject *)type);
	if (!self->name) {
		Py_DECREF(self);
		return NULL;
	}
	length = PyLong_FromSsize_t(PyObject_Size(args));
	if (!length) {
		Py_DECREF(self->name); // expect: over-release 'name'
		return NULL; // expect: reference-leak 'self'
	}
	Py_DECREF(length);
	return (PyObject *)self;
}

static PyType_Slot tracked_slots[] = {
	{ Py_tp_new, tracked_new_bad },
	{ Py_tp_dealloc, tracked_dealloc },
	{ Py_tp_traverse, tracked_traverse },
	{ Py_tp_clear, tracked_clear },
	{ 0, NULL }
};

PyType_Spec Tracked_Spec = {
	.name = "m.Tracked",
	.basicsize = sizeof(Tracked),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = tracked_slots,
};

static PyMethodDef methods[] = {
	{ "returned", record_returned_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	if (PyType_Ready(&Record_Type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
