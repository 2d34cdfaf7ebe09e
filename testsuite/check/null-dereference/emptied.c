/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An iterator lets go of its list at its end: methods that are called after
 * that have to ask. */
#include <Python.h>

struct iterator {
	PyObject_HEAD
	PyObject *list;
	Py_ssize_t index;
};

static PyObject *iterator_next(PyObject *op)
{
	struct iterator *it = (struct iterator *) op;
	PyObject *list = it->list;

	if (!list)
		return NULL;
	if (it->index < PyList_GET_SIZE(list)) {
		PyObject *item = PyList_GET_ITEM(list, it->index);

		it->index++;
		Py_INCREF(item);
		return item;
	}
	it->list = NULL;
	Py_DECREF(list);
	return NULL;
}

static PyObject *iterator_left(PyObject *op, PyObject *unused)
{
	struct iterator *it = (struct iterator *) op;

	if (!it->list)
		return PyLong_FromLong(0);
	return PyLong_FromSsize_t(PyList_GET_SIZE(it->list) - it->index);
}

static PyObject *iterator_setstate_bad(PyObject *op, PyObject *state)
{
	struct iterator *it = (struct iterator *) op;
	Py_ssize_t index = PyLong_AsSsize_t(state);

	if (index == -1 && PyErr_Occurred())
		return NULL;
	if (index < 0)
		index = 0;
	else if (index > Py_SIZE(it->list))	// expect: null-dereference 'iterator_setstate_bad' 'self->list'
		index = Py_SIZE(it->list);
	it->index = index;
	Py_RETURN_NONE;
}

static PyObject *iterator_setstate_ok(PyObject *op, PyObject *state)
{
	struct iterator *it = (struct iterator *) op;
	Py_ssize_t index = PyLong_AsSsize_t(state);

	if (index == -1 && PyErr_Occurred())
		return NULL;
	if (!it->list)
		Py_RETURN_NONE;
	if (index < 0)
		index = 0;
	else if (index > Py_SIZE(it->list))
		index = Py_SIZE(it->list);
	it->index = index;
	Py_RETURN_NONE;
}

static void iterator_dealloc(PyObject *op)
{
	Py_XDECREF(((struct iterator *) op)->list);
	Py_TYPE(op)->tp_free(op);
}

static PyMethodDef iterator_methods[] = {
	{ "left", iterator_left, METH_NOARGS, NULL },
	{ "__setstate__", iterator_setstate_bad, METH_O, NULL },
	{ "setstate", iterator_setstate_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject iterator_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "emptied.iterator",
	.tp_basicsize = sizeof (struct iterator),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_iter = PyObject_SelfIter,
	.tp_iternext = iterator_next,
	.tp_methods = iterator_methods,
	.tp_dealloc = iterator_dealloc
};

/* Another member says that it is open; a cache that is there again at once;
 * what nobody expects to be NULL. */
struct file {
	PyObject_HEAD
	int is_open;
	PyObject *stream, *cache, *name;
};

static PyObject *file_close(PyObject *op, PyObject *unused)
{
	struct file *self = (struct file *) op;

	self->is_open = 0;
	Py_CLEAR(self->stream);
	Py_CLEAR(self->cache);
	self->cache = PyList_New(0);
	if (!self->cache)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *file_is_open(PyObject *op, PyObject *unused)
{
	struct file *self = (struct file *) op;

	return PyBool_FromLong(self->stream != NULL && self->cache != NULL);
}

static int check_open(struct file *self)
{
	if (self->is_open)
		return 0;
	PyErr_SetString(PyExc_ValueError, "closed");
	return -1;
}

static PyObject *file_read_ok(PyObject *op, PyObject *unused)
{
	struct file *self = (struct file *) op;

	if (check_open(self) < 0)
		return NULL;
	return PyObject_CallMethod(self->stream, "read", NULL);
}

static PyObject *file_cached_ok(PyObject *op, PyObject *unused)
{
	return PyLong_FromSsize_t(Py_SIZE(((struct file *) op)->cache));
}

static PyObject *file_kind_bad(PyObject *op, PyObject *unused)
{
	struct file *self = (struct file *) op;

	return PyUnicode_FromString(Py_TYPE(self->stream)->tp_name);	// expect: null-dereference 'file_kind_bad' 'self->stream'
}

static void file_dealloc(PyObject *op)
{
	struct file *self = (struct file *) op;

	Py_XDECREF(self->stream);
	Py_XDECREF(self->cache);
	Py_XDECREF(self->name);
	Py_TYPE(op)->tp_free(op);
}

static PyMethodDef file_methods[] = {
	{ "close", file_close, METH_NOARGS, NULL },
	{ "is_open", file_is_open, METH_NOARGS, NULL },
	{ "read", file_read_ok, METH_NOARGS, NULL },
	{ "cached", file_cached_ok, METH_NOARGS, NULL },
	{ "kind", file_kind_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject file_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "emptied.file",
	.tp_basicsize = sizeof (struct file),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_methods = file_methods,
	.tp_dealloc = file_dealloc
};
