// SPDX-License-Identifier: GPL-3.0-or-later
/* What a field holds ends without running code: a weak reference without a
 * callback; and nothing ever stands in a field that only this unit knows of and
 * never fills. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *owner;
	PyObject *watcher;
	PyObject *spare;
} Node;

static PyObject *node_new(PyTypeObject *t, PyObject *args, PyObject *kw)
{
	Node *n = (Node *)t->tp_alloc(t, 0);

	if (!n)
		return NULL;
	n->owner = Py_NewRef(Py_None);
	n->watcher = Py_NewRef(Py_None);
	return (PyObject *)n;
}

static PyObject *set_owner_ok(Node *n, PyObject *o)
{
	PyObject *w = PyWeakref_NewRef(o, NULL);

	if (!w)
		return NULL;
	Py_DECREF(n->owner);
	n->owner = w;
	Py_RETURN_NONE;
}

static PyObject *set_watcher_bad(Node *n, PyObject *args)
{
	PyObject *o, *callback, *w;

	if (!PyArg_ParseTuple(args, "OO", &o, &callback))
		return NULL;
	w = PyWeakref_NewRef(o, callback);
	if (!w)
		return NULL;
	Py_DECREF(n->watcher);	// expect: dangling-field
	n->watcher = w;
	Py_RETURN_NONE;
}

static PyObject *drop_spare_ok(Node *n, PyObject *unused)
{
	if (n->spare) {
		Py_DecRef(n->spare);
		n->spare = NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *look(Node *n, PyObject *unused)
{
	return PyTuple_Pack(3, n->owner, n->watcher,
			    n->spare ? n->spare : Py_None);
}

static void node_dealloc(Node *n)
{
	Py_XDECREF(n->owner);
	Py_XDECREF(n->watcher);
	Py_XDECREF(n->spare);
	Py_TYPE(n)->tp_free((PyObject *)n);
}

static PyMethodDef methods[] = {
	{"set_owner", (PyCFunction)set_owner_ok, METH_O, NULL},
	{"set_watcher", (PyCFunction)set_watcher_bad, METH_VARARGS, NULL},
	{"drop_spare", (PyCFunction)drop_spare_ok, METH_NOARGS, NULL},
	{"look", (PyCFunction)look, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL}
};

static PyTypeObject Node_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "quiet.Node", .tp_basicsize = sizeof(Node),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = node_new,
	.tp_dealloc = (destructor)node_dealloc, .tp_methods = methods,
};

static struct PyModuleDef module = { PyModuleDef_HEAD_INIT, "quiet" };

PyMODINIT_FUNC PyInit_quiet(void)
{
	PyObject *m;

	if (PyType_Ready(&Node_Type) < 0)
		return NULL;
	m = PyModule_Create(&module);
	if (m && PyModule_AddObjectRef(m, "Node", (PyObject *)&Node_Type) < 0)
		Py_CLEAR(m);
	return m;
}
