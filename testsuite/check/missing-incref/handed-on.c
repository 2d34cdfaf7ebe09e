// SPDX-License-Identifier: GPL-3.0-or-later
/* Items of arrays of arguments, and of what a call made, given to a container;
   what Python calls an object by; helpers that store their argument and return
   something else. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>

static PyObject *pack_bad(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	PyObject *t = PyTuple_New(n);
	Py_ssize_t i;

	for (i = 0; t && i < n; i++)
		PyTuple_SET_ITEM(t, i, args[i]); // expect: missing-incref 'args[i]'
	return t;
}

static PyObject *pack_ok(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	PyObject *t = PyTuple_New(n);
	Py_ssize_t i;

	for (i = 0; t && i < n; i++)
		PyTuple_SET_ITEM(t, i, Py_NewRef(args[i]));
	return t;
}

/* Only functions that Python calls with them hand arguments on. */
static PyObject *key_of_bad(PyObject *const *items, Py_ssize_t n)
{
	PyObject *t = PyTuple_New(n);
	Py_ssize_t i;

	for (i = 0; t && i < n; i++)
		PyTuple_SET_ITEM(t, i, items[i]); // expect: missing-incref 'items[i]'
	return t;
}

static PyObject *key(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	return key_of_bad(args, n);
}

/* This one moves what its caller made. */
static PyObject *moved_ok(PyObject *const *items, Py_ssize_t n)
{
	PyObject *t = PyTuple_New(n);
	Py_ssize_t i;

	for (i = 0; t && i < n; i++)
		PyTuple_SET_ITEM(t, i, items[i]);
	return t;
}

static PyObject *two(PyObject *self, PyObject *arg)
{
	PyObject *made[2], *t;

	made[0] = PyObject_Str(arg);
	made[1] = made[0] ? PyObject_Repr(arg) : NULL;
	if (!made[1]) {
		Py_XDECREF(made[0]);
		return NULL;
	}
	t = moved_ok(made, 2);
	if (!t) {
		Py_DECREF(made[0]);
		Py_DECREF(made[1]);
	}
	return t;
}

static PyObject *copy_bad(PyObject *self, PyObject *arg)
{
	PyObject *f = PySequence_Tuple(arg), *l;
	Py_ssize_t i;

	if (!f)
		return NULL;
	l = PyList_New(PyTuple_GET_SIZE(f));
	for (i = 0; l && i < PyTuple_GET_SIZE(f); i++)
		PyList_SET_ITEM(l, i, PyTuple_GET_ITEM(f, i)); // expect: missing-incref 'f->ob_item[i]'
	Py_DECREF(f);
	return l;
}

static PyObject *copy_ok(PyObject *self, PyObject *arg)
{
	PyObject *f = PySequence_Tuple(arg), *l;
	Py_ssize_t i;

	if (!f)
		return NULL;
	l = PyList_New(PyTuple_GET_SIZE(f));
	for (i = 0; l && i < PyTuple_GET_SIZE(f); i++)
		PyList_SET_ITEM(l, i, Py_NewRef(PyTuple_GET_ITEM(f, i)));
	Py_DECREF(f);
	return l;
}

/* The slots are emptied: the items move. */
static PyObject *emptied_ok(PyObject *self, PyObject *arg)
{
	PyObject *f = PySequence_List(arg), *l;
	Py_ssize_t i;

	if (!f)
		return NULL;
	l = PyList_New(PyList_GET_SIZE(f));
	for (i = 0; l && i < PyList_GET_SIZE(f); i++) {
		PyList_SET_ITEM(l, i, PyList_GET_ITEM(f, i));
		PyList_SET_ITEM(f, i, NULL);
	}
	Py_DECREF(f);
	return l;
}

typedef struct timer {
	struct timer *next;
	PyObject *cb;
} timer;

typedef struct {
	PyObject_HEAD
	timer *timers;
	PyObject *last, *other;
	vectorcallfunc call;
} Loop;

/* Takes over the reference to CB. */
static timer *timer_new(PyObject *cb)
{
	timer *t = PyMem_Malloc(sizeof(timer));

	if (!t) {
		PyErr_NoMemory();
		return NULL;
	}
	t->cb = cb;
	t->next = NULL;
	return t;
}

