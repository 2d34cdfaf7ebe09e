// SPDX-License-Identifier: GPL-3.0-or-later
/* Lists of C structs that are walked, to their end or to where something is
 * found: what comes behind the loop is looked at. */
#include <Python.h>

struct node {
	struct node *next;
	int number;
	PyObject *call;
};

struct loop {
	PyObject_HEAD
	struct node *nodes;
};

static struct node *find(struct loop *self, int number)
{
	struct node *n;

	for (n = self->nodes; n; n = n->next)
		if (n->number == number)
			return n;
	return NULL;
}

static int fire(struct node *n)
{
	PyObject *r = PyObject_CallNoArgs(n->call);

	if (!r)
		return -1;
	Py_DECREF(r);
	return 0;
}

static PyObject *run_bad(struct loop *self, PyObject *arg)
{
	int i, sum = 0;
	struct node *n;

	for (n = self->nodes; n; n = n->next)
		sum += n->number;
	for (i = 0; i < sum; i++) {
		n = find(self, i);
		if (n)
			fire(n); // expect: unchecked-error 'fire'
	}
	return PyLong_FromLong(sum);
}

static PyObject *run_ok(struct loop *self, PyObject *arg)
{
	int i, sum = 0;
	struct node *n;

	for (n = self->nodes; n; n = n->next)
		sum += n->number;
	for (i = 0; i < sum; i++) {
		n = find(self, i);
		if (n && fire(n) < 0)
			return NULL;
	}
	return PyLong_FromLong(sum);
}

/* The place that points to the node goes down the list. */
static PyObject *drop_bad(struct loop *self, PyObject *call)
{
	struct node **at, *n;

	for (at = &self->nodes; (n = *at); at = &n->next)
		if (n->call == call) {
			*at = n->next;
			break;
		}
	if (!n)
		Py_RETURN_FALSE;
	fire(n); // expect: unchecked-error 'fire'
	Py_DECREF(n->call);
	PyMem_Free(n);
	Py_RETURN_TRUE;
}

static PyObject *drop_ok(struct loop *self, PyObject *call)
{
	struct node **at, *n;
	int r;

	for (at = &self->nodes; (n = *at); at = &n->next)
		if (n->call == call) {
			*at = n->next;
			break;
		}
	if (!n)
		Py_RETURN_FALSE;
	r = fire(n);
	Py_DECREF(n->call);
	PyMem_Free(n);
	if (r < 0)
		return NULL;
	Py_RETURN_TRUE;
}

PyMethodDef methods[] = {
	{ "run_bad", (PyCFunction)(void *)run_bad, METH_NOARGS, NULL },
	{ "run_ok", (PyCFunction)(void *)run_ok, METH_NOARGS, NULL },
	{ "drop_bad", (PyCFunction)(void *)drop_bad, METH_O, NULL },
	{ "drop_ok", (PyCFunction)(void *)drop_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
