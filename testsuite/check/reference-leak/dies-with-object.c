/* SPDX-License-Identifier: GPL-3.0-or-later */
/* References in members that the dealloc knows nothing of. */
#include <Python.h>

void close_handle(void *handle);
void keep(PyObject *o);

/* A setter, a getter; the dealloc forgets one of two members. */
struct pair {
	PyObject_HEAD
	void *handle;
	PyObject *name, *hook;
};

static int pair_set_hook(PyObject *op, PyObject *value, void *closure)
{
	struct pair *self = (struct pair *) op;
	PyObject *old = self->hook;

	Py_XINCREF(value);
	self->hook = value;
	Py_XDECREF(old);
	return 0;
}

static PyObject *pair_get_hook(PyObject *op, void *closure)
{
	struct pair *self = (struct pair *) op;

	if (!self->hook)
		Py_RETURN_NONE;
	Py_INCREF(self->hook);
	return self->hook;
}

static PyObject *pair_run(PyObject *op, PyObject *arg)
{
	struct pair *self = (struct pair *) op;

	if (!self->hook) {
		PyErr_SetString(PyExc_ValueError, "no hook");
		return NULL;
	}
	return PyObject_CallFunctionObjArgs(self->hook, arg, NULL);
}

static int pair_init(PyObject *op, PyObject *args, PyObject *kw)
{
	struct pair *self = (struct pair *) op;
	PyObject *old = self->name;

	self->name = PyUnicode_FromString("pair");
	Py_XDECREF(old);
	return self->name ? 0 : -1;
}

static void pair_dealloc_bad(PyObject *op)
{
	struct pair *self = (struct pair *) op;

	close_handle(self->handle);
	Py_XDECREF(self->name);
	Py_TYPE(op)->tp_free(op);	// expect: reference-leak 'hook'
}

static PyGetSetDef pair_getset[] = {
	{ "hook", pair_get_hook, pair_set_hook, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};

static PyMethodDef pair_methods[] = {
	{ "run", pair_run, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject pair_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "dies.pair",
	.tp_basicsize = sizeof (struct pair),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_init = pair_init,
	.tp_new = PyType_GenericNew,
	.tp_getset = pair_getset,
	.tp_methods = pair_methods,
	.tp_dealloc = pair_dealloc_bad
};

/* The same, and it knows. */
struct good {
	PyObject_HEAD
	void *handle;
	PyObject *hook;
};

static int good_set_hook(PyObject *op, PyObject *value, void *closure)
{
	struct good *self = (struct good *) op;
	PyObject *old = self->hook;

	Py_XINCREF(value);
	self->hook = value;
	Py_XDECREF(old);
	return 0;
}

static void good_dealloc_ok(PyObject *op)
{
	struct good *self = (struct good *) op;

	close_handle(self->handle);
	Py_XDECREF(self->hook);
	Py_TYPE(op)->tp_free(op);
}

static PyGetSetDef good_getset[] = {
	{ "hook", NULL, good_set_hook, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};

PyTypeObject good_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "dies.good",
	.tp_basicsize = sizeof (struct good),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_getset = good_getset,
	.tp_dealloc = good_dealloc_ok
};

/* What is borrowed; what close () gives up; what a library got. */
struct other {
	PyObject_HEAD
	PyObject *owner, *file, *given, *none;
};

static PyObject *other_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	struct other *self;
	PyObject *owner, *file;

	if (!PyArg_ParseTuple(args, "OO", &owner, &file))
		return NULL;
	self = (struct other *) type->tp_alloc(type, 0);
	if (!self)
		return NULL;
	self->owner = owner;
	Py_INCREF(file);
	self->file = file;
	Py_INCREF(Py_None);
	self->none = Py_None;
	self->given = PyList_New(0);
	if (!self->given) {
		Py_DECREF(self);
		return NULL;
	}
	keep(self->given);
	return (PyObject *) self;
}

static PyObject *other_close(PyObject *op, PyObject *unused)
{
	struct other *self = (struct other *) op;

	Py_CLEAR(self->file);
	Py_RETURN_NONE;
}

static void other_dealloc_ok(PyObject *op)
{
	Py_TYPE(op)->tp_free(op);
}

static PyMethodDef other_methods[] = {
	{ "close", other_close, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject other_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "dies.other",
	.tp_basicsize = sizeof (struct other),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = other_new,
	.tp_methods = other_methods,
	.tp_dealloc = other_dealloc_ok
};

/* A helper of the dealloc releases; another type's dealloc is called. */
struct shared {
	PyObject_HEAD
	PyObject *part;
};

static void shared_drop(struct shared *self)
{
	Py_XDECREF(self->part);
}

static PyObject *shared_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	struct shared *self = (struct shared *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->part = PyDict_New();
	if (!self->part) {
		Py_DECREF(self);
		return NULL;
	}
	return (PyObject *) self;
}

static void shared_dealloc_ok(PyObject *op)
{
	shared_drop((struct shared *) op);
	PyObject_Free(op);
}

PyTypeObject shared_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "dies.shared",
	.tp_basicsize = sizeof (struct shared),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = shared_new,
	.tp_dealloc = shared_dealloc_ok
};

/* What was taken out of a tuple of arguments; a getter that falls back. */
struct late {
	PyObject_HEAD
	PyObject *extra;
};

static int late_init(PyObject *op, PyObject *args, PyObject *kw)
{
	struct late *self = (struct late *) op;
	PyObject *extra = NULL;

	if (!PyArg_ParseTuple(args, "|O", &extra))
		return -1;
	if (extra) {
		Py_INCREF(extra);
		Py_XSETREF(self->extra, extra);
	}
	return 0;
}

static PyObject *late_extra(PyObject *op, void *closure)
{
	struct late *self = (struct late *) op;
	PyObject *r = self->extra ? self->extra : Py_None;

	Py_INCREF(r);
	return r;
}

static void late_dealloc_bad(PyObject *op)
{
	PyObject_Free(op);	// expect: reference-leak 'extra' 'dies.late'
}

static PyGetSetDef late_getset[] = {
	{ "extra", late_extra, NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};

PyTypeObject late_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "dies.late",
	.tp_basicsize = sizeof (struct late),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_init = late_init,
	.tp_new = PyType_GenericNew,
	.tp_getset = late_getset,
	.tp_dealloc = late_dealloc_bad
};
