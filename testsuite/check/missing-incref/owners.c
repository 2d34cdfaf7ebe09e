// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: skip-if=python>=3.12
/* A heap type and a module state whose fields own, stores into them, into
 * arrays, linked structures and what helpers are told to fill. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

struct node {
	struct node *next;
	PyObject *key;
};

typedef struct {
	PyObject_HEAD
	PyObject *target;
	PyObject *kind;
	PyObject *owner;	/* not owned: the owner holds us */
	PyObject **slots;
	Py_ssize_t n;
	struct node *list;
} Link;

typedef struct {
	PyObject *error;
	PyObject *type;
} State;

static int link_traverse(PyObject *op, visitproc visit, void *arg)
{
	Link *self = (Link *) op;
	struct node *n;
	Py_ssize_t i;

	for (n = self->list; n; n = n->next)
		Py_VISIT(n->key);
	Py_VISIT(Py_TYPE(op));
	Py_VISIT(self->target);
	Py_VISIT(self->kind);
	for (i = 0; i < self->n; i++)
		Py_VISIT(self->slots[i]);
	return 0;
}

static int link_clear(PyObject *op)
{
	Link *self = (Link *) op;
	Py_ssize_t i;

	Py_CLEAR(self->target);
	Py_CLEAR(self->kind);
	for (i = 0; i < self->n; i++)
		Py_CLEAR(self->slots[i]);
	while (self->list) {
		struct node *n = self->list;

		self->list = n->next;
		Py_XDECREF(n->key);
		PyMem_Free(n);
	}
	return 0;
}

static void link_dealloc(PyObject *op)
{
	PyTypeObject *type = Py_TYPE(op);

	PyObject_GC_UnTrack(op);
	link_clear(op);
	PyMem_Free(((Link *) op)->slots);
	type->tp_free(op);
	Py_DECREF(type);
}

static PyObject *link_new_bad(PyTypeObject *type, PyObject *args,
			      PyObject *kw)
{
	static char *names[] = { (char *) "target", (char *) "kind", NULL };
	PyObject *target, *kind = NULL;
	Link *self;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O|O", names, &target,
					 &kind))
		return NULL;
	self = (Link *) type->tp_alloc(type, 0);
	if (!self)
		return NULL;
	self->target = target; // expect: missing-incref 'target'
	self->kind = Py_XNewRef(kind);
	return (PyObject *) self;
}

static int link_init_ok(PyObject *op, PyObject *args, PyObject *kw)
{
	Link *self = (Link *) op;
	PyObject *target, *kind = Py_None;

	if (!PyArg_ParseTuple(args, "O|O", &target, &kind))
		return -1;
	Py_INCREF(target);
	Py_XSETREF(self->target, target);
	Py_XSETREF(self->kind, Py_NewRef(kind));
	return 0;
}

