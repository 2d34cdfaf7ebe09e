// SPDX-License-Identifier: GPL-3.0-or-later
/* realloc of a member that tp_alloc made NULL: nothing is lost when it fails,
 * whatever was called in between. */
#include <Python.h>

extern PyObject *get_server(void);

typedef struct {
	PyObject_HEAD
	double *data;
	PyObject *server;
	size_t n;
} Table;

static void table_dealloc(Table *self)
{
	PyMem_RawFree(self->data);
	Py_XDECREF(self->server);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyObject *table_new_ok(PyTypeObject *type, PyObject *args,
			      PyObject *kwds)
{
	Table *self = (Table *) type->tp_alloc(type, 0);
	double *data;
	PyObject *o;

	(void) args;
	(void) kwds;
	if (!self)
		return NULL;
	self->server = Py_NewRef(get_server());
	o = PyObject_CallMethod(self->server, "size", NULL);
	if (!o) {
		Py_DECREF(self);
		return NULL;
	}
	Py_DECREF(o);
	self->n = 16;
	data = PyMem_RawRealloc(self->data, self->n * sizeof(double));
	self->data = data;
	if (!data) {
		Py_DECREF(self);
		return PyErr_NoMemory();
	}
	return (PyObject *) self;
}

static PyObject *table_grow_bad(Table *self, PyObject *Py_UNUSED(unused))
{
	self->data = PyMem_RawRealloc(self->data, 2 * self->n * sizeof(double)); // expect: resource-leak
	if (!self->data)
		return PyErr_NoMemory();
	self->n *= 2;
	Py_RETURN_NONE;
}

static PyMethodDef table_methods[] = {
	{ "grow", (PyCFunction) table_grow_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Table_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "table.Table",
	.tp_basicsize = sizeof(Table),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor) table_dealloc,
	.tp_new = table_new_ok,
	.tp_methods = table_methods,
};
