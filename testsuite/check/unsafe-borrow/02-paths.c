// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.13 args=free-threading lang=c,c++
// Containers on some paths, and results that are used late.
#include <Python.h>

static PyObject *late_bad(PyObject *self, PyObject *list)
{
	PyObject *item;

	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 2)
		Py_RETURN_NONE;
	item = PyList_GET_ITEM(list, 0); // expect: unsafe-borrow 'PyList_GET_ITEM' 'list'
	return PyLong_FromLong(PyLong_Check(item));
}

static PyObject *compared_ok(PyObject *self, PyObject *d)
{
	if (!PyDict_Check(d))
		Py_RETURN_NONE;
	return PyBool_FromLong(PyDict_GetItemString(d, "x") != NULL);
}

static PyObject *copy_ok(PyObject *self, PyObject *d)
{
	PyObject *c, *v;

	if (!PyDict_Check(d))
		Py_RETURN_NONE;
	c = PyDict_Copy(d);
	if (!c)
		return NULL;
	v = PyDict_GetItemString(c, "x");
	Py_XINCREF(v);
	Py_DECREF(c);
	if (!v)
		Py_RETURN_NONE;
	return v;
}

static PyObject *in_loop_bad(PyObject *self, PyObject *list)
{
	Py_ssize_t i, n = 0;

	if (!PyList_Check(list))
		Py_RETURN_NONE;
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		PyObject *item = PyList_GetItem(list, i); // expect: unsafe-borrow 'PyList_GetItem'

		if (!item)
			return NULL;
		n += PyLong_Check(item);
	}
	return PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {
	{ "a", late_bad, METH_O, NULL },
	{ "b", compared_ok, METH_O, NULL },
	{ "c", copy_ok, METH_O, NULL },
	{ "d", in_loop_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
