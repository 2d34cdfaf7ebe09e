// SPDX-License-Identifier: GPL-3.0-or-later
/* A node that is still in the list while what it has is released; a helper that
 * a method and the destructor share. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct watcher {
	struct watcher *next;
	int fd;
	PyObject *callback;
} watcher;

typedef struct {
	PyObject_HEAD
	watcher *watchers;
	PyObject *peer;
} Loop;

static PyObject *remove_bad(Loop *self, PyObject *arg)
{
	watcher **p, *w;
	int fd = PyObject_AsFileDescriptor(arg);

	if (fd == -1)
		return NULL;
	for (p = &self->watchers; (w = *p) != NULL; p = &w->next)
		if (w->fd == fd) {
			Py_DECREF(w->callback);	// expect: dangling-field
			*p = w->next;
			PyMem_Free(w);
			break;
		}
	Py_RETURN_NONE;
}

static PyObject *remove_ok(Loop *self, PyObject *arg)
{
	watcher **p, *w;
	int fd = PyObject_AsFileDescriptor(arg);

	if (fd == -1)
		return NULL;
	for (p = &self->watchers; (w = *p) != NULL; p = &w->next)
		if (w->fd == fd) {
			*p = w->next;
			Py_DECREF(w->callback);
			PyMem_Free(w);
			break;
		}
	Py_RETURN_NONE;
}

static PyObject *add(Loop *self, PyObject *callback)
{
	watcher *w = PyMem_Malloc(sizeof(*w));

	if (!w)
		return PyErr_NoMemory();
	w->fd = 0;
	w->callback = Py_NewRef(callback);
	w->next = self->watchers;
	self->watchers = w;
	Py_RETURN_NONE;
}

static PyObject *poll_ok(Loop *self, PyObject *noargs)
{
	if (!self->watchers)
		Py_RETURN_NONE;
	return Py_NewRef(self->watchers->callback);
}

static void drop_bad(Loop *self)
{
	Py_XDECREF(self->peer);	// expect: dangling-field
	self->peer = NULL;
}

static void drop_ok(Loop *self)
{
	Py_CLEAR(self->peer);
}

static PyObject *close_all(Loop *self, PyObject *noargs)
{
	drop_bad(self);
	drop_ok(self);
	Py_RETURN_NONE;
}

static PyObject *set_peer(Loop *self, PyObject *peer)
{
	Py_XSETREF(self->peer, Py_NewRef(peer));
	Py_RETURN_NONE;
}

static void loop_dealloc(Loop *self)
{
	while (self->watchers) {
		watcher *w = self->watchers;

		self->watchers = w->next;
		Py_DECREF(w->callback);
		PyMem_Free(w);
	}
	drop_bad(self);
	drop_ok(self);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef methods[] = {
	{"remove", (PyCFunction)remove_bad, METH_O, NULL},
	{"remove2", (PyCFunction)remove_ok, METH_O, NULL},
	{"add", (PyCFunction)add, METH_O, NULL},
	{"poll", (PyCFunction)poll_ok, METH_NOARGS, NULL},
	{"close", (PyCFunction)close_all, METH_NOARGS, NULL},
	{"set_peer", (PyCFunction)set_peer, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

PyTypeObject Loop_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "loop.Loop", .tp_basicsize = sizeof(Loop),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)loop_dealloc, .tp_methods = methods,
};
