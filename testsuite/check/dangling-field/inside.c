// SPDX-License-Identifier: GPL-3.0-or-later
/* What an object has in arrays and structs of its own is seen through it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject *attrib;
	Py_ssize_t length;
	PyObject **children;
} Extra;

typedef struct {
	PyObject_HEAD
	Extra *extra;
	PyObject *slots[8];
	int used;
} Node;

extern Extra *find_extra(PyObject *index, PyObject *key);

static int find(Node *self, PyObject *key, Extra **out)
{
	*out = key == Py_None ? self->extra : find_extra((PyObject *)self, key);
	return *out != NULL;
}

static PyObject *set_attrib_bad(Node *self, PyObject *value)
{
	if (!self->extra)
		Py_RETURN_NONE;
	Py_XDECREF(self->extra->attrib);	// expect: dangling-field
	self->extra->attrib = Py_NewRef(value);
	Py_RETURN_NONE;
}

static PyObject *set_attrib_ok(Node *self, PyObject *value)
{
	PyObject *old;

	if (!self->extra)
		Py_RETURN_NONE;
	old = self->extra->attrib;
	self->extra->attrib = Py_NewRef(value);
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *set_found_bad(Node *self, PyObject *key)
{
	Extra *x;

	if (!find(self, key, &x))
		Py_RETURN_NONE;
	Py_XDECREF(x->attrib);	// expect: dangling-field
	x->attrib = Py_NewRef(key);
	Py_RETURN_NONE;
}

static PyObject *get_attrib_ok(Node *self, PyObject *noargs)
{
	if (!self->extra || !self->extra->attrib)
		Py_RETURN_NONE;
	return Py_NewRef(self->extra->attrib);
}

static PyObject *remove_bad(Node *self, PyObject *child)
{
	Py_ssize_t i;

	for (i = 0; i < self->extra->length; i++)
		if (self->extra->children[i] == child)
			break;
	if (i == self->extra->length)
		Py_RETURN_NONE;
	Py_DECREF(self->extra->children[i]);	// expect: dangling-field
	self->extra->length--;
	for (; i < self->extra->length; i++)
		self->extra->children[i] = self->extra->children[i + 1];
	Py_RETURN_NONE;
}

static PyObject *remove_ok(Node *self, PyObject *child)
{
	PyObject *old;
	Py_ssize_t i;

	for (i = 0; i < self->extra->length; i++)
		if (self->extra->children[i] == child)
			break;
	if (i == self->extra->length)
		Py_RETURN_NONE;
	old = self->extra->children[i];
	self->extra->length--;
	for (; i < self->extra->length; i++)
		self->extra->children[i] = self->extra->children[i + 1];
	Py_DECREF(old);
	Py_RETURN_NONE;
}

static PyObject *pop_ok(Node *self, PyObject *noargs)
{
	if (!self->used)
		Py_RETURN_NONE;
	self->used--;
	Py_DECREF(self->slots[self->used]);
	self->slots[self->used] = NULL;
	Py_RETURN_NONE;
}

static PyObject *set_slot_bad(Node *self, PyObject *args)
{
	PyObject *value;
	unsigned n;

	if (!PyArg_ParseTuple(args, "IO", &n, &value))
		return NULL;
	n %= 8;
	Py_XDECREF(self->slots[n]);	// expect: dangling-field
	self->slots[n] = Py_NewRef(value);
	Py_RETURN_NONE;
}

static PyObject **slot_of(Node *self, unsigned n)
{
	return &self->slots[n % 8];
}

static PyObject *set_by_address_bad(Node *self, PyObject *value)
{
	PyObject **slot = slot_of(self, 1), *old = *slot;

	Py_XDECREF(old);	// expect: dangling-field
	*slot = Py_NewRef(value);
	Py_RETURN_NONE;
}

static PyObject *set_by_address_ok(Node *self, PyObject *value)
{
	PyObject **slot = slot_of(self, 1), *old = *slot;

	*slot = Py_NewRef(value);
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *first_ok(Node *self, PyObject *noargs)
{
	if (!self->slots[0])
		Py_RETURN_NONE;
	return Py_NewRef(self->extra && self->extra->length
			 ? self->extra->children[0] : self->slots[0]);
}

static void node_dealloc(Node *self)
{
	Extra *x = self->extra;
	Py_ssize_t i;

	for (i = 0; i < 8; i++)
		Py_XDECREF(self->slots[i]);
	if (x) {
		for (i = 0; i < x->length; i++)
			Py_DECREF(x->children[i]);
		PyMem_Free(x->children);
		Py_XDECREF(x->attrib);
		PyMem_Free(x);
	}
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef methods[] = {
	{"a", (PyCFunction)set_attrib_bad, METH_O, NULL},
	{"b", (PyCFunction)set_attrib_ok, METH_O, NULL},
	{"c", (PyCFunction)set_found_bad, METH_O, NULL},
	{"d", (PyCFunction)get_attrib_ok, METH_NOARGS, NULL},
	{"e", (PyCFunction)remove_bad, METH_O, NULL},
	{"f", (PyCFunction)remove_ok, METH_O, NULL},
	{"g", (PyCFunction)pop_ok, METH_NOARGS, NULL},
	{"h", (PyCFunction)set_slot_bad, METH_VARARGS, NULL},
	{"i", (PyCFunction)set_by_address_bad, METH_O, NULL},
	{"j", (PyCFunction)set_by_address_ok, METH_O, NULL},
	{"k", (PyCFunction)first_ok, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL}
};

PyTypeObject Node_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "inside.Node", .tp_basicsize = sizeof(Node),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)node_dealloc, .tp_methods = methods,
};
