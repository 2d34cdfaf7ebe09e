/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A method that gives a member new memory: the second call loses what the
 * first one put there, unless something tells. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	Py_ssize_t *dims;
	char *name;
	int is_open;
} Array;

static int array_open(Array *self);

static PyObject *reshape_bad(PyObject *o, PyObject *ignored)
{
	Array *self = (Array *) o;
	Py_ssize_t *dims = PyMem_New(Py_ssize_t, 4);

	if (!dims)
		return PyErr_NoMemory();
	self->dims = dims; // expect: resource-leak 'dims'
	Py_RETURN_NONE;
}
static PyObject *rename_bad(PyObject *o, PyObject *arg)
{
	Array *self = (Array *) o;

	self->name = PyMem_Malloc(100); // expect: resource-leak 'name'
	if (!self->name)
		return PyErr_NoMemory();
	strcpy(self->name, "x");
	Py_RETURN_NONE;
}
static PyObject *freed_ok(PyObject *o, PyObject *ignored)
{
	Array *self = (Array *) o;
	Py_ssize_t *dims = PyMem_New(Py_ssize_t, 4);

	if (!dims)
		return PyErr_NoMemory();
	PyMem_Free(self->dims);
	self->dims = dims;
	Py_RETURN_NONE;
}
static PyObject *open_ok(PyObject *o, PyObject *ignored)
{
	Array *self = (Array *) o;

	if (self->is_open) {
		PyErr_SetString(PyExc_ValueError, "it is open");
		return NULL;
	}
	self->name = PyMem_Malloc(100);
	if (!self->name || array_open(self) < 0)
		return PyErr_NoMemory();
	Py_RETURN_NONE;
}
static int array_open(Array *self)
{
	self->is_open = 1;
	return 0;
}
static PyObject *array_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Array *self = (Array *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->dims = PyMem_New(Py_ssize_t, 4);
	self->name = PyMem_Malloc(100);
	if (!self->dims || !self->name) {
		Py_DECREF(self);
		return PyErr_NoMemory();
	}
	return (PyObject *) self;
}
static void array_dealloc(PyObject *o)
{
	Array *self = (Array *) o;

	PyMem_Free(self->dims);
	PyMem_Free(self->name);
	Py_TYPE(self)->tp_free(o);
}

static PyMethodDef methods[] = {
	{ "reshape", reshape_bad, METH_NOARGS }, { "rename", rename_bad, METH_O },
	{ "freed", freed_ok, METH_NOARGS }, { "open", open_ok, METH_NOARGS },
	{ NULL }
};
static PyTypeObject Array_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Array", .tp_basicsize = sizeof(Array),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_dealloc = array_dealloc,
	.tp_methods = methods, .tp_new = array_new
};
PyTypeObject *type = &Array_Type;
