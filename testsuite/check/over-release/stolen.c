// SPDX-License-Identifier: GPL-3.0-or-later
/* Released after a call took the reference over, failed or not. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *list_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(1), *item;

	if (!list)
		return NULL;
	item = PyObject_Repr(arg);
	if (!item) {
		Py_DECREF(list);
		return NULL;
	}
	if (PyList_SetItem(list, 0, item) < 0) {
		Py_DECREF(item); // expect: over-release 'item'
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

static PyObject *list_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(1), *item;

	if (!list)
		return NULL;
	item = PyObject_Repr(arg);
	if (!item) {
		Py_DECREF(list);
		return NULL;
	}
	if (PyList_SetItem(list, 0, item) < 0) {
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

static PyObject *tuple_bad(PyObject *self, PyObject *arg)
{
	PyObject *tuple = PyTuple_New(1), *item;

	if (!tuple)
		return NULL;
	item = PyObject_Repr(arg);
	if (!item) {
		Py_DECREF(tuple);
		return NULL;
	}
	PyTuple_SET_ITEM(tuple, 0, item);
	Py_DECREF(item); // expect: over-release 'item'
	return tuple;
}

static PyObject *tuple_ok(PyObject *self, PyObject *arg)
{
	PyObject *tuple = PyTuple_New(2), *item;

	if (!tuple)
		return NULL;
	item = PyObject_Repr(arg);
	if (!item) {
		Py_DECREF(tuple);
		return NULL;
	}
	PyTuple_SET_ITEM(tuple, 0, item);
	Py_INCREF(item);
	PyTuple_SET_ITEM(tuple, 1, item);
	return tuple;
}

static PyObject *build_bad(PyObject *self, PyObject *arg)
{
	PyObject *repr = PyObject_Repr(arg), *r;

	if (!repr)
		return NULL;
	r = Py_BuildValue("(N)", repr);
	Py_DECREF(repr); // expect: over-release 'repr'
	return r;
}

static PyObject *build_ok(PyObject *self, PyObject *arg)
{
	PyObject *repr = PyObject_Repr(arg), *r;

	if (!repr)
		return NULL;
	r = Py_BuildValue("(O)", repr);
	Py_DECREF(repr);
	return r;
}

/* Takes ITEM over, whatever happens. */
static int push(PyObject *list, PyObject *item)
{
	int status = PyList_Append(list, item);

	Py_DECREF(item);
	return status;
}

static PyObject *push_bad(PyObject *self, PyObject *list)
{
	PyObject *n = PyLong_FromLong(54321);
	int status;

	if (!n)
		return NULL;
	status = push(list, n);
	Py_DECREF(n); // expect: over-release 'n'
	if (status < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *push_failed_bad(PyObject *self, PyObject *list)
{
	PyObject *n = PyLong_FromLong(54321);

	if (!n)
		return NULL;
	if (push(list, n) < 0) {
		Py_DECREF(n); // expect: over-release 'n'
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *push_ok(PyObject *self, PyObject *list)
{
	PyObject *n = PyLong_FromLong(54321);

	if (!n)
		return NULL;
	if (push(list, n) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *push_argument_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &item))
		return NULL;
	if (push(list, item) < 0) // expect: missing-incref 'item'
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *push_argument_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &item))
		return NULL;
	Py_INCREF(item);
	if (push(list, item) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "list_bad", list_bad, METH_O, NULL },
	{ "list", list_ok, METH_O, NULL },
	{ "tuple_bad", tuple_bad, METH_O, NULL },
	{ "tuple", tuple_ok, METH_O, NULL },
	{ "build_bad", build_bad, METH_O, NULL },
	{ "build", build_ok, METH_O, NULL },
	{ "push_bad", push_bad, METH_O, NULL },
	{ "push_failed_bad", push_failed_bad, METH_O, NULL },
	{ "push", push_ok, METH_O, NULL },
	{ "push_argument_bad", push_argument_bad, METH_VARARGS, NULL },
	{ "push_argument", push_argument_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "stolen", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};

static int add_once_bad(PyObject *m)
{
	PyObject *v = PyLong_FromLong(20000);

	if (!v)
		return -1;
	if (PyModule_AddObject(m, "v", v) < 0) {
		Py_DECREF(v);
		return -1;
	}
	Py_DECREF(v); // expect: over-release 'v'
	return 0;
}

static int add_once_ok(PyObject *m)
{
	PyObject *v = PyLong_FromLong(20000);

	if (!v)
		return -1;
	if (PyModule_AddObject(m, "w", v) < 0) {
		Py_DECREF(v);
		return -1;
	}
	return 0;
}

PyMODINIT_FUNC PyInit_stolen(void)
{
	PyObject *m = PyModule_Create(&module);

	if (!m)
		return NULL;
	if (add_once_bad(m) < 0 || add_once_ok(m) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
