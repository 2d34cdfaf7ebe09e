// SPDX-License-Identifier: GPL-3.0-or-later
/* Memory that objects get and nothing frees. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	int *forgotten, *freed, *elsewhere;
	char *borrowed;
} Thing;

void lib_take(int *p);

static PyObject *thing_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Thing *self = (Thing *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->borrowed = "x";
	self->forgotten = PyMem_New(int, 10);
	self->freed = PyMem_New(int, 10);
	self->elsewhere = PyMem_New(int, 10);
	if (!self->forgotten || !self->freed || !self->elsewhere) {
		Py_DECREF(self);
		return PyErr_NoMemory();
	}
	return (PyObject *) self;
}

static PyObject *thing_get(Thing *self, PyObject *unused)
{
	Py_ssize_t i;
	long n = self->freed[1];

	for (i = 0; i < 10; i++)
		n += self->forgotten[i];
	return PyLong_FromLong(n);
}

static PyObject *thing_close(Thing *self, PyObject *unused)
{
	lib_take(self->elsewhere);
	Py_RETURN_NONE;
}

static void thing_dealloc(Thing *self)
{
	PyMem_Free(self->freed);
	Py_TYPE(self)->tp_free((PyObject *) self); // expect: resource-leak 'forgotten'
}

static PyMethodDef methods[] = {
	{ "get", (PyCFunction) thing_get, METH_NOARGS, NULL },
	{ "close", (PyCFunction) thing_close, METH_NOARGS, NULL },
	{ NULL } };

PyTypeObject Thing_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Thing",
	.tp_basicsize = sizeof(Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = thing_new,
	.tp_dealloc = (destructor) thing_dealloc,
	.tp_methods = methods,
};
