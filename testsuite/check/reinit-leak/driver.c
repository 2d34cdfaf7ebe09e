// SPDX-License-Identifier: GPL-3.0-or-later
/* What a table of functions in the object answers is not the object's own
 * state. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct driver {
	void *(*open)(const char *name);
	void (*close)(void *handle);
};
extern const struct driver *the_driver(void);

typedef struct {
	PyObject_HEAD
	const struct driver *driver;
	void *handle;
	PyObject *factory;
} Link;

static PyObject *link_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Link *self = (Link *)type->tp_alloc(type, 0);

	if (self)
		self->driver = the_driver();
	return (PyObject *)self;
}

static int link_init_bad(Link *self, PyObject *args, PyObject *kw)
{
	PyObject *factory = Py_None;
	const char *name;
	void *handle;

	if (!PyArg_ParseTuple(args, "s|O", &name, &factory))
		return -1;
	handle = self->driver->open(name);
	if (!handle) {
		PyErr_Format(PyExc_OSError, "cannot open %s", name);
		return -1;
	}
	if (self->handle)
		self->driver->close(self->handle);
	self->handle = handle;
	Py_INCREF(factory);
	self->factory = factory; // expect: reinit-leak 'factory'
	return 0;
}

static int pipe_init_ok(Link *self, PyObject *args, PyObject *kw)
{
	PyObject *factory = Py_None;
	const char *name;
	void *handle;

	if (!PyArg_ParseTuple(args, "s|O", &name, &factory))
		return -1;
	handle = self->driver->open(name);
	if (!handle) {
		PyErr_Format(PyExc_OSError, "cannot open %s", name);
		return -1;
	}
	if (self->handle)
		self->driver->close(self->handle);
	self->handle = handle;
	Py_INCREF(factory);
	Py_XSETREF(self->factory, factory);
	return 0;
}

static void link_dealloc(Link *self)
{
	Py_XDECREF(self->factory);
	if (self->handle)
		self->driver->close(self->handle);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

PyTypeObject Link_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Link",
	.tp_basicsize = sizeof(Link),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = link_new,
	.tp_init = (initproc)link_init_bad,
	.tp_dealloc = (destructor)link_dealloc,
};

PyTypeObject Pipe_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Pipe",
	.tp_basicsize = sizeof(Link),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = link_new,
	.tp_init = (initproc)pipe_init_ok,
	.tp_dealloc = (destructor)link_dealloc,
};
