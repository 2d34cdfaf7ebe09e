// SPDX-License-Identifier: GPL-3.0-or-later
/* A descriptor in a member; a member of a struct in the object, behind a call
   that fills another one. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <fcntl.h>
#include <unistd.h>

typedef struct {
	PyObject_HEAD
	int fd, count;
	Py_buffer view;
	struct { PyObject *cb; void *data; } hook;
} Res;

static int open_bad(Res *self, PyObject *args, PyObject *kwds)
{
	const char *path;
	int fd;

	if (!PyArg_ParseTuple(args, "s", &path))
		return -1;
	fd = open(path, O_RDONLY);
	if (fd < 0) {
		PyErr_SetFromErrnoWithFilename(PyExc_OSError, path);
		return -1;
	}
	self->count = 0;
	self->fd = fd; // expect: reinit-leak 'self->fd'
	return 0;
}

static int open_ok(Res *self, PyObject *args, PyObject *kwds)
{
	const char *path;
	int fd;

	if (!PyArg_ParseTuple(args, "s", &path))
		return -1;
	fd = open(path, O_RDONLY);
	if (fd < 0) {
		PyErr_SetFromErrnoWithFilename(PyExc_OSError, path);
		return -1;
	}
	if (self->fd > 0)
		close(self->fd);
	self->count = 0;
	self->fd = fd;
	return 0;
}

static int hook_bad(Res *self, PyObject *args, PyObject *kwds)
{
	PyObject *name, *src;

	if (!PyArg_ParseTuple(args, "UO", &name, &src))
		return -1;
	if (self->view.obj)
		PyBuffer_Release(&self->view);
	if (PyObject_GetBuffer(src, &self->view, PyBUF_SIMPLE) < 0)
		return -1;
	self->hook.cb = Py_NewRef(name); // expect: reinit-leak 'cb'
	return 0;
}

static int hook_ok(Res *self, PyObject *args, PyObject *kwds)
{
	PyObject *name, *src;

	if (!PyArg_ParseTuple(args, "UO", &name, &src))
		return -1;
	if (self->view.obj)
		PyBuffer_Release(&self->view);
	if (PyObject_GetBuffer(src, &self->view, PyBUF_SIMPLE) < 0)
		return -1;
	Py_XSETREF(self->hook.cb, Py_NewRef(name));
	return 0;
}

static void res_dealloc(Res *self)
{
	Py_XDECREF(self->hook.cb);
	if (self->fd > 0)
		close(self->fd);
	if (self->view.obj)
		PyBuffer_Release(&self->view);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

#define TYPE(id, init) \
PyTypeObject id = { \
	PyVarObject_HEAD_INIT(NULL, 0) \
	.tp_name = "m." #id, \
	.tp_basicsize = sizeof(Res), \
	.tp_flags = Py_TPFLAGS_DEFAULT, \
	.tp_new = PyType_GenericNew, \
	.tp_init = (initproc)init, \
	.tp_dealloc = (destructor)res_dealloc, \
}
TYPE (OpenBad, open_bad);
TYPE (Open, open_ok);
TYPE (HookBad, hook_bad);
TYPE (Hook, hook_ok);
