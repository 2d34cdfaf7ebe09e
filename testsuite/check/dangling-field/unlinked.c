// SPDX-License-Identifier: GPL-3.0-or-later
/* Objects in a list that is linked through them: who takes one out sets the
 * link of the one before. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct Link {
	PyObject_HEAD
	struct Link *prev, *next;
} Link;

typedef struct {
	PyObject_HEAD
	Link *prev, *next;
	PyObject *data;
} Node;

static void unlink_node(Link *n)
{
	n->prev->next = n->next;
	n->next->prev = n->prev;
	n->next = NULL;
	n->prev = NULL;
}

static void release_node(Link *n)
{
	if (n->prev) {
		unlink_node(n);
		Py_DECREF(n);
	}
}

static PyObject *release_all_ok(Node *self, PyObject *none)
{
	Link *it = self->next;

	while (it != (Link *)self) {
		Link *next = it->next;

		release_node(it);
		it = next;
	}
	Py_RETURN_NONE;
}

static void drop_node(Link *n)
{
	Py_DECREF(n);
}

static PyObject *release_next_bad(Node *self, PyObject *none)
{
	drop_node(self->next); // expect: dangling-field
	self->next = (Link *)Py_NewRef(self);
	Py_RETURN_NONE;
}

static void node_dealloc(Node *self)
{
	Py_XDECREF(self->next);
	Py_XDECREF(self->data);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static int node_set_data(Node *self, PyObject *value, void *closure)
{
	Py_XSETREF(self->data, Py_XNewRef(value));
	return 0;
}

static PyGetSetDef getset[] = {
	{ "data", NULL, (setter)node_set_data, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};

static PyMethodDef methods[] = {
	{ "release_all", (PyCFunction)release_all_ok, METH_NOARGS, NULL },
	{ "release_next", (PyCFunction)release_next_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyTypeObject Node_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Node",
	.tp_basicsize = sizeof(Node),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)node_dealloc,
	.tp_methods = methods,
	.tp_getset = getset,
};

int set_up(void)
{
	return PyType_Ready(&Node_Type);
}
