// SPDX-License-Identifier: GPL-3.0-or-later
/* An object that is handed to a library as the data of a callback: the library
 * knows none of its fields, so the old value of one is lost all the same. */
#include <Python.h>

struct handle;
extern int library_set(struct handle *h, int option, ...);
extern int library_on_event(struct handle *h, void (*call)(void *), void *data);

typedef struct {
	PyObject_HEAD
	struct handle *handle;
	PyObject *on_timer;
	PyObject *on_event;
} Watcher;

static void watcher_dealloc(Watcher *self)
{
	Py_XDECREF(self->on_timer);
	Py_XDECREF(self->on_event);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

/* Called back at once, perhaps: it empties one of them. */
static void fire(void *data)
{
	Watcher *self = data;
	PyGILState_STATE state = PyGILState_Ensure();
	PyObject *call = self->on_event;

	self->on_event = NULL;
	if (call) {
		PyObject *r = PyObject_CallNoArgs(call);

		if (!r)
			PyErr_WriteUnraisable(call);
		Py_XDECREF(r);
		Py_DECREF(call);
	}
	PyGILState_Release(state);
}

static PyObject *set_timer_bad(Watcher *self, PyObject *arg)
{
	library_set(self->handle, 1, self);
	Py_INCREF(arg);
	self->on_timer = arg; // expect: reference-leak 'old value' 'on_timer'
	Py_RETURN_NONE;
}

static PyObject *set_timer_ok(Watcher *self, PyObject *arg)
{
	library_set(self->handle, 1, self);
	Py_INCREF(arg);
	Py_XSETREF(self->on_timer, arg);
	Py_RETURN_NONE;
}

static PyObject *set_event_ok(Watcher *self, PyObject *arg)
{
	library_on_event(self->handle, fire, self);
	Py_INCREF(arg);
	self->on_event = arg;
	Py_RETURN_NONE;
}

static PyMethodDef watcher_methods[] = {
	{ "set_timer", (PyCFunction) set_timer_bad, METH_O, NULL },
	{ "set_timer_ok", (PyCFunction) set_timer_ok, METH_O, NULL },
	{ "set_event", (PyCFunction) set_event_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Watcher_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "library.Watcher",
	.tp_basicsize = sizeof(Watcher),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor) watcher_dealloc,
	.tp_methods = watcher_methods,
};
