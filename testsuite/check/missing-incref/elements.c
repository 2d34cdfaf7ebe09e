// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: skip-if=python>=3.12
// What is taken from an array, twice at one index; what a field was found to
// hold; a buffer whose member tells whether it was filled.
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject **items;
	PyObject *one;
	Py_ssize_t n;
} Bag;

static PyObject *bag_item_ok(Bag *self, Py_ssize_t i)
{
	if (i < 0 || i >= self->n) {
		PyErr_SetString(PyExc_IndexError, "no such item");
		return NULL;
	}
	Py_INCREF(self->items[i]);
	return self->items[i];
}

static PyObject *bag_repeat_bad(Bag *self, Py_ssize_t i)
{
	PyObject *item = PyList_New(0);

	if (item == NULL)
		return NULL;
	Py_INCREF(item);
	if (i > 1)
		return item;			// expect: reference-leak 'item'
	Py_DECREF(item);
	return item;
}

static PySequenceMethods bag_sequence = {
	.sq_item = (ssizeargfunc) bag_item_ok,
	.sq_repeat = (ssizeargfunc) bag_repeat_bad
};

static PyObject *replace_none_ok(Bag *self, PyObject *unused)
{
	if (self->one == Py_None) {
		Py_DECREF(Py_None);
		self->one = PyList_New(0);
		if (self->one == NULL)
			return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *release_none_bad(Bag *self, PyObject *unused)
{
	if (self->n == 0)
		Py_DECREF(Py_None);		// expect: over-release '_Py_NoneStruct'
	Py_RETURN_NONE;
}

static PyObject *size_ok(Bag *self, PyObject *arg)
{
	Py_buffer data = { NULL, NULL };
	PyObject *result = NULL;

	if (PyObject_GetBuffer(arg, &data, PyBUF_SIMPLE) != 0)
		goto exit;
	result = PyLong_FromSsize_t(data.len);
exit:
	if (data.obj)
		PyBuffer_Release(&data);
	return result;
}

static PyMethodDef bag_methods[] = {
	{ "replace", (PyCFunction) replace_none_ok, METH_NOARGS, NULL },
	{ "release", (PyCFunction) release_none_bad, METH_NOARGS, NULL },
	{ "size", (PyCFunction) size_ok, METH_O, NULL },
	{ NULL }
};

PyTypeObject Bag_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "bag.Bag",
	.tp_basicsize = sizeof(Bag),
	.tp_as_sequence = &bag_sequence,
	.tp_methods = bag_methods
};
