// SPDX-License-Identifier: GPL-3.0-or-later
/* What a member holds is lost with the struct. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct waiter {
	struct waiter *next;
	PyObject *func, *arg;
} waiter;

/* Nothing releases `note'. */
typedef struct entry {
	struct entry *next;
	PyObject *key, *note;
} entry;

typedef struct {
	PyObject_HEAD
	waiter *head;
	entry *entries;
	PyObject *name, *unit, *lent;
} Queue;

static PyObject *queue_add(Queue *self, PyObject *args)
{
	PyObject *func, *arg = Py_None;
	waiter *w;
	entry *e;

	if (!PyArg_ParseTuple(args, "O|O", &func, &arg))
		return NULL;
	w = PyMem_Malloc(sizeof(*w));
	if (!w)
		return PyErr_NoMemory();
	e = PyMem_Malloc(sizeof(*e));
	if (!e) {
		PyMem_Free(w);
		return PyErr_NoMemory();
	}
	w->func = Py_NewRef(func);
	w->arg = Py_NewRef(arg);
	w->next = self->head;
	self->head = w;
	e->key = Py_NewRef(func);
	e->note = Py_NewRef(arg);
	e->next = self->entries;
	self->entries = e;
	Py_RETURN_NONE;
}

static PyObject *run_bad(Queue *self, PyObject *unused)
{
	waiter *w = self->head;
	PyObject *res;

	if (!w)
		Py_RETURN_NONE;
	self->head = w->next;
	res = PyObject_CallOneArg(w->func, w->arg);
	Py_DECREF(w->func);
	PyMem_Free(w); // expect: reference-leak 'arg' 'when the struct is freed'
	return res;
}

static PyObject *run_ok(Queue *self, PyObject *unused)
{
	waiter *w = self->head;
	PyObject *res;

	if (!w)
		Py_RETURN_NONE;
	self->head = w->next;
	res = PyObject_CallOneArg(w->func, w->arg);
	Py_DECREF(w->func);
	Py_DECREF(w->arg);
	PyMem_Free(w);
	return res;
}

/* The argument's reference goes out. */
static PyObject *pop_ok(Queue *self, PyObject *unused)
{
	waiter *w = self->head;
	PyObject *arg;

	if (!w)
		Py_RETURN_NONE;
	self->head = w->next;
	arg = w->arg;
	Py_DECREF(w->func);
	PyMem_Free(w);
	return arg;
}

static void waiter_clear(waiter *w)
{
	Py_CLEAR(w->arg);
}

static PyObject *drop_ok(Queue *self, PyObject *unused)
{
	waiter *w = self->head;

	if (w) {
		self->head = w->next;
		waiter_clear(w);
		Py_DECREF(w->func);
		PyMem_Free(w);
	}
	Py_RETURN_NONE;
}

static PyObject *queue_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
	Queue *self = (Queue *)type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->name = PyUnicode_FromString("a queue");
	self->unit = PyUnicode_FromString("seconds");
	if (!self->name || !self->unit) {
		Py_DECREF(self);
		return NULL;
	}
	self->lent = self->name;
	return (PyObject *)self;
}

static PyObject *unit_of(Queue *self, PyObject *unused)
{
	return Py_NewRef(self->unit);
}

static void queue_dealloc_bad(Queue *self)
{
	waiter *w;
	entry *e;

	while ((w = self->head) != NULL) {
		self->head = w->next;
		Py_DECREF(w->func);
		Py_DECREF(w->arg);
		PyMem_Free(w);
	}
	while ((e = self->entries) != NULL) {
		self->entries = e->next;
		Py_DECREF(e->key);
		PyMem_Free(e); // expect: reference-leak 'note' 'when the struct is freed'
	}
	Py_XDECREF(self->name);
	Py_XDECREF(self->unit);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef queue_methods[] = {
	{ "add", (PyCFunction)queue_add, METH_VARARGS, NULL },
	{ "run_bad", (PyCFunction)run_bad, METH_NOARGS, NULL },
	{ "run", (PyCFunction)run_ok, METH_NOARGS, NULL },
	{ "pop", (PyCFunction)pop_ok, METH_NOARGS, NULL },
	{ "drop", (PyCFunction)drop_ok, METH_NOARGS, NULL },
	{ "unit", (PyCFunction)unit_of, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

PyTypeObject Queue_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Queue",
	.tp_basicsize = sizeof(Queue),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = queue_new,
	.tp_dealloc = (destructor)queue_dealloc_bad,
	.tp_methods = queue_methods,
};
