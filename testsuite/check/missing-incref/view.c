/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A struct that the unit has in local variables, too, is a view of an object:
   who keeps it counts it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct view {
	PyObject *of;
	Py_ssize_t start, step;
};

typedef struct {
	PyObject_HEAD
	struct view view;
} Slice;

static PyTypeObject slice_type;

static void view_take(struct view *v)
{
	Py_XINCREF(v->of);
}

static void view_clear(struct view *v)
{
	Py_XDECREF(v->of);
	v->of = NULL;
}

static void view_all(PyObject *of, struct view *v)
{
	v->of = of;
	v->start = 0;
	v->step = 1;
}

static PyObject *slice_from(struct view v)
{
	Slice *self = PyObject_New(Slice, &slice_type);

	if (!self)
		return NULL;
	self->view = v;
	view_take(&self->view);
	return (PyObject *) self;
}

static PyObject *whole(PyObject *of)
{
	struct view v;

	view_all(of, &v);
	return slice_from(v);
}

static PyObject *reversed_ok(PyObject *self, void *closure)
{
	return whole(self);
}

static void slice_dealloc(Slice *self)
{
	view_clear(&self->view);
	PyObject_Free(self);
}

static PyGetSetDef slice_getset[] = {
	{ "reversed", reversed_ok, NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyTypeObject slice_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "demo.Slice",
	.tp_basicsize = sizeof(Slice),
	.tp_dealloc = (destructor) slice_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_getset = slice_getset,
};

int demo_ready(void)
{
	return PyType_Ready(&slice_type);
}
