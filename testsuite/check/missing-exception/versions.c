// SPDX-License-Identifier: GPL-3.0-or-later
/* A number of the object held against what it was before Python code ran; where
 * it began is told once, however many helpers hand it on. */
#include <Python.h>

struct node {
	struct node *left, *right;
	PyObject *key, *value;
};

typedef struct {
	PyObject_HEAD
	struct node *root;
	unsigned long version;
} Tree;

static int find_bad(Tree *self, PyObject *key, struct node ***where)
{
	struct node **link = &self->root;
	unsigned long version = self->version;

	while (*link) {
		int eq = PyObject_RichCompareBool((*link)->key, key, Py_EQ);

		if (eq < 0)
			return -1;
		if (version != self->version)
			return -1; // expect: missing-exception 'find_bad' 'returns -1 without setting an exception'
		if (eq)
			break;
		link = &(*link)->right;
	}
	*where = link;
	return *link != NULL;
}

static int find_ok(Tree *self, PyObject *key, struct node ***where)
{
	struct node **link = &self->root;
	unsigned long version = self->version;

	while (*link) {
		int eq = PyObject_RichCompareBool((*link)->key, key, Py_EQ);

		if (eq < 0)
			return -1;
		if (version != self->version) {
			PyErr_SetString(PyExc_RuntimeError, "it changed");
			return -1;
		}
		if (eq)
			break;
		link = &(*link)->right;
	}
	*where = link;
	return *link != NULL;
}

static int set_first(Tree *self, PyObject *key, PyObject *value)
{
	struct node **link;
	int r = find_bad(self, key, &link);

	if (r < 0)
		return -1;
	if (r > 0)
		Py_XSETREF((*link)->value, Py_NewRef(value));
	return 0;
}

static int set_second(Tree *self, PyObject *key, PyObject *value)
{
	struct node **link;
	int r = find_ok(self, key, &link);

	if (r < 0)
		return -1;
	if (r > 0)
		Py_XSETREF((*link)->value, Py_NewRef(value));
	return 0;
}

static PyObject *update_first(PyObject *self, PyObject *args)
{
	PyObject *k, *v;

	if (!PyArg_ParseTuple(args, "OO", &k, &v))
		return NULL;
	if (set_first((Tree *) self, k, v) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *update_second(PyObject *self, PyObject *args)
{
	PyObject *k, *v;

	if (!PyArg_ParseTuple(args, "OO", &k, &v))
		return NULL;
	if (set_second((Tree *) self, k, v) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static int contains_first(PyObject *self, PyObject *key)
{
	struct node **link;

	return find_bad((Tree *) self, key, &link);
}

static int contains_second(PyObject *self, PyObject *key)
{
	struct node **link;

	return find_ok((Tree *) self, key, &link);
}

static PySequenceMethods as_sequence_bad = { .sq_contains = contains_first };
static PySequenceMethods as_sequence_ok = { .sq_contains = contains_second };

static PyMethodDef methods[] = {
	{ "update_first", update_first, METH_VARARGS, NULL },
	{ "update_second", update_second, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

PyTypeObject Bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Bad", .tp_basicsize = sizeof(Tree),
	.tp_methods = methods, .tp_as_sequence = &as_sequence_bad,
};

PyTypeObject Ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Ok", .tp_basicsize = sizeof(Tree),
	.tp_methods = methods, .tp_as_sequence = &as_sequence_ok,
};
