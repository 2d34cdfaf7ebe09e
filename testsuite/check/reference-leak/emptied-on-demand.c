/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members that a method empties: an object can die before it is called. */
#include <Python.h>

/* A hook that can be set and taken away; a scratch list of one call; what is
 * held while the object keeps itself alive. */
struct task {
	PyObject_HEAD
	PyObject *hook, *other, *scratch, *running;
};

static PyObject *task_set(PyObject *op, PyObject *hook)
{
	struct task *self = (struct task *) op;

	Py_INCREF(hook);
	Py_XSETREF(self->hook, hook);
	Py_RETURN_NONE;
}

static PyObject *task_unset(PyObject *op, PyObject *unused)
{
	struct task *self = (struct task *) op;

	Py_CLEAR(self->hook);
	Py_RETURN_NONE;
}

static PyObject *task_take(PyObject *op, PyObject *unused)
{
	struct task *self = (struct task *) op;
	PyObject *other = self->other;

	if (!other)
		Py_RETURN_NONE;
	self->other = NULL;
	return other;
}

static PyObject *task_give(PyObject *op, PyObject *other)
{
	struct task *self = (struct task *) op;

	if (self->other) {
		PyErr_SetString(PyExc_ValueError, "there is one");
		return NULL;
	}
	Py_INCREF(other);
	self->other = other;
	Py_RETURN_NONE;
}

static PyObject *task_call(PyObject *op, PyObject *callable)
{
	struct task *self = (struct task *) op;
	PyObject *r;

	self->scratch = PyList_New(0);
	if (!self->scratch)
		return NULL;
	r = PyObject_CallFunctionObjArgs(callable, self->scratch, NULL);
	Py_CLEAR(self->scratch);
	return r;
}

static PyObject *task_start(PyObject *op, PyObject *name)
{
	struct task *self = (struct task *) op;

	if (self->running)
		Py_RETURN_NONE;
	self->running = PyObject_Str(name);
	if (!self->running)
		return NULL;
	Py_INCREF(op);
	Py_RETURN_NONE;
}

static PyObject *task_stop(PyObject *op, PyObject *unused)
{
	struct task *self = (struct task *) op;

	if (self->running) {
		Py_CLEAR(self->running);
		Py_DECREF(op);
	}
	Py_RETURN_NONE;
}

static void task_dealloc_bad(PyObject *op)
{
	Py_TYPE(op)->tp_free(op); // expect: reference-leak 'hook' expect: reference-leak 'other'
}

static PyMethodDef task_methods[] = {
	{ "set", task_set, METH_O, NULL },
	{ "unset", task_unset, METH_NOARGS, NULL },
	{ "take", task_take, METH_NOARGS, NULL },
	{ "give", task_give, METH_O, NULL },
	{ "call", task_call, METH_O, NULL },
	{ "start", task_start, METH_O, NULL },
	{ "stop", task_stop, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject task_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "emptied.task",
	.tp_basicsize = sizeof (struct task),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew,
	.tp_methods = task_methods,
	.tp_dealloc = task_dealloc_bad
};

/* The same, and a finalizer sees to it, or the dealloc asks. */
struct good {
	PyObject_HEAD
	PyObject *hook, *checked;
};

static PyObject *good_set(PyObject *op, PyObject *hook)
{
	struct good *self = (struct good *) op;

	Py_INCREF(hook);
	Py_XSETREF(self->hook, hook);
	Py_INCREF(hook);
	Py_XSETREF(self->checked, hook);
	Py_RETURN_NONE;
}

static PyObject *good_unset(PyObject *op, PyObject *unused)
{
	struct good *self = (struct good *) op;

	Py_CLEAR(self->hook);
	Py_CLEAR(self->checked);
	Py_RETURN_NONE;
}

static void good_finalize(PyObject *op)
{
	struct good *self = (struct good *) op;

	Py_CLEAR(self->hook);
}

static void good_dealloc_ok(PyObject *op)
{
	struct good *self = (struct good *) op;

	if (PyObject_CallFinalizerFromDealloc(op) < 0)
		return;
	if (self->checked)
		Py_FatalError("unset () was not called");
	Py_TYPE(op)->tp_free(op);
}

static PyMethodDef good_methods[] = {
	{ "set", good_set, METH_O, NULL },
	{ "unset", good_unset, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject good_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "emptied.good",
	.tp_basicsize = sizeof (struct good),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew,
	.tp_methods = good_methods,
	.tp_finalize = good_finalize,
	.tp_dealloc = good_dealloc_ok
};
