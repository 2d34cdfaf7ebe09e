// SPDX-License-Identifier: GPL-3.0-or-later
/* Each node is visited, through a helper, or through a helper that finds it. */
#include <Python.h>

typedef struct node { struct node *next; PyObject *val; } node;
typedef struct { PyObject_HEAD node *head; PyObject *key; } Queue;

static int visit_nodes(node *n, visitproc visit, void *arg)
{
	for (; n; n = n->next)
		Py_VISIT(n->val);
	return 0;
}
static int traverse(PyObject *self, visitproc visit, void *arg)
{
	Queue *q = (Queue *) self;

	Py_VISIT(q->key);
	return visit_nodes(q->head, visit, arg);
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

typedef struct { PyObject *key; } slot;
typedef struct { PyObject_HEAD slot *table; Py_ssize_t n; } Set;

static int set_next(Set *so, Py_ssize_t *pos, slot **found)
{
	while (*pos < so->n && !so->table[*pos].key)
		++*pos;
	if (*pos >= so->n)
		return 0;
	*found = &so->table[(*pos)++];
	return 1;
}
static int set_traverse(PyObject *self, visitproc visit, void *arg)
{
	Py_ssize_t pos = 0;
	slot *found;

	while (set_next((Set *) self, &pos, &found))
		Py_VISIT(found->key);
	return 0;
}
static int set_clear(PyObject *self)
{
	Set *so = (Set *) self;

	while (so->n > 0)
		Py_XDECREF(so->table[--so->n].key);
	return 0;
}
static void set_dealloc(PyObject *self)
{
	PyObject_GC_UnTrack(self);
	set_clear(self);
	PyMem_Free(((Set *) self)->table);
	Py_TYPE(self)->tp_free(self);
}
static PyObject *set_add(PyObject *self, PyObject *v)
{
	Set *so = (Set *) self;

	so->table[so->n++].key = Py_NewRef(v);
	Py_RETURN_NONE;
}
static PyMethodDef set_methods[] = { {"add", set_add, METH_O, NULL}, {NULL} };
PyTypeObject Set_Type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Set", .tp_basicsize = sizeof (Set),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = set_traverse, .tp_clear = set_clear,
	.tp_dealloc = set_dealloc, .tp_methods = set_methods,
};
