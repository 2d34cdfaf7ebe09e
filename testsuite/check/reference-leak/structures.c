// SPDX-License-Identifier: GPL-3.0-or-later
/* References that fields, arrays, linked structures and statics own, and
   what becomes of the old ones. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *callback;
	PyObject *name;
	PyObject **items;
	Py_ssize_t count;
	struct cell *head;
} Box;

struct cell {
	struct cell *next;
	PyObject *value;
};

static PyObject *last_error;

static int box_traverse(Box *self, visitproc visit, void *arg)
{
	struct cell *c;
	Py_ssize_t i;

	Py_VISIT(self->callback);
	for (i = 0; i < self->count; i++)
		Py_VISIT(self->items[i]);
	for (c = self->head; c; c = c->next)
		Py_VISIT(c->value);
	return 0;
}

static int box_clear(Box *self)
{
	Py_ssize_t i;

	Py_CLEAR(self->callback);
	Py_CLEAR(self->name);
	for (i = 0; i < self->count; i++)
		Py_CLEAR(self->items[i]);
	while (self->head) {
		struct cell *c = self->head;

		self->head = c->next;
		Py_DECREF(c->value);
		PyMem_Free(c);
	}
	return 0;
}

static void box_dealloc(Box *self)
{
	PyObject_GC_UnTrack(self);
	box_clear(self);
	PyMem_Free(self->items);
	PyObject_GC_Del(self);
}

/* The old callback is not released. */
static PyObject *set_callback_bad(Box *self, PyObject *cb)
{
	if (cb != Py_None && !PyCallable_Check(cb)) {
		PyErr_SetString(PyExc_TypeError, "not callable");
		return NULL;
	}
	Py_INCREF(cb);
	self->callback = cb; // expect: reference-leak
	Py_RETURN_NONE;
}

static PyObject *set_callback_ok(Box *self, PyObject *cb)
{
	if (cb != Py_None && !PyCallable_Check(cb)) {
		PyErr_SetString(PyExc_TypeError, "not callable");
		return NULL;
	}
	Py_INCREF(cb);
	Py_XSETREF(self->callback, cb);
	Py_RETURN_NONE;
}

static PyObject *reset_bad(Box *self, PyObject *Py_UNUSED(unused))
{
	self->callback = NULL; // expect: reference-leak
	Py_RETURN_NONE;
}

static PyObject *reset_ok(Box *self, PyObject *Py_UNUSED(unused))
{
	PyObject *old = self->callback;

	self->callback = NULL;
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static int set_name_bad(Box *self, PyObject *value, void *closure)
{
	PyObject *text;

	if (value == NULL) {
		Py_CLEAR(self->name);
		return 0;
	}
	text = PyObject_Str(value);
	if (text == NULL)
		return -1;
	self->name = text; // expect: reference-leak
	return 0;
}

static int set_name_ok(Box *self, PyObject *value, void *closure)
{
	PyObject *text;

	if (value == NULL) {
		Py_CLEAR(self->name);
		return 0;
	}
	text = PyObject_Str(value);
	if (text == NULL)
		return -1;
	Py_XDECREF(self->name);
	self->name = text;
	return 0;
}

/* Nothing is there yet: no old value is lost. */
static PyObject *first_time_ok(Box *self, PyObject *arg)
{
	if (self->name) {
		PyErr_SetString(PyExc_RuntimeError, "named already");
		return NULL;
	}
	self->name = PyObject_Str(arg);
	if (!self->name)
		return NULL;
	return Py_NewRef(self->name);
}

static PyObject *box_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Box *self = (Box *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->name = PyUnicode_FromString("box");
	if (!self->name) {
		Py_DECREF(self);
		return NULL;
	}
	return (PyObject *) self;
}

static PyObject *push_ok(Box *self, PyObject *arg)
{
	struct cell *c = (struct cell *) PyMem_Malloc(sizeof(*c));

	if (!c)
		return PyErr_NoMemory();
	c->value = Py_NewRef(arg);
	c->next = self->head;
	self->head = c;
	Py_RETURN_NONE;
}

static PyObject *push_bad(Box *self, PyObject *arg)
{
	PyObject *copy = PySequence_List(arg);
	struct cell *c;

	if (!copy)
		return NULL;
	c = (struct cell *) PyMem_Malloc(sizeof(*c));
	if (!c)
		return PyErr_NoMemory(); // expect: reference-leak 'copy'
	c->value = copy;
	c->next = self->head;
	self->head = c;
	Py_RETURN_NONE;
}

static PyObject *cell_freed_bad(Box *self, PyObject *arg)
{
	struct cell *c = (struct cell *) PyMem_Malloc(sizeof(*c));

	if (!c)
		return PyErr_NoMemory();
	c->value = PyObject_Repr(arg);
	if (!c->value) {
		PyMem_Free(c);
		return NULL;
	}
	if (self->count > 100) {
		PyMem_Free(c);
		PyErr_SetString(PyExc_OverflowError, "full");
		return NULL; // expect: reference-leak
	}
	c->next = self->head;
	self->head = c;
	Py_RETURN_NONE;
}

static PyObject *pop_ok(Box *self, PyObject *Py_UNUSED(unused))
{
	struct cell *c = self->head;
	PyObject *value;

	if (!c)
		Py_RETURN_NONE;
	value = c->value;
	self->head = c->next;
	PyMem_Free(c);
	return value;
}

static PyObject *extend_ok(Box *self, PyObject *arg)
{
	PyObject **items = (PyObject **) PyMem_Realloc(self->items,
		(size_t) (self->count + 1) * sizeof(*items));

	if (!items)
		return PyErr_NoMemory();
	self->items = items;
	items[self->count++] = Py_NewRef(arg);
	Py_RETURN_NONE;
}

static PyObject *extend_bad(Box *self, PyObject *arg)
{
	PyObject *item = PyObject_Repr(arg);
	PyObject **items;

	if (!item)
		return NULL;
	items = (PyObject **) PyMem_Realloc(self->items,
		(size_t) (self->count + 1) * sizeof(*items));
	if (!items)
		return PyErr_NoMemory(); // expect: reference-leak 'item'
	self->items = items;
	items[self->count++] = item;
	Py_RETURN_NONE;
}

static PyObject *remember_bad(Box *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg);

	if (!text)
		return NULL;
	if (PyUnicode_GET_LENGTH(text) == 0)
		Py_RETURN_NONE; // expect: reference-leak 'text'
	Py_XSETREF(last_error, text);
	Py_RETURN_NONE;
}

