// SPDX-License-Identifier: GPL-3.0-or-later
/* A traverse that shows nothing once a flag is set, which a method sets
 * without taking away what the object owns. */
#include <Python.h>

struct conn { PyObject_HEAD int closed; PyObject *cb; };

static PyObject *set_cb(PyObject *self, PyObject *o)
{
	struct conn *c = (struct conn *) self;

	Py_INCREF(o);
	Py_XSETREF(c->cb, o);
	Py_RETURN_NONE;
}

static int conn_bad_traverse(PyObject *self, visitproc visit, void *arg)
{
	struct conn *c = (struct conn *) self;

	Py_VISIT(Py_TYPE(self));
	if (c->closed) // expect: gc-protocol 'cb'
		return 0;
	Py_VISIT(c->cb);
	return 0;
}

static int conn_bad_clear(PyObject *self)
{
	Py_CLEAR(((struct conn *) self)->cb);
	return 0;
}

static void conn_bad_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	conn_bad_clear(self);
	type->tp_free(self);
	Py_DECREF(type);
}

static PyObject *conn_bad_close(PyObject *self, PyObject *ignored)
{
	struct conn *c = (struct conn *) self;

	c->closed = 1;
	Py_RETURN_NONE;
}

static PyMethodDef conn_bad_methods[] = {
	{ "close", conn_bad_close, METH_NOARGS, NULL },
	{ "set", set_cb, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyType_Slot conn_bad_slots[] = {
	{ Py_tp_dealloc, conn_bad_dealloc },
	{ Py_tp_traverse, conn_bad_traverse },
	{ Py_tp_clear, conn_bad_clear },
	{ Py_tp_methods, conn_bad_methods },
	{ 0, NULL }
};
PyType_Spec conn_bad_spec = {
	.name = "m.Conn_bad",
	.basicsize = sizeof(struct conn),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = conn_bad_slots,
};

static int conn_ok_traverse(PyObject *self, visitproc visit, void *arg)
{
	struct conn *c = (struct conn *) self;

	Py_VISIT(Py_TYPE(self));
	if (c->closed)
		return 0;
	Py_VISIT(c->cb);
	return 0;
}

static int conn_ok_clear(PyObject *self)
{
	Py_CLEAR(((struct conn *) self)->cb);
	return 0;
}

static void conn_ok_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	conn_ok_clear(self);
	type->tp_free(self);
	Py_DECREF(type);
}

static PyObject *conn_ok_close(PyObject *self, PyObject *ignored)
{
	struct conn *c = (struct conn *) self;

	Py_CLEAR(c->cb);
	c->closed = 1;
	Py_RETURN_NONE;
}

static PyMethodDef conn_ok_methods[] = {
	{ "close", conn_ok_close, METH_NOARGS, NULL },
	{ "set", set_cb, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyType_Slot conn_ok_slots[] = {
	{ Py_tp_dealloc, conn_ok_dealloc },
	{ Py_tp_traverse, conn_ok_traverse },
	{ Py_tp_clear, conn_ok_clear },
	{ Py_tp_methods, conn_ok_methods },
	{ 0, NULL }
};
PyType_Spec conn_ok_spec = {
	.name = "m.Conn_ok",
	.basicsize = sizeof(struct conn),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = conn_ok_slots,
};

/* Set for a while only. */
static int conn_busy_ok_traverse(PyObject *self, visitproc visit, void *arg)
{
	struct conn *c = (struct conn *) self;

	Py_VISIT(Py_TYPE(self));
	if (c->closed)
		return 0;
	Py_VISIT(c->cb);
	return 0;
}

static int conn_busy_ok_clear(PyObject *self)
{
	Py_CLEAR(((struct conn *) self)->cb);
	return 0;
}

static void conn_busy_ok_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	conn_busy_ok_clear(self);
	type->tp_free(self);
	Py_DECREF(type);
}

static PyObject *conn_busy_ok_close(PyObject *self, PyObject *ignored)
{
	struct conn *c = (struct conn *) self;

	c->closed = 1;
	if (PyErr_CheckSignals() < 0) {
		c->closed = 0;
		return NULL;
	}
	c->closed = 0;
	Py_RETURN_NONE;
}

static PyMethodDef conn_busy_ok_methods[] = {
	{ "close", conn_busy_ok_close, METH_NOARGS, NULL },
	{ "set", set_cb, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyType_Slot conn_busy_ok_slots[] = {
	{ Py_tp_dealloc, conn_busy_ok_dealloc },
	{ Py_tp_traverse, conn_busy_ok_traverse },
	{ Py_tp_clear, conn_busy_ok_clear },
	{ Py_tp_methods, conn_busy_ok_methods },
	{ 0, NULL }
};
PyType_Spec conn_busy_ok_spec = {
	.name = "m.Conn_busy_ok",
	.basicsize = sizeof(struct conn),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.slots = conn_busy_ok_slots,
};
