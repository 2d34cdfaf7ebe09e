// SPDX-License-Identifier: GPL-3.0-or-later
/* A list that is freed up to a node that stays: where that is the first, none
 * is freed. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct node { struct node *next; PyObject *data; };
struct place { struct node *list; Py_ssize_t offset; };

typedef struct {
	PyObject_HEAD
	struct place position;
} Buffer;

static void free_up_to(struct node *p, struct node *stop)
{
	while (p != stop) {
		struct node *next = p->next;

		Py_DECREF(p->data);
		free(p);
		p = next;
	}
}

static PyObject *take(struct place *p)
{
	PyObject *o;

	if (!p->list)
		return NULL;
	o = PyTuple_Pack(1, p->list->data);
	p->list = p->list->next;
	return o;
}

static PyObject *buffer_read_ok(Buffer *self, PyObject *args)
{
	struct place p;
	int count = 0, i;
	PyObject *out, *item;

	if (!PyArg_ParseTuple(args, "i", &count))
		return NULL;
	p.list = self->position.list;
	p.offset = 0;
	out = PyList_New(0);
	if (!out)
		return NULL;
	for (i = 0; i < count; i++) {
		item = take(&p);
		if (!item) {
			if (PyErr_Occurred()) {
				Py_DECREF(out);
				return NULL;
			}
			break;
		}
		if (PyList_Append(out, item) < 0) {
			Py_DECREF(item);
			Py_DECREF(out);
			return NULL;
		}
		Py_DECREF(item);
	}
	free_up_to(self->position.list, p.list);
	self->position.list = p.list;
	return out;
}

static PyObject *buffer_drop_bad(Buffer *self, PyObject *args)
{
	struct node *first = self->position.list;

	if (!first)
		Py_RETURN_NONE;
	free_up_to(first, NULL);
	self->position.list = NULL;
	return PyLong_FromVoidPtr(first->next);	// expect: use-after-release
}

static void buffer_dealloc(Buffer *self)
{
	free_up_to(self->position.list, NULL);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef methods[] = {
	{"read", (PyCFunction)buffer_read_ok, METH_VARARGS, NULL},
	{"drop", (PyCFunction)buffer_drop_bad, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL}
};

PyTypeObject Buffer_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "freed.Buffer", .tp_basicsize = sizeof(Buffer),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)buffer_dealloc,
	.tp_methods = methods,
};