static PyObject *remember_ok(Box *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg);

	if (!text)
		return NULL;
	if (PyUnicode_GET_LENGTH(text) == 0) {
		Py_DECREF(text);
		Py_RETURN_NONE;
	}
	Py_XSETREF(last_error, text);
	Py_RETURN_NONE;
}

static PyObject *swap_ok(Box *self, PyObject *arg)
{
	PyObject *old;

	Py_INCREF(arg);
	old = self->callback;
	self->callback = arg;
	if (!old)
		Py_RETURN_NONE;
	return old;
}

static PyObject *swap_bad(Box *self, PyObject *arg)
{
	PyObject *old;

	Py_INCREF(arg);
	old = self->callback;
	self->callback = arg;
	if (!old)
		Py_RETURN_NONE;
	return Py_NewRef(old); // expect: reference-leak 'old'
}

static PyMethodDef box_methods[] = {
	{ "set_callback_bad", (PyCFunction) set_callback_bad, METH_O, NULL },
	{ "set_callback", (PyCFunction) set_callback_ok, METH_O, NULL },
	{ "reset_bad", (PyCFunction) reset_bad, METH_NOARGS, NULL },
	{ "reset", (PyCFunction) reset_ok, METH_NOARGS, NULL },
	{ "first_time", (PyCFunction) first_time_ok, METH_O, NULL },
	{ "push", (PyCFunction) push_ok, METH_O, NULL },
	{ "push_bad", (PyCFunction) push_bad, METH_O, NULL },
	{ "cell_freed_bad", (PyCFunction) cell_freed_bad, METH_O, NULL },
	{ "pop", (PyCFunction) pop_ok, METH_NOARGS, NULL },
	{ "extend", (PyCFunction) extend_ok, METH_O, NULL },
	{ "extend_bad", (PyCFunction) extend_bad, METH_O, NULL },
	{ "remember_bad", (PyCFunction) remember_bad, METH_O, NULL },
	{ "remember", (PyCFunction) remember_ok, METH_O, NULL },
	{ "swap", (PyCFunction) swap_ok, METH_O, NULL },
	{ "swap_bad", (PyCFunction) swap_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyGetSetDef box_getset[] = {
	{ "name_bad", NULL, (setter) set_name_bad, NULL, NULL },
	{ "name", NULL, (setter) set_name_ok, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
static PyTypeObject box_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "structures.Box", .tp_basicsize = sizeof (Box),
	.tp_dealloc = (destructor) box_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = (traverseproc) box_traverse,
	.tp_clear = (inquiry) box_clear,
	.tp_methods = box_methods, .tp_getset = box_getset,
	.tp_new = box_new,
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "structures", NULL, -1, NULL, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_structures(void)
{
	PyObject *m;

	if (PyType_Ready(&box_type) < 0)
		return NULL;
	m = PyModule_Create(&module);
	if (!m)
		return NULL;
	Py_INCREF(&box_type);
	if (PyModule_AddObject(m, "Box", (PyObject *) &box_type) < 0) {
		Py_DECREF(&box_type);
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
