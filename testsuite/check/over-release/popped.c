// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
/* Items that leave their list: Cython's pop lowers the size itself
 * (Cython/Utility/Optimize.c). */
#include <Python.h>

static PyObject *__Pyx_PyList_Pop(PyObject *list)
{
	if (PyList_GET_SIZE(list) > (((PyListObject *) list)->allocated >> 1)) {
		Py_SET_SIZE(list, Py_SIZE(list) - 1);
		return PyList_GET_ITEM(list, PyList_GET_SIZE(list));
	}
	return PyObject_CallMethod(list, "pop", NULL);
}

static PyObject *drop_ok(PyObject *self, PyObject *arg)
{
	PyObject *o;

	if (!PyList_CheckExact(arg))
		return PyErr_Format(PyExc_TypeError, "a list is wanted");
	o = __Pyx_PyList_Pop(arg);
	if (!o)
		return NULL;
	Py_DECREF(o);
	Py_RETURN_NONE;
}

static PyObject *drop_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyList_Size(arg);
	PyObject *o;

	if (n < 1)
		return PyErr_Format(PyExc_TypeError, "a list is wanted");
	o = PyList_GetItem(arg, n - 1);
	if (!o)
		return NULL;
	Py_DECREF(o); // expect: over-release 'o'
	Py_RETURN_NONE;
}

/* The item is read before its place is closed. */
static PyObject *pop_index(PyObject *list, Py_ssize_t i)
{
	Py_ssize_t size = PyList_GET_SIZE(list);

	if (i >= 0 && i < size) {
		PyObject *v = PyList_GET_ITEM(list, i);

		Py_SET_SIZE(list, size - 1);
		size -= 1;
		memmove(&PyList_GET_ITEM(list, i),
			&PyList_GET_ITEM(list, i + 1),
			(size_t) (size - i) * sizeof(PyObject *));
		return v;
	}
	return PyObject_CallMethod(list, "pop", "n", i);
}

static PyObject *drop_first_ok(PyObject *self, PyObject *arg)
{
	PyObject *o;

	if (!PyList_CheckExact(arg))
		return PyErr_Format(PyExc_TypeError, "a list is wanted");
	o = pop_index(arg, 0);
	if (!o)
		return NULL;
	Py_DECREF(o);
	Py_RETURN_NONE;
}

static PyObject *get_index(PyObject *list, Py_ssize_t i)
{
	Py_ssize_t size = PyList_GET_SIZE(list);

	if (i >= 0 && i < size)
		return PyList_GET_ITEM(list, i);
	return NULL;
}

static PyObject *drop_first_bad(PyObject *self, PyObject *arg)
{
	PyObject *o;

	if (!PyList_CheckExact(arg))
		return PyErr_Format(PyExc_TypeError, "a list is wanted");
	o = get_index(arg, 0);
	if (!o)
		Py_RETURN_NONE;
	Py_DECREF(o); // expect: over-release 'o'
	Py_RETURN_NONE;
}

/* [*rest, last] = list, as Cython before 3.1 has it. */
static PyObject *star_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg), *last;

	if (!list)
		return NULL;
	if (PyList_GET_SIZE(list) < 1) {
		Py_DECREF(list);
		return PyErr_Format(PyExc_ValueError, "need one value");
	}
	last = PyList_GET_ITEM(list, PyList_GET_SIZE(list) - 1);
	((PyVarObject *) list)->ob_size--;
	if (PyObject_IsTrue(list) < 0) {
		Py_DECREF(list);
		Py_DECREF(last);
		return NULL;
	}
	Py_DECREF(list);
	return last;
}

static PyMethodDef methods[] = {
	{"drop_ok", drop_ok, METH_O, NULL},
	{"drop_bad", drop_bad, METH_O, NULL},
	{"drop_first_ok", drop_first_ok, METH_O, NULL},
	{"drop_first_bad", drop_first_bad, METH_O, NULL},
	{"star_ok", star_ok, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

PyMethodDef *exported_methods = methods;
