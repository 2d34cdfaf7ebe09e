// SPDX-License-Identifier: GPL-3.0-or-later
/* What the function does about other members says nothing of this one. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct { PyObject *attrib; Py_ssize_t n; } Extra;

typedef struct {
	PyObject_HEAD
	PyObject *memo, *write;
	PyThread_type_lock lock;
	Extra *extra;
	PyObject **arr;
	Py_ssize_t n;
	int ready;
} Box;

static int fill_extra(Box *self, PyObject *attrib)
{
	self->extra = PyMem_Malloc(sizeof(Extra));
	if (!self->extra) {
		PyErr_NoMemory();
		return -1;
	}
	self->extra->attrib = Py_NewRef(attrib);
	self->extra->n = 0;
	return 0;
}

static void drop_extra(Box *self)
{
	Extra *x = self->extra;

	if (!x)
		return;
	self->extra = NULL;
	Py_XDECREF(x->attrib);
	PyMem_Free(x);
}

static int fill_array(Box *self, PyObject *seq)
{
	PyObject *t = PySequence_Tuple(seq), **arr;
	Py_ssize_t i, n;

	if (!t)
		return -1;
	n = PyTuple_GET_SIZE(t);
	arr = PyMem_New(PyObject *, n + 1);
	if (!arr) {
		Py_DECREF(t);
		PyErr_NoMemory();
		return -1;
	}
	for (i = 0; i < n; i++)
		arr[i] = Py_NewRef(PyTuple_GET_ITEM(t, i));
	Py_DECREF(t);
	for (i = 0; i < self->n; i++)
		Py_DECREF(self->arr[i]);
	PyMem_Free(self->arr);
	self->arr = arr;
	self->n = n;
	return 0;
}

static int refuse_second(Box *self)
{
	if (self->ready) {
		PyErr_SetString(PyExc_RuntimeError, "called twice");
		return -1;
	}
	self->ready = 1;
	return 0;
}

static int file_init_bad(Box *self, PyObject *args, PyObject *kw)
{
	PyObject *file;

	if (!PyArg_ParseTuple(args, "O", &file))
		return -1;
	Py_CLEAR(self->memo);
	self->memo = PyDict_New();
	if (self->memo == NULL)
		return -1;
	self->write = PyObject_GetAttrString(file, "write"); // expect: reinit-leak
	if (self->write == NULL)
		return -1;
	return 0;
}

static int lock_init_bad(Box *self, PyObject *args, PyObject *kw)
{
	PyObject *file;

	if (!PyArg_ParseTuple(args, "O", &file))
		return -1;
	if (self->lock == NULL) {
		self->lock = PyThread_allocate_lock();
		if (self->lock == NULL) {
			PyErr_NoMemory();
			return -1;
		}
	}
	self->write = Py_NewRef(file);	// expect: reinit-leak
	return 0;
}

static int extra_init_bad(Box *self, PyObject *args, PyObject *kw)
{
	PyObject *file;

	if (!PyArg_ParseTuple(args, "O", &file))
		return -1;
	drop_extra(self);
	if (fill_extra(self, file) < 0)
		return -1;
	self->write = Py_NewRef(file);	// expect: reinit-leak
	return 0;
}

static int array_init_bad(Box *self, PyObject *args, PyObject *kw)
{
	PyObject *file;

	if (!PyArg_ParseTuple(args, "O", &file))
		return -1;
	if (fill_array(self, file) < 0)
		return -1;
	self->write = Py_NewRef(file);	// expect: reinit-leak
	return 0;
}

static int once_init_ok(Box *self, PyObject *args, PyObject *kw)
{
	PyObject *file;

	if (!PyArg_ParseTuple(args, "O", &file))
		return -1;
	if (refuse_second(self) < 0)
		return -1;
	self->write = Py_NewRef(file);
	return 0;
}

static int set_init_ok(Box *self, PyObject *args, PyObject *kw)
{
	PyObject *file;

	if (!PyArg_ParseTuple(args, "O", &file))
		return -1;
	if (fill_array(self, file) < 0)
		return -1;
	Py_XSETREF(self->write, Py_NewRef(file));
	return 0;
}

static void box_dealloc(Box *self)
{
	Py_ssize_t i;

	drop_extra(self);
	for (i = 0; i < self->n; i++)
		Py_DECREF(self->arr[i]);
	PyMem_Free(self->arr);
	if (self->lock)
		PyThread_free_lock(self->lock);
	Py_XDECREF(self->memo);
	Py_XDECREF(self->write);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

#define BOX(name, init) \
	PyTypeObject name = { \
		PyVarObject_HEAD_INIT(NULL, 0) \
		.tp_name = "box." #name, .tp_basicsize = sizeof(Box), \
		.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew, \
		.tp_init = (initproc)init, \
		.tp_dealloc = (destructor)box_dealloc, \
	}

BOX(File, file_init_bad);
BOX(Lock, lock_init_bad);
BOX(Extras, extra_init_bad);
BOX(Array, array_init_bad);
BOX(Once, once_init_ok);
BOX(Set, set_init_ok);
