// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: skip-if=python>=3.12
/* Given to what takes a reference over. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *tuple_bad(PyObject *self, PyObject *arg)
{
	PyObject *tuple = PyTuple_New(1);

	if (!tuple)
		return NULL;
	PyTuple_SET_ITEM(tuple, 0, arg); // expect: missing-incref 'arg' 'PyTuple_SET_ITEM'
	return tuple;
}

static PyObject *tuple_ok(PyObject *self, PyObject *arg)
{
	PyObject *tuple = PyTuple_New(1);

	if (!tuple)
		return NULL;
	PyTuple_SET_ITEM(tuple, 0, Py_NewRef(arg));
	return tuple;
}

static PyObject *list_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(1);

	if (!list)
		return NULL;
	if (PyList_SetItem(list, 0, arg) < 0) { // expect: missing-incref 'arg' 'PyList_SetItem'
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

static PyObject *list_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(1);

	if (!list)
		return NULL;
	Py_INCREF(arg);
	if (PyList_SetItem(list, 0, arg) < 0) {
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

static PyObject *build_bad(PyObject *self, PyObject *arg)
{
	return Py_BuildValue("(iN)", 1, arg); // expect: missing-incref 'arg'
}

static PyObject *build_ok(PyObject *self, PyObject *arg)
{
	return Py_BuildValue("(iO)", 1, arg);
}

static PyObject *copy_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t i, n = PyTuple_GET_SIZE(args);
	PyObject *list = PyList_New(n);

	if (!list)
		return NULL;
	for (i = 0; i < n; i++)
		PyList_SET_ITEM(list, i, PyTuple_GET_ITEM(args, i)); // expect: missing-incref 'PyList_SET_ITEM'
	return list;
}

static PyObject *copy_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t i, n = PyTuple_GET_SIZE(args);
	PyObject *list = PyList_New(n);

	if (!list)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *item = PyTuple_GET_ITEM(args, i);

		Py_INCREF(item);
		PyList_SET_ITEM(list, i, item);
	}
	return list;
}

static PyObject *none_bad(PyObject *self, PyObject *args)
{
	PyObject *pair = PyTuple_New(2), *n;

	if (!pair)
		return NULL;
	n = PyLong_FromSsize_t(PyTuple_GET_SIZE(args));
	if (!n) {
		Py_DECREF(pair);
		return NULL;
	}
	PyTuple_SET_ITEM(pair, 0, n);
	PyTuple_SET_ITEM(pair, 1, Py_None); // expect: missing-incref 'PyTuple_SET_ITEM'
	return pair;
}

static PyObject *restore_bad(PyObject *self, PyObject *arg)
{
	PyErr_Restore((PyObject *) Py_TYPE(arg), Py_NewRef(arg), NULL); // expect: missing-incref 'PyErr_Restore'
	return NULL;
}

static PyObject *restore_ok(PyObject *self, PyObject *arg)
{
	PyErr_Restore(Py_NewRef(Py_TYPE(arg)), Py_NewRef(arg), NULL);
	return NULL;
}

static PyObject *twice_bad(PyObject *self, PyObject *arg)
{
	PyObject *pair = PyTuple_New(2), *repr;

	if (!pair)
		return NULL;
	repr = PyObject_Repr(arg);
	if (!repr) {
		Py_DECREF(pair);
		return NULL;
	}
	PyTuple_SET_ITEM(pair, 0, repr);
	PyTuple_SET_ITEM(pair, 1, repr); // expect: over-release 'repr'
	return pair;
}

/* The items move from the list to the tuple. */
static PyObject *move_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg), *tuple;
	Py_ssize_t i, n;

	if (!list)
		return NULL;
	n = PyList_GET_SIZE(list);
	tuple = PyTuple_New(n);
	if (!tuple) {
		Py_DECREF(list);
		return NULL;
	}
	for (i = 0; i < n; i++) {
		PyTuple_SET_ITEM(tuple, i, PyList_GET_ITEM(list, i));
		PyList_SET_ITEM(list, i, NULL);
	}
	Py_DECREF(list);
	return tuple;
}

/* Takes ITEM over. */
static int push(PyObject *list, PyObject *item)
{
	int status;

	if (!item)
		return -1;
	status = PyList_Append(list, item);
	Py_DECREF(item);
	return status;
}

static PyObject *push_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	if (push(list, arg) < 0) { // expect: missing-incref 'arg' 'push'
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

static PyObject *push_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	if (push(list, Py_NewRef(arg)) < 0) {
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

static PyMethodDef methods[] = {
	{ "tuple_bad", tuple_bad, METH_O, NULL },
	{ "tuple", tuple_ok, METH_O, NULL },
	{ "list_bad", list_bad, METH_O, NULL },
	{ "list", list_ok, METH_O, NULL },
	{ "build_bad", build_bad, METH_O, NULL },
	{ "build", build_ok, METH_O, NULL },
	{ "copy_bad", copy_bad, METH_VARARGS, NULL },
	{ "copy", copy_ok, METH_VARARGS, NULL },
	{ "none_bad", none_bad, METH_VARARGS, NULL },
	{ "restore_bad", restore_bad, METH_O, NULL },
	{ "restore", restore_ok, METH_O, NULL },
	{ "twice_bad", twice_bad, METH_O, NULL },
	{ "move", move_ok, METH_O, NULL },
	{ "push_bad", push_bad, METH_O, NULL },
	{ "push", push_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "given", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};

static PyTypeObject thing_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "given.Thing", .tp_basicsize = sizeof (PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew,
};

static int add_type_bad(PyObject *m)
{
	if (PyModule_AddObject(m, "Bad", (PyObject *) &thing_type) < 0) // expect: missing-incref 'static object'
		return -1;
	return 0;
}

static int add_type_ok(PyObject *m)
{
	Py_INCREF(&thing_type);
	if (PyModule_AddObject(m, "Thing", (PyObject *) &thing_type) < 0) {
		Py_DECREF(&thing_type);
		return -1;
	}
	return 0;
}

PyMODINIT_FUNC PyInit_given(void)
{
	PyObject *m;

	if (PyType_Ready(&thing_type) < 0)
		return NULL;
	m = PyModule_Create(&module);
	if (!m)
		return NULL;
	if (add_type_bad(m) < 0 || add_type_ok(m) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
