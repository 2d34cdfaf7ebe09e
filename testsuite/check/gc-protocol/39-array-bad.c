// SPDX-License-Identifier: GPL-3.0-or-later
/* Arrays of structs and of references. */
#include <Python.h>

typedef struct { double when; PyObject *cb; PyObject *args; } entry;
typedef struct { PyObject_HEAD entry *heap; PyObject **items; Py_ssize_t n, k; } Timers;

static int traverse(PyObject *op, visitproc visit, void *arg)	// expect: gc-protocol '‘args’ behind ‘heap’' // expect: gc-protocol 'the elements of ‘items’'
{
	Timers *self = (Timers *) op;

	for (Py_ssize_t i = 0; i < self->n; i++)
		Py_VISIT(self->heap[i].cb);
	return 0;
}
static int clear(PyObject *op)
{
	Timers *self = (Timers *) op;

	while (self->n > 0) {
		entry e = self->heap[--self->n];

		Py_DECREF(e.cb);
		Py_DECREF(e.args);
	}
	while (self->k > 0)
		Py_DECREF(self->items[--self->k]);
	return 0;
}
static void dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	clear(op);
	PyMem_Free(((Timers *) op)->heap);
	PyMem_Free(((Timers *) op)->items);
	Py_TYPE(op)->tp_free(op);
}
static PyObject *add(PyObject *op, PyObject *o)
{
	Timers *self = (Timers *) op;

	self->items[self->k++] = Py_NewRef(o);
	self->heap[self->n].cb = Py_NewRef(o);
	self->heap[self->n++].args = Py_NewRef(o);
	Py_RETURN_NONE;
}
static PyMethodDef methods[] = { {"add", add, METH_O, NULL}, {NULL} };
PyTypeObject Timers_Type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Timers", .tp_basicsize = sizeof (Timers),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = traverse, .tp_clear = clear,
	.tp_dealloc = dealloc, .tp_methods = methods,
};
