/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a format lends, and what formatting text runs. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* kwargs lends, not the empty tuple */
typedef struct { PyObject_HEAD PyObject *name; } E;
static int E_init(E *self, PyObject *args, PyObject *kwargs)
{
	static char *kw[] = { "name", NULL };
	PyObject *name = NULL, *empty = PyTuple_New(0);
	if (!empty)
		return -1;
	if (!PyArg_ParseTupleAndKeywords(empty, kwargs, "|$O:E", kw, &name)) {
		Py_DECREF(empty);
		return -1;
	}
	Py_DECREF(empty);
	if (name) {
		Py_INCREF(name);
		Py_XSETREF(self->name, name);
	}
	return 0;
}
static PyTypeObject E_type = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.E", .tp_basicsize = sizeof(E), .tp_flags = Py_TPFLAGS_DEFAULT, .tp_init = (initproc) E_init, .tp_new = PyType_GenericNew };
PyObject *make(void) { PyType_Ready(&E_type); return NULL; }

PyObject *format_bad(PyObject *list, PyObject *o)
{
	PyObject *item = PyList_GetItem(list, 0), *s;
	if (!item)
		return NULL;
	s = PyUnicode_FromFormat("%R is bad", o);
	if (!s)
		return NULL;
	Py_DECREF(s);
	return PyObject_Repr(item); // expect: stale-borrow
}
PyObject *format_ok(PyObject *list, PyObject *o)
{
	PyObject *item = PyList_GetItem(list, 0), *s;
	if (!item)
		return NULL;
	s = PyUnicode_FromFormat("%s is bad", Py_TYPE(o)->tp_name);
	if (!s)
		return NULL;
	Py_DECREF(s);
	return PyObject_Repr(item);
}
PyObject *err_bad(PyObject *list, PyObject *o)
{
	PyObject *item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (!PyLong_Check(item)) {
		PyErr_Format(PyExc_TypeError, "%S is bad", o);
		PyErr_Clear();
		return PyObject_Repr(item); // expect: stale-borrow
	}
	Py_RETURN_NONE;
}

PyObject *plain_ok(PyObject *list, PyObject *o)
{
	PyObject *item = PyList_GetItem(list, 0), *s;

	if (!item || !PyUnicode_Check(o))
		return NULL;
	s = PyUnicode_FromFormat("%R is bad", o);
	if (!s)
		return NULL;
	Py_DECREF(s);
	return PyObject_Repr(item);
}
