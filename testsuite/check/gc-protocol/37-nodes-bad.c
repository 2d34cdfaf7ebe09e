// SPDX-License-Identifier: GPL-3.0-or-later
/* Objects in C nodes that hang on the object. */
#include <Python.h>

typedef struct node { struct node *next; PyObject *val; } node;
typedef struct { PyObject_HEAD node *head; PyObject *key; } Queue;

static int traverse(PyObject *self, visitproc visit, void *arg)	// expect: gc-protocol '‘val’ behind ‘head’'
{
	Queue *q = (Queue *) self;

	Py_VISIT(q->key);
	return 0;
}
static int clear(PyObject *self)
{
	Queue *q = (Queue *) self;
	node *n = q->head;

	Py_CLEAR(q->key);
	q->head = NULL;
	while (n) {
		node *next = n->next;

		Py_XDECREF(n->val);
		PyMem_Free(n);
		n = next;
	}
	return 0;
}
static PyObject *push(PyObject *self, PyObject *v)
{
	node *n = PyMem_Malloc(sizeof *n);

	if (!n)
		return PyErr_NoMemory();
	n->val = Py_NewRef(v);
	n->next = ((Queue *) self)->head;
	((Queue *) self)->head = n;
	Py_RETURN_NONE;
}
static void dealloc(PyObject *self)
{
	PyObject_GC_UnTrack(self);
	clear(self);
	Py_TYPE(self)->tp_free(self);
}
static PyMethodDef methods[] = { {"push", push, METH_O, NULL}, {NULL} };
PyTypeObject Queue_Type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Queue", .tp_basicsize = sizeof (Queue),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = traverse, .tp_clear = clear,
	.tp_dealloc = dealloc, .tp_methods = methods,
};
