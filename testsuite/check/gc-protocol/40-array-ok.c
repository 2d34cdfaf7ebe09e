// SPDX-License-Identifier: GPL-3.0-or-later
/* Arrays that are visited, or hold what is in no cycle; and memory that several
 * objects share, which belongs to none of them. */
#include <Python.h>

typedef struct { double when; PyObject *cb; PyObject *name; } entry;
typedef struct { Py_ssize_t refs; PyObject *hook; } shared;
typedef struct { PyObject_HEAD entry *heap; PyObject **items; PyObject *slots[4]; Py_ssize_t n, k; } Timers;

static int traverse(PyObject *op, visitproc visit, void *arg)
{
	Timers *self = (Timers *) op;
	Py_ssize_t i;

	for (i = 0; i < self->n; i++) {
		entry *e = &self->heap[i];

		Py_VISIT(e->cb);
	}
	for (PyObject **p = self->items; p < self->items + self->k; p++)
		Py_VISIT(*p);
	for (i = 0; i < 4; i++)
		Py_VISIT(self->slots[i]);
	return 0;
}
static int clear(PyObject *op)
{
	Timers *self = (Timers *) op;
	Py_ssize_t i;

	while (self->n > 0) {
		entry e = self->heap[--self->n];

		Py_DECREF(e.cb);
		Py_DECREF(e.name);
	}
	while (self->k > 0)
		Py_DECREF(self->items[--self->k]);
	for (i = 0; i < 4; i++)
		Py_CLEAR(self->slots[i]);
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
	PyObject *name = PyObject_Repr(o);

	if (!name)
		return NULL;
	self->items[self->k++] = Py_NewRef(o);
	Py_XSETREF(self->slots[self->k % 4], Py_NewRef(o));
	self->heap[self->n].cb = Py_NewRef(o);
	self->heap[self->n++].name = name;
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

typedef struct { PyObject_HEAD shared *s; } User;

static int u_traverse(PyObject *op, visitproc visit, void *arg) { return 0; }
static int u_clear(PyObject *op)
{
	shared *s = ((User *) op)->s;

	if (s && --s->refs == 0) {
		Py_DECREF(s->hook);
		PyMem_Free(s);
	}
	((User *) op)->s = NULL;
	return 0;
}
static void u_dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	u_clear(op);
	Py_TYPE(op)->tp_free(op);
}
static PyObject *u_hook(PyObject *op, PyObject *o)
{
	Py_XSETREF(((User *) op)->s->hook, Py_NewRef(o));
	Py_RETURN_NONE;
}
static PyMethodDef u_methods[] = { {"hook", u_hook, METH_O, NULL}, {NULL} };
PyTypeObject User_Type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.User", .tp_basicsize = sizeof (User),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = u_traverse, .tp_clear = u_clear,
	.tp_dealloc = u_dealloc, .tp_methods = u_methods,
};
