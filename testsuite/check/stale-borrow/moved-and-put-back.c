// SPDX-License-Identifier: GPL-3.0-or-later
/* A value that moves from one field to another, a setting that is changed for
 * a while, lists that only this function has. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *now, *next;
	PyObject *write;
} Turns;

static void turns_dealloc(Turns *self)
{
	Py_XDECREF(self->now);
	Py_XDECREF(self->next);
	Py_XDECREF(self->write);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *advance_ok(Turns *self, PyObject *it)
{
	PyObject *list = self->next, *old, *fresh, *r;

	Py_INCREF(list);
	old = self->now;
	self->now = list;
	Py_XDECREF(old);
	fresh = PyList_New(0);
	if (!fresh)
		return NULL;
	old = self->next;
	self->next = fresh;
	Py_DECREF(old);
	r = PyObject_CallNoArgs(it);
	if (!r)
		return NULL;
	Py_DECREF(r);
	/* What the field holds now, whoever put it there. */
	list = self->now;
	Py_INCREF(list);
	return list;
}

static PyObject *advance_bad(Turns *self, PyObject *it)
{
	PyObject *list = self->next, *r;

	r = PyObject_CallNoArgs(it);
	if (!r)
		return NULL;
	Py_DECREF(r);
	Py_INCREF(list); // expect: stale-borrow 'list'
	return list;
}

static PyObject *set_next(Turns *self, PyObject *arg)
{
	Py_INCREF(arg);
	Py_XSETREF(self->next, arg);
	Py_RETURN_NONE;
}

static PyObject *set_write(Turns *self, PyObject *arg)
{
	Py_INCREF(arg);
	Py_XSETREF(self->write, arg);
	Py_RETURN_NONE;
}

static PyObject *redirected_ok(Turns *self, PyObject *to)
{
	PyObject *saved = self->write, *buffer, *r;

	buffer = PyObject_CallNoArgs(to);
	if (!buffer)
		return NULL;
	self->write = buffer;
	r = PyObject_CallMethod((PyObject *)self, "run", NULL);
	Py_DECREF(buffer);
	self->write = saved;
	return r;
}

extern PyObject *graph_names(Turns *self);

/* A list that another unit made for us. */
static PyObject *join_ok(Turns *self, PyObject *dict)
{
	PyObject *names = graph_names(self), *name, *r;

	if (!names)
		return NULL;
	name = PyList_GetItem(names, 0);
	if (!name) {
		Py_DECREF(names);
		return NULL;
	}
	r = PyObject_GetItem(dict, name);
	if (r && PyDict_SetItem(dict, name, r) < 0)
		Py_CLEAR(r);
	Py_DECREF(names);
	return r;
}

/* A list that others have, too. */
static PyObject *join_bad(Turns *self, PyObject *dict)
{
	PyObject *names = PyObject_GetAttrString(dict, "names"), *name, *r;

	if (!names)
		return NULL;
	name = PyList_GetItem(names, 0);
	if (!name) {
		Py_DECREF(names);
		return NULL;
	}
	r = PyObject_GetItem(dict, name);
	if (r && PyDict_SetItem(dict, name, r) < 0) // expect: stale-borrow 'name'
		Py_CLEAR(r);
	Py_DECREF(names);
	return r;
}

/* An attribute of a str is C code. */
static PyObject *joiner_ok(Turns *self, PyObject *dict)
{
	PyObject *names = PyDict_GetItemString(dict, "names");
	PyObject *empty, *join;

	if (!names) {
		PyErr_SetString(PyExc_KeyError, "names");
		return NULL;
	}
	empty = PyUnicode_FromString("");
	if (!empty)
		return NULL;
	join = PyObject_GetAttrString(empty, "join");
	Py_DECREF(empty);
	if (!join)
		return NULL;
	Py_DECREF(join);
	return PyLong_FromSsize_t(PyList_Size(names));
}

static PyMethodDef methods[] = {
	{ "advance_ok", (PyCFunction)advance_ok, METH_O, NULL },
	{ "advance_bad", (PyCFunction)advance_bad, METH_O, NULL },
	{ "set_next", (PyCFunction)set_next, METH_O, NULL },
	{ "set_write", (PyCFunction)set_write, METH_O, NULL },
	{ "redirected_ok", (PyCFunction)redirected_ok, METH_O, NULL },
	{ "join_ok", (PyCFunction)join_ok, METH_O, NULL },
	{ "join_bad", (PyCFunction)join_bad, METH_O, NULL },
	{ "joiner_ok", (PyCFunction)joiner_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Turns_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Turns",
	.tp_basicsize = sizeof(Turns),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)turns_dealloc,
	.tp_methods = methods,
};
