// SPDX-License-Identifier: GPL-3.0-or-later
/* tp_new hands the object to a helper. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *o;
	char *text;
	int ready;
} Thing;

static int thing_init(Thing *self, PyObject *args, PyObject *kw)
{
	Py_XSETREF(self->o, PyList_New(0));
	if (!self->o)
		return -1;
	PyMem_Free(self->text);
	self->text = PyMem_Calloc(1, 10);
	if (!self->text) {
		PyErr_NoMemory();
		return -1;
	}
	self->ready = 1;
	return 0;
}
static void thing_dealloc(Thing *self)
{
	Py_XDECREF(self->o);
	PyMem_Free(self->text);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

void fill(Thing *self);
static PyObject *thing_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Thing *self = (Thing *) type->tp_alloc(type, 0);

	if (self)
		fill(self);
	return (PyObject *) self;
}
static PyObject *m_ok(Thing *self, PyObject *unused)
{
	return Py_NewRef(self->o);
}
static PyMethodDef methods[] = { {"m", (PyCFunction) m_ok, METH_NOARGS}, {NULL} };
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_new = thing_new, .tp_init = (initproc) thing_init,
	.tp_dealloc = (destructor) thing_dealloc, .tp_methods = methods,
};
int ready(void) { return PyType_Ready(&type); }
