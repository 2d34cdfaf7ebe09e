/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buffers, streams and locks in members of an object, which nothing in the
 * unit releases, and their twins. */
#include <Python.h>
#include <stdio.h>

void library_keep(Py_buffer *view);

struct chunks {
	PyObject_HEAD
	Py_buffer view;
	PyObject *source;
};

static PyObject *chunks_next(PyObject *op)
{
	struct chunks *self = (struct chunks *) op;
	PyObject *item;

	if (self->view.buf == NULL) {
		item = PyIter_Next(self->source);
		if (!item)
			return NULL;
		if (PyObject_GetBuffer(item, &self->view, PyBUF_SIMPLE) < 0) {
			Py_DECREF(item);
			return NULL;
		}
		Py_DECREF(item);
	}
	return PyBytes_FromStringAndSize(self->view.buf, 1);
}

static void chunks_dealloc_bad(PyObject *op)
{
	struct chunks *self = (struct chunks *) op;

	Py_XDECREF(self->source);
	Py_TYPE(op)->tp_free(op); // expect: resource-leak 'Py_buffer' 'view'
}

PyTypeObject chunks_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "held.chunks",
	.tp_basicsize = sizeof (struct chunks),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_iter = PyObject_SelfIter,
	.tp_iternext = chunks_next,
	.tp_dealloc = chunks_dealloc_bad
};

struct good {
	PyObject_HEAD
	Py_buffer view;
};

static PyObject *good_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	struct good *self;
	Py_buffer view;

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	self = (struct good *) type->tp_alloc(type, 0);
	if (!self) {
		PyBuffer_Release(&view);
		return NULL;
	}
	self->view = view;
	return (PyObject *) self;
}

static void good_dealloc_ok(PyObject *op)
{
	PyBuffer_Release(&((struct good *) op)->view);
	Py_TYPE(op)->tp_free(op);
}

PyTypeObject good_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "held.good",
	.tp_basicsize = sizeof (struct good),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = good_new,
	.tp_dealloc = good_dealloc_ok
};

/* By a struct that is copied; a stream; a lock. */
struct log {
	PyObject_HEAD
	Py_buffer text;
	FILE *out;
	PyThread_type_lock lock;
};

static PyObject *log_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	struct log *self;
	Py_buffer text;

	if (!PyArg_ParseTuple(args, "y*", &text))
		return NULL;
	self = (struct log *) type->tp_alloc(type, 0);
	if (!self) {
		PyBuffer_Release(&text);
		return NULL;
	}
	self->text = text;
	self->out = fopen("log", "w");
	self->lock = PyThread_allocate_lock();
	if (!self->out || !self->lock) {
		Py_DECREF(self);
		return PyErr_NoMemory();
	}
	return (PyObject *) self;
}

static PyObject *log_put(PyObject *op, PyObject *unused)
{
	struct log *self = (struct log *) op;

	PyThread_acquire_lock(self->lock, 1);
	fprintf(self->out, "%zd\n", self->text.len);
	PyThread_release_lock(self->lock);
	Py_RETURN_NONE;
}

static void log_dealloc_bad(PyObject *op)
{
	Py_TYPE(op)->tp_free(op); // expect: resource-leak 'text' expect: resource-leak 'out' expect: resource-leak 'lock'
}

static PyMethodDef log_methods[] = {
	{ "put", log_put, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject log_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "held.log",
	.tp_basicsize = sizeof (struct log),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = log_new,
	.tp_methods = log_methods,
	.tp_dealloc = log_dealloc_bad
};

/* Released by close (), or handed to a library. */
struct other {
	PyObject_HEAD
	Py_buffer view, lent;
	FILE *out;
};

static PyObject *other_open(PyObject *op, PyObject *arg)
{
	struct other *self = (struct other *) op;

	if (self->out || self->view.obj || self->lent.obj) {
		PyErr_SetString(PyExc_ValueError, "open");
		return NULL;
	}
	if (PyObject_GetBuffer(arg, &self->view, PyBUF_SIMPLE) < 0
	    || PyObject_GetBuffer(arg, &self->lent, PyBUF_SIMPLE) < 0)
		return NULL;
	library_keep(&self->lent);
	self->out = fopen("other", "w");
	Py_RETURN_NONE;
}

static PyObject *other_close(PyObject *op, PyObject *unused)
{
	struct other *self = (struct other *) op;

	PyBuffer_Release(&self->view);
	if (self->out)
		fclose(self->out);
	self->out = NULL;
	Py_RETURN_NONE;
}

static void other_dealloc_ok(PyObject *op)
{
	Py_TYPE(op)->tp_free(op);
}

static PyMethodDef other_methods[] = {
	{ "open", other_open, METH_O, NULL },
	{ "close", other_close, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject other_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "held.other",
	.tp_basicsize = sizeof (struct other),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew,
	.tp_methods = other_methods,
	.tp_dealloc = other_dealloc_ok
};
