// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
// Items past a size that was tested or chosen.
#include <Python.h>

static PyObject *third_of_two_bad(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (PyTuple_GET_SIZE(args) != 2)
		return PyErr_Format(PyExc_TypeError, "two are wanted");
	o = PyTuple_GET_ITEM(args, 2); // expect: buffer-overflow 'item 2' 'at most 2'
	Py_INCREF(o);
	return o;
}

static PyObject *second_of_two_ok(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (PyTuple_GET_SIZE(args) != 2)
		return PyErr_Format(PyExc_TypeError, "two are wanted");
	o = PyTuple_GET_ITEM(args, 1);
	Py_INCREF(o);
	return o;
}

/* Called without arguments, this reads what is behind the empty tuple. */
static PyObject *uncounted_bad(PyObject *self, PyObject *args)
{
	PyObject *o = PyTuple_GET_ITEM(args, 0); // expect: buffer-overflow 'arguments'

	Py_INCREF(o);
	return o;
}

static PyObject *off_by_one_bad(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (PyTuple_GET_SIZE(args) > 1) {
		o = PyTuple_GET_ITEM(args, 0);
	} else {
		o = PyTuple_GET_ITEM(args, 1); // expect: buffer-overflow 'item 1' 'at most 1'
	}
	Py_INCREF(o);
	return o;
}

static PyObject *empty_bad(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (PyTuple_GET_SIZE(args) == 0)
		o = PyTuple_GET_ITEM(args, 0); // expect: buffer-overflow 'item 0' 'at most 0'
	else
		o = Py_None;
	Py_INCREF(o);
	return o;
}

static PyObject *pair_bad(PyObject *self, PyObject *o)
{
	PyObject *t = PyTuple_New(2);

	if (!t)
		return NULL;
	Py_INCREF(o);
	PyTuple_SET_ITEM(t, 0, o);
	Py_INCREF(o);
	PyTuple_SET_ITEM(t, 1, o);
	Py_INCREF(o);
	PyTuple_SET_ITEM(t, 2, o); // expect: buffer-overflow 'item 2' 'at most 2'
	return t;
}

static PyObject *pair_ok(PyObject *self, PyObject *o)
{
	PyObject *t = PyTuple_New(2);

	if (!t)
		return NULL;
	Py_INCREF(o);
	PyTuple_SET_ITEM(t, 0, o);
	Py_INCREF(o);
	PyTuple_SET_ITEM(t, 1, o);
	return t;
}

static PyObject *list_bad(PyObject *self, PyObject *o)
{
	PyObject *t = PyList_New(1);

	if (!t)
		return NULL;
	Py_INCREF(o);
	PyList_SET_ITEM(t, 0, o);
	Py_INCREF(o);
	PyList_SET_ITEM(t, 1, o); // expect: buffer-overflow 'item 1' 'at most 1'
	return t;
}

static PyObject *longer_ok(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (PyTuple_GET_SIZE(args) < 3)
		return PyErr_Format(PyExc_TypeError, "three are wanted");
	o = PyTuple_GET_ITEM(args, 2);
	Py_INCREF(o);
	return o;
}

static PyObject *loop_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t i, n = PyTuple_GET_SIZE(args), count = 0;

	for (i = 0; i < n; i++)
		count += PyTuple_GET_ITEM(args, i) == Py_None;
	return PyLong_FromSsize_t(count);
}

static PyObject *fast_bad(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	PyObject *o;

	if (n != 1)
		return PyErr_Format(PyExc_TypeError, "one is wanted");
	o = args[1]; // expect: buffer-overflow 'argument 1' 'at most 1'
	return Py_BuildValue("On", o, n);
}

static PyObject *fast_ok(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	PyObject *o;

	if (n < 1 || n > 2)
		return PyErr_Format(PyExc_TypeError, "one or two are wanted");
	o = n == 2 ? args[1] : args[0];
	Py_INCREF(o);
	return o;
}

static PyMethodDef methods[] = {
	{ "a", third_of_two_bad, METH_VARARGS, NULL },
	{ "b", second_of_two_ok, METH_VARARGS, NULL },
	{ "c", uncounted_bad, METH_VARARGS, NULL },
	{ "d", off_by_one_bad, METH_VARARGS, NULL },
	{ "e", empty_bad, METH_VARARGS, NULL },
	{ "f", pair_bad, METH_O, NULL },
	{ "g", pair_ok, METH_O, NULL },
	{ "h", list_bad, METH_O, NULL },
	{ "i", longer_ok, METH_VARARGS, NULL },
	{ "j", loop_ok, METH_VARARGS, NULL },
	{ "k", (PyCFunction) (void (*)(void)) fast_bad, METH_FASTCALL, NULL },
	{ "l", (PyCFunction) (void (*)(void)) fast_ok, METH_FASTCALL, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
