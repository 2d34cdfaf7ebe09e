/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What another unit's function answers, with an exception set before, may be
   its NULL: `return raise_it ()'. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *map; void *handle; } Cursor;

extern PyObject *raise_from_handle(void *handle);
extern int run_query(void *handle);

static int reset(Cursor *self)
{
	Py_XSETREF(self->map, PyList_New(0));
	return 1;
}

static PyObject *query_ok(Cursor *self, PyObject *unused)
{
	if (!reset(self))
		return NULL;
	if (!self->map)
		return NULL;
	if (!run_query(self->handle))
		return raise_from_handle(self->handle);
	return Py_NewRef((PyObject *) self);
}

static PyObject *report_ok(Cursor *self, PyObject *arg)
{
	if (PyObject_SetAttrString(arg, "cursor", (PyObject *) self) < 0)
		return raise_from_handle(self->handle);
	Py_RETURN_NONE;
}

static PyObject *report_bad(Cursor *self, PyObject *arg)
{
	if (PyObject_SetAttrString(arg, "cursor", (PyObject *) self) < 0)
		return Py_NewRef((PyObject *) self); // expect: stale-exception
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "query", (PyCFunction) query_ok, METH_NOARGS, NULL },
	{ "report", (PyCFunction) report_ok, METH_O, NULL },
	{ "report_bad", (PyCFunction) report_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *cursor_methods(void)
{
	return methods;
}