/* Borrowed references written straight into fields that own. */
static PyObject *parse_bad(PyObject *op, PyObject *args)
{
	Link *self = (Link *) op;

	Py_CLEAR(self->target);
	if (!PyArg_ParseTuple(args, "O", &self->target)) // expect: missing-incref
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *parse_ok(PyObject *op, PyObject *args)
{
	Link *self = (Link *) op;

	Py_CLEAR(self->target);
	if (!PyArg_ParseTuple(args, "O", &self->target)) {
		self->target = NULL;
		return NULL;
	}
	Py_INCREF(self->target);
	Py_RETURN_NONE;
}

static PyObject *setref_bad(PyObject *op, PyObject *arg)
{
	Link *self = (Link *) op;

	Py_XSETREF(self->kind, arg); // expect: missing-incref 'arg'
	Py_RETURN_NONE;
}

static PyObject *setref_ok(PyObject *op, PyObject *arg)
{
	Link *self = (Link *) op;

	Py_XSETREF(self->kind, Py_NewRef(arg));
	Py_RETURN_NONE;
}

static PyObject *none_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Link *self = (Link *) op;
	PyObject *old = self->kind;

	self->kind = Py_None; // expect: missing-incref
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *none_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Link *self = (Link *) op;
	PyObject *old = self->kind;

	Py_INCREF(Py_None);
	self->kind = Py_None;
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *attach_ok(PyObject *op, PyObject *arg)
{
	((Link *) op)->owner = arg;
	Py_RETURN_NONE;
}

static PyObject *slots_bad(PyObject *op, PyObject *arg)
{
	Link *self = (Link *) op;
	PyObject **slots = (PyObject **) PyMem_Realloc(self->slots,
		(size_t) (self->n + 1) * sizeof(*slots));

	if (!slots)
		return PyErr_NoMemory();
	self->slots = slots;
	self->slots[self->n++] = arg; // expect: missing-incref 'arg'
	Py_RETURN_NONE;
}

static PyObject *slots_ok(PyObject *op, PyObject *arg)
{
	Link *self = (Link *) op;
	PyObject **slots = (PyObject **) PyMem_Realloc(self->slots,
		(size_t) (self->n + 1) * sizeof(*slots));

	if (!slots)
		return PyErr_NoMemory();
	self->slots = slots;
	self->slots[self->n++] = Py_NewRef(arg);
	Py_RETURN_NONE;
}

static PyObject *node_bad(PyObject *op, PyObject *arg)
{
	Link *self = (Link *) op;
	struct node *n = (struct node *) PyMem_Malloc(sizeof(*n));

	if (!n)
		return PyErr_NoMemory();
	n->key = arg; // expect: missing-incref 'arg'
	n->next = self->list;
	self->list = n;
	Py_RETURN_NONE;
}

static PyObject *node_ok(PyObject *op, PyObject *arg)
{
	Link *self = (Link *) op;
	struct node *n = (struct node *) PyMem_Malloc(sizeof(*n));

	if (!n)
		return PyErr_NoMemory();
	Py_INCREF(arg);
	n->key = arg;
	n->next = self->list;
	self->list = n;
	Py_RETURN_NONE;
}

/* What the caller owns when it succeeds. */
static int find(PyObject *list, PyObject *key, PyObject **found)
{
	Py_ssize_t i;

	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		PyObject *item = PyList_GET_ITEM(list, i);

		if (item == key) {
			*found = item;
			return 1;
		}
	}
	*found = PyObject_Repr(key);
	return *found ? 0 : -1;
}

static PyObject *find_bad(PyObject *op, PyObject *args)
{
	PyObject *list, *key, *found;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	if (find(list, key, &found) < 0)
		return NULL;
	return found; // expect: missing-incref 'found'
}

/* A getter that lends what the field owns. */
static PyObject *get_target_bad(PyObject *op, void *closure)
{
	Link *self = (Link *) op;

	if (self->target == NULL) {
		PyErr_SetString(PyExc_AttributeError, "target");
		return NULL;
	}
	return self->target; // expect: missing-incref 'returned'
}

static PyObject *get_target_ok(PyObject *op, void *closure)
{
	Link *self = (Link *) op;

	if (self->target == NULL) {
		PyErr_SetString(PyExc_AttributeError, "target");
		return NULL;
	}
	return Py_NewRef(self->target);
}

static PyObject *get_owner_bad(PyObject *op, void *closure)
{
	Link *self = (Link *) op;

	return self->owner ? self->owner : Py_NewRef(Py_None); // expect: missing-incref
}

static PyObject *iter_bad(PyObject *op)
{
	return op; // expect: missing-incref 'op' 'returned'
}

static PyObject *inplace_bad(PyObject *op, PyObject *other)
{
	Link *self = (Link *) op;

	Py_INCREF(other);
	Py_XSETREF(self->target, other);
	return op; // expect: missing-incref 'op' 'returned'
}

static PyObject *repr_bad(PyObject *op)
{
	Link *self = (Link *) op;

	if (self->kind && PyUnicode_Check(self->kind))
		return self->kind; // expect: missing-incref 'returned'
	return PyUnicode_FromString("Link()");
}