static PyObject *add_bad(Loop *self, PyObject *args)
{
	PyObject *cb;
	timer *t;

	if (!PyArg_ParseTuple(args, "O", &cb))
		return NULL;
	t = timer_new(cb); // expect: missing-incref 'cb' 'timer_new'
	if (!t)
		return NULL;
	t->next = self->timers;
	self->timers = t;
	Py_RETURN_NONE;
}

static PyObject *add_ok(Loop *self, PyObject *args)
{
	PyObject *cb;
	timer *t;

	if (!PyArg_ParseTuple(args, "O", &cb))
		return NULL;
	t = timer_new(Py_NewRef(cb));
	if (!t) {
		Py_DECREF(cb);
		return NULL;
	}
	t->next = self->timers;
	self->timers = t;
	Py_RETURN_NONE;
}

/* Returns a new reference to something else. */
static PyObject *set_last(Loop *self, PyObject *value)
{
	Py_XSETREF(self->last, value);
	Py_RETURN_NONE;
}

static PyObject *last_bad(Loop *self, PyObject *arg)
{
	return set_last(self, arg); // expect: missing-incref 'arg' 'set_last'
}

static PyObject *last_ok(Loop *self, PyObject *arg)
{
	return set_last(self, Py_NewRef(arg));
}

static PyObject *set_other(Loop *self, PyObject *value)
{
	Py_INCREF(value);
	Py_XSETREF(self->other, value);
	Py_RETURN_NONE;
}

static PyObject *other_ok(Loop *self, PyObject *arg)
{
	return set_other(self, arg);
}

static PyObject *call_bad(PyObject *op, PyObject *const *args, size_t n,
			  PyObject *names)
{
	Loop *self = (Loop *)op;

	if (!self->last) {
		PyErr_SetString(PyExc_TypeError, "nothing to call");
		return NULL;
	}
	return self->last; // expect: missing-incref 'self->last'
}

static PyObject *loop_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
	Loop *self = (Loop *)type->tp_alloc(type, 0);

	if (self)
		self->call = call_bad;
	return (PyObject *)self;
}

static int loop_traverse(Loop *self, visitproc visit, void *arg)
{
	timer *t;

	for (t = self->timers; t; t = t->next)
		Py_VISIT(t->cb);
	Py_VISIT(self->last);
	Py_VISIT(self->other);
	return 0;
}

static int loop_clear(Loop *self)
{
	timer *t = self->timers;

	self->timers = NULL;
	while (t) {
		timer *next = t->next;

		Py_DECREF(t->cb);
		PyMem_Free(t);
		t = next;
	}
	Py_CLEAR(self->last);
	Py_CLEAR(self->other);
	return 0;
}

static void loop_dealloc(Loop *self)
{
	PyObject_GC_UnTrack(self);
	loop_clear(self);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef loop_methods[] = {
	{ "add_bad", (PyCFunction)add_bad, METH_VARARGS, NULL },
	{ "add", (PyCFunction)add_ok, METH_VARARGS, NULL },
	{ "last_bad", (PyCFunction)last_bad, METH_O, NULL },
	{ "last", (PyCFunction)last_ok, METH_O, NULL },
	{ "other", (PyCFunction)other_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyTypeObject Loop_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Loop",
	.tp_basicsize = sizeof(Loop),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC
		| Py_TPFLAGS_HAVE_VECTORCALL,
	.tp_new = loop_new,
	.tp_call = PyVectorcall_Call,
	.tp_vectorcall_offset = offsetof(Loop, call),
	.tp_dealloc = (destructor)loop_dealloc,
	.tp_traverse = (traverseproc)loop_traverse,
	.tp_clear = (inquiry)loop_clear,
	.tp_methods = loop_methods,
};

static PyMethodDef methods[] = {
	{ "pack_bad", (PyCFunction)(void (*)(void))pack_bad, METH_FASTCALL,
	  NULL },
	{ "pack", (PyCFunction)(void (*)(void))pack_ok, METH_FASTCALL, NULL },
	{ "key", (PyCFunction)(void (*)(void))key, METH_FASTCALL, NULL },
	{ "two", two, METH_O, NULL },
	{ "copy_bad", copy_bad, METH_O, NULL },
	{ "copy", copy_ok, METH_O, NULL },
	{ "emptied", emptied_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = -1,
	.m_methods = methods,
};

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m = PyModule_Create(&module);

	if (m && PyModule_AddType(m, &Loop_Type) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
