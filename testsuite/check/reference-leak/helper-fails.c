// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper that fails after it took a reference to what it was passed. */
#include <Python.h>

typedef struct node {
	PyObject *key, *value;
} node;

static node *node_new_bad(PyObject *k, PyObject *v)
{
	node *n = PyMem_Malloc(sizeof(*n));

	if (!n) {
		PyErr_NoMemory();
		return NULL;
	}
	n->value = v;
	Py_INCREF(v);
	n->key = PyObject_Str(k);
	if (!n->key) {
		PyMem_Free(n);
		return NULL; // expect: reference-leak 'v'
	}
	return n;
}

static node *node_new_ok(PyObject *k, PyObject *v)
{
	node *n = PyMem_Malloc(sizeof(*n));

	if (!n) {
		PyErr_NoMemory();
		return NULL;
	}
	n->value = Py_NewRef(v);
	n->key = PyObject_Str(k);
	if (!n->key) {
		Py_DECREF(n->value);
		PyMem_Free(n);
		return NULL;
	}
	return n;
}

static void node_free(node *n)
{
	Py_DECREF(n->key);
	Py_DECREF(n->value);
	PyMem_Free(n);
}

static PyObject *nodes(PyObject *self, PyObject *o)
{
	node *n = node_new_bad(self, o), *m;

	if (!n)
		return NULL;
	m = node_new_ok(self, o);
	if (!m) {
		node_free(n);
		return NULL;
	}
	node_free(n);
	node_free(m);
	Py_RETURN_NONE;
}

static int is_held_bad(PyObject *o)
{
	int r;

	Py_INCREF(o);
	r = PyObject_IsTrue(o);
	if (r < 0)
		return -1; // expect: reference-leak 'o'
	Py_DECREF(o);
	return r;
}

/* Its callers know that it has one more, whatever it says. */
static int hold_ok(PyObject *o)
{
	Py_INCREF(o);
	return PyObject_IsTrue(o);
}

/* So does this one's, who releases it. */
static int hold_unless_true_ok(PyObject *o)
{
	int r;

	Py_INCREF(o);
	r = PyObject_IsTrue(o);
	if (r < 0)
		return -1;
	Py_DECREF(o);
	return 0;
}

static PyObject *held(PyObject *self, PyObject *o)
{
	int r = is_held_bad(o);

	if (r < 0)
		return NULL;
	if (hold_unless_true_ok(self) < 0) {
		Py_DECREF(self);
		return NULL;
	}
	r = hold_ok(o);
	Py_DECREF(o);
	if (r < 0)
		return NULL;
	return PyBool_FromLong(r);
}

static PyMethodDef methods[] = {
	{ "nodes", nodes, METH_O, NULL },
	{ "held", held, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
PyTypeObject T = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.T",
	.tp_methods = methods };
