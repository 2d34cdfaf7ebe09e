// SPDX-License-Identifier: GPL-3.0-or-later
/* A Py_buffer that is filled in a local and copied to the object. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	Py_buffer view;
	int has_view;
} Window;

static int window_init_bad(Window *self, PyObject *args, PyObject *kw)
{
	PyObject *object;
	Py_buffer view;

	if (!PyArg_ParseTuple(args, "O", &object))
		return -1;
	if (PyObject_GetBuffer(object, &view, PyBUF_SIMPLE) < 0)
		return -1;
	self->view = view; // expect: reinit-leak 'view'
	self->has_view = 1;
	return 0;
}

static int pane_init_ok(Window *self, PyObject *args, PyObject *kw)
{
	PyObject *object;
	Py_buffer view;

	if (!PyArg_ParseTuple(args, "O", &object))
		return -1;
	if (PyObject_GetBuffer(object, &view, PyBUF_SIMPLE) < 0)
		return -1;
	if (self->has_view)
		PyBuffer_Release(&self->view);
	self->view = view;
	self->has_view = 1;
	return 0;
}

static void window_dealloc(Window *self)
{
	if (self->has_view)
		PyBuffer_Release(&self->view);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

PyTypeObject Window_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Window",
	.tp_basicsize = sizeof(Window),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew,
	.tp_init = (initproc)window_init_bad,
	.tp_dealloc = (destructor)window_dealloc,
};

PyTypeObject Pane_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Pane",
	.tp_basicsize = sizeof(Window),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew,
	.tp_init = (initproc)pane_init_ok,
	.tp_dealloc = (destructor)window_dealloc,
};
