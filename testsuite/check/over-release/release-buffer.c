/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view->obj is PyBuffer_Release's to release, behind the slot. */
#include <Python.h>

typedef struct { PyObject_HEAD int exports; char *data; PyObject *base; } Array;

static void release_bad(PyObject *self, Py_buffer *view)
{
	((Array *) self)->exports--;
	Py_DECREF(view->obj); // expect: over-release 'obj'
}
static void clear_bad(PyObject *self, Py_buffer *view)
{
	Py_CLEAR(view->obj); // expect: over-release 'obj'
}
static void release_ok(PyObject *self, Py_buffer *view)
{
	((Array *) self)->exports--;
	PyMem_Free(view->internal);
}
/* A reference of its own is not the view's. */
static void asks_ok(PyObject *self, Py_buffer *view)
{
	PyObject *o = view->obj;

	Py_INCREF(o);
	((Array *) o)->exports--;
	Py_DECREF(o);
}

PyBufferProcs by_release = { NULL, release_bad };
PyBufferProcs by_clear = { NULL, clear_bad };
PyBufferProcs procs = { NULL, release_ok };
PyBufferProcs asking = { NULL, asks_ok };
