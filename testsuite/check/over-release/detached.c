/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An array that its owner no longer has when its elements are released. */
#include <Python.h>

typedef struct { PyObject_HEAD Py_ssize_t n; PyObject **items; } Stack;

static PyObject *clear_ok(PyObject *o, PyObject *ignored)
{
	Stack *self = (Stack *) o;
	Py_ssize_t n = self->n, i;
	PyObject **items = self->items;

	self->items = NULL;
	self->n = 0;
	for (i = 0; i < n; i++)
		Py_DECREF(items[i]);
	PyMem_Free(items);
	Py_RETURN_NONE;
}
static PyObject *drop_bad(PyObject *o, PyObject *ignored)
{
	Stack *self = (Stack *) o;
	PyObject **items = self->items;

	if (self->n < 1)
		Py_RETURN_NONE;
	Py_DECREF(items[0]); // expect: over-release
	Py_RETURN_NONE;
}
static void stack_dealloc(PyObject *o)
{
	Stack *self = (Stack *) o;

	while (self->n > 0)
		Py_DECREF(self->items[--self->n]);
	PyMem_Free(self->items);
	Py_TYPE(o)->tp_free(o);
}
static PyMethodDef methods[] = {
	{ "clear", clear_ok, METH_NOARGS }, { "drop", drop_bad, METH_NOARGS },
	{ NULL }
};
static PyTypeObject Stack_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Stack", .tp_basicsize = sizeof(Stack),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_dealloc = stack_dealloc,
	.tp_methods = methods
};
PyTypeObject *type = &Stack_Type;
