// SPDX-License-Identifier: GPL-3.0-or-later
/* A copy of an object has members of its own; elements and slots that own what
 * they hold; a helper that takes a reference on another way. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct entry { struct entry *next; PyObject *key, *value; };

typedef struct {
	PyObject_HEAD
	PyObject *name;
	PyObject *handlers[4];
	struct entry *entries;
	int size;
} Font;

static PyObject *copy_bad(Font *self, PyObject *noargs)
{
	PyTypeObject *tp = Py_TYPE(self);
	Font *f = (Font *)tp->tp_alloc(tp, 0);

	if (!f)
		return NULL;
	f->size = self->size;
	f->name = self->name;	// expect: missing-incref
	return (PyObject *)f;
}

static PyObject *copy_ok(Font *self, PyObject *noargs)
{
	PyTypeObject *tp = Py_TYPE(self);
	Font *f = (Font *)tp->tp_alloc(tp, 0);

	if (!f)
		return NULL;
	f->size = self->size;
	f->name = self->name;
	Py_XINCREF(f->name);
	return (PyObject *)f;
}

static PyObject *move_ok(Font *self, PyObject *noargs)
{
	PyTypeObject *tp = Py_TYPE(self);
	Font *f = (Font *)tp->tp_alloc(tp, 0);

	if (!f)
		return NULL;
	f->name = self->name;
	self->name = NULL;
	return (PyObject *)f;
}

static PyObject *set_handler_bad(Font *self, PyObject *args)
{
	PyObject *func;
	unsigned n;

	if (!PyArg_ParseTuple(args, "IO", &n, &func))
		return NULL;
	Py_XSETREF(self->handlers[n % 4], func); // expect: missing-incref
	Py_RETURN_NONE;
}

static PyObject *set_handler_ok(Font *self, PyObject *args)
{
	PyObject *func;
	unsigned n;

	if (!PyArg_ParseTuple(args, "IO", &n, &func))
		return NULL;
	Py_INCREF(func);
	Py_XSETREF(self->handlers[n % 4], func);
	Py_RETURN_NONE;
}

static PyObject **slot_of(Font *self, unsigned n)
{
	return &self->handlers[n % 4];
}

static PyObject *set_slot_bad(Font *self, PyObject *v)
{
	PyObject **slot = slot_of(self, 1), *old = *slot;

	*slot = v;	// expect: missing-incref
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *set_slot_ok(Font *self, PyObject *v)
{
	PyObject **slot = slot_of(self, 1), *old = *slot;

	Py_INCREF(v);
	*slot = v;
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static struct entry *find(Font *self, PyObject *key)
{
	struct entry *e;

	for (e = self->entries; e && e->key != key; e = e->next)
		;
	return e;
}

static struct entry *entry_new(Font *self, PyObject *key, PyObject *value)
{
	struct entry *e = PyMem_Malloc(sizeof(*e));

	if (!e) {
		PyErr_NoMemory();
		return NULL;
	}
	e->next = self->entries;
	e->key = Py_NewRef(key);
	e->value = Py_NewRef(value);
	self->entries = e;
	return e;
}

static void entry_free(struct entry *e)
{
	PyObject *key = e->key, *value = e->value;

	PyMem_Free(e);
	Py_DECREF(key);
	Py_DECREF(value);
}

static int assign_bad(Font *self, PyObject *key, PyObject *value)
{
	struct entry *e = find(self, key);
	PyObject *old;

	if (e) {
		old = e->value;
		e->value = value;	// expect: missing-incref
		Py_DECREF(old);
		return 0;
	}
	return entry_new(self, key, value) ? 0 : -1;
}

static PyObject *assign_ok(Font *self, PyObject *args)
{
	PyObject *key, *value, *old;
	struct entry *e;

	if (!PyArg_ParseTuple(args, "OO", &key, &value))
		return NULL;
	e = find(self, key);
	if (e) {
		old = e->value;
		Py_INCREF(value);
		e->value = value;
		Py_DECREF(old);
	} else if (!entry_new(self, key, value)) {
		return NULL;
	}
	Py_RETURN_NONE;
}

static void font_dealloc(Font *self)
{
	unsigned i;

	Py_XDECREF(self->name);
	for (i = 0; i < 4; i++)
		Py_XDECREF(self->handlers[i]);
	while (self->entries) {
		struct entry *e = self->entries;

		self->entries = e->next;
		entry_free(e);
	}
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef methods[] = {
	{"copy", (PyCFunction)copy_bad, METH_NOARGS, NULL},
	{"copy2", (PyCFunction)copy_ok, METH_NOARGS, NULL},
	{"move", (PyCFunction)move_ok, METH_NOARGS, NULL},
	{"handler", (PyCFunction)set_handler_bad, METH_VARARGS, NULL},
	{"handler2", (PyCFunction)set_handler_ok, METH_VARARGS, NULL},
	{"slot", (PyCFunction)set_slot_bad, METH_O, NULL},
	{"slot2", (PyCFunction)set_slot_ok, METH_O, NULL},
	{"assign", (PyCFunction)assign_ok, METH_VARARGS, NULL},
	{NULL, NULL, 0, NULL}
};

static PyMappingMethods as_mapping = {
	.mp_ass_subscript = (objobjargproc)assign_bad,
};

PyTypeObject Font_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "copied.Font", .tp_basicsize = sizeof(Font),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)font_dealloc, .tp_methods = methods,
	.tp_as_mapping = &as_mapping,
};
