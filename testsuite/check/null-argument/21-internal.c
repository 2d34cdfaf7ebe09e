// SPDX-License-Identifier: GPL-3.0-or-later
/* What answers NULL by SystemError, "bad argument to internal function", hides
 * the exception that was set, or fails where nothing was wrong. */
#include <Python.h>

static int copy_init_bad(PyObject *self, PyObject *args, PyObject *kwds)
{
	PyObject *copy = PyDict_Copy(kwds); // expect: null-argument 'kwds'

	if (!copy)
		return -1;
	Py_DECREF(copy);
	return 0;
}

static int copy_init_ok(PyObject *self, PyObject *args, PyObject *kwds)
{
	PyObject *copy = kwds ? PyDict_Copy(kwds) : PyDict_New();

	if (!copy)
		return -1;
	Py_DECREF(copy);
	return 0;
}

static PyObject *count_call_bad(PyObject *self, PyObject *args, PyObject *kwds)
{
	return PyLong_FromSsize_t(PyDict_Size(kwds)); // expect: null-argument 'kwds'
}

static PyObject *count_call_ok(PyObject *self, PyObject *args, PyObject *kwds)
{
	return PyLong_FromSsize_t(kwds ? PyDict_Size(kwds) : 0);
}

static PyObject *bound_get_bad(PyObject *self, PyObject *obj, PyObject *type)
{
	if (obj == Py_None)
		return Py_NewRef(self);
	return PyMethod_New(self, obj); // expect: null-argument 'obj'
}

static PyObject *bound_get_ok(PyObject *self, PyObject *obj, PyObject *type)
{
	if (!obj)
		return Py_NewRef(self);
	return PyMethod_New(self, obj);
}

static PyObject *sorted_bad(PyObject *self, PyObject *o)
{
	PyObject *l = PySequence_List(o);

	if (PyList_Sort(l) < 0) { // expect: null-argument 'l'
		Py_XDECREF(l);
		return NULL;
	}
	return l;
}

static PyObject *sorted_ok(PyObject *self, PyObject *o)
{
	PyObject *l = PySequence_List(o);

	if (l && PyList_Sort(l) < 0)
		Py_CLEAR(l);
	return l;
}

static PyMethodDef methods[] = {
	{ "sorted", sorted_bad, METH_O },
	{ "sorted_ok", sorted_ok, METH_O },
	{ 0 }
};

PyTypeObject Bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Bad",
	.tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew,
	.tp_init = copy_init_bad,
	.tp_call = count_call_bad,
	.tp_descr_get = bound_get_bad,
	.tp_methods = methods,
};

PyTypeObject Good_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Good",
	.tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew,
	.tp_init = copy_init_ok,
	.tp_call = count_call_ok,
	.tp_descr_get = bound_get_ok,
};