static PyMethodDef link_methods[] = {
	{ "parse_bad", parse_bad, METH_VARARGS, NULL },
	{ "parse", parse_ok, METH_VARARGS, NULL },
	{ "setref_bad", setref_bad, METH_O, NULL },
	{ "setref", setref_ok, METH_O, NULL },
	{ "none_bad", none_bad, METH_NOARGS, NULL },
	{ "none", none_ok, METH_NOARGS, NULL },
	{ "attach", attach_ok, METH_O, NULL },
	{ "slots_bad", slots_bad, METH_O, NULL },
	{ "slots", slots_ok, METH_O, NULL },
	{ "node_bad", node_bad, METH_O, NULL },
	{ "node", node_ok, METH_O, NULL },
	{ "find_bad", find_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyGetSetDef link_getset[] = {
	{ "target_bad", get_target_bad, NULL, NULL, NULL },
	{ "target", get_target_ok, NULL, NULL, NULL },
	{ "owner_bad", get_owner_bad, NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
static PyType_Slot link_slots[] = {
	{ Py_tp_new, (void *) link_new_bad },
	{ Py_tp_init, (void *) link_init_ok },
	{ Py_tp_dealloc, (void *) link_dealloc },
	{ Py_tp_traverse, (void *) link_traverse },
	{ Py_tp_clear, (void *) link_clear },
	{ Py_tp_methods, link_methods },
	{ Py_tp_getset, link_getset },
	{ Py_tp_iter, (void *) iter_bad },
	{ Py_tp_repr, (void *) repr_bad },
	{ Py_nb_inplace_add, (void *) inplace_bad },
	{ 0, NULL }
};
static PyType_Spec link_spec = {
	"owners.Link", sizeof(Link), 0,
	Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, link_slots
};

static PyObject *get_error_bad(PyObject *m, PyObject *Py_UNUSED(unused))
{
	State *st = (State *) PyModule_GetState(m);

	return st->error; // expect: missing-incref 'returned'
}

static PyObject *get_error_ok(PyObject *m, PyObject *Py_UNUSED(unused))
{
	State *st = (State *) PyModule_GetState(m);

	return Py_NewRef(st->error);
}

static PyObject *set_error_bad(PyObject *m, PyObject *arg)
{
	State *st = (State *) PyModule_GetState(m);
	PyObject *old = st->error;

	st->error = arg; // expect: missing-incref 'arg'
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static int owners_exec(PyObject *m)
{
	State *st = (State *) PyModule_GetState(m);

	st->error = PyErr_NewException("owners.Error", NULL, NULL);
	if (!st->error)
		return -1;
	st->type = PyType_FromModuleAndSpec(m, &link_spec, NULL);
	if (!st->type)
		return -1;
	if (PyModule_AddObjectRef(m, "Error", st->error) < 0)
		return -1;
	return PyModule_AddType(m, (PyTypeObject *) st->type);
}

static int owners_add_bad(PyObject *m)
{
	State *st = (State *) PyModule_GetState(m);

	if (PyModule_AddObject(m, "Base", PyExc_ValueError) < 0) // expect: missing-incref
		return -1;
	return PyModule_AddObject(m, "Alias", st->error); // expect: missing-incref
}

static int owners_traverse(PyObject *m, visitproc visit, void *arg)
{
	State *st = (State *) PyModule_GetState(m);

	Py_VISIT(st->error);
	Py_VISIT(st->type);
	return 0;
}

static int owners_clear(PyObject *m)
{
	State *st = (State *) PyModule_GetState(m);

	Py_CLEAR(st->error);
	Py_CLEAR(st->type);
	return 0;
}

static void owners_free(void *m)
{
	owners_clear((PyObject *) m);
}

static PyMethodDef methods[] = {
	{ "get_error_bad", get_error_bad, METH_NOARGS, NULL },
	{ "get_error", get_error_ok, METH_NOARGS, NULL },
	{ "set_error_bad", set_error_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, (void *) owners_exec },
	{ Py_mod_exec, (void *) owners_add_bad },
	{ 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "owners", NULL, sizeof(State), methods, slots,
	owners_traverse, owners_clear, owners_free
};
PyMODINIT_FUNC PyInit_owners(void)
{
	return PyModuleDef_Init(&module);
}
