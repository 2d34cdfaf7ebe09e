// SPDX-License-Identifier: GPL-3.0-or-later
/* What an array or a struct that an object has lends, it can give up when
 * Python code runs. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *tag;
	Py_ssize_t length;
	PyObject *kids[16];
	PyObject **more;
} Node;

struct hook { struct hook *next; PyObject *fn; };
static struct hook *hooks;

static PyObject *find_bad(Node *self, PyObject *tag)
{
	Py_ssize_t i;
	int rc;

	for (i = 0; i < self->length; i++) {
		PyObject *kid = self->kids[i];

		rc = PyObject_RichCompareBool(((Node *)kid)->tag, tag, Py_EQ);
		if (rc > 0)
			return Py_NewRef(kid);	// expect: stale-borrow
		if (rc < 0)
			return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *find_ok(Node *self, PyObject *tag)
{
	Py_ssize_t i;
	int rc;

	for (i = 0; i < self->length; i++) {
		PyObject *kid = Py_NewRef(self->kids[i]);

		rc = PyObject_RichCompareBool(((Node *)kid)->tag, tag, Py_EQ);
		if (rc > 0)
			return kid;
		Py_DECREF(kid);
		if (rc < 0)
			return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *find_more_bad(Node *self, PyObject *tag)
{
	Py_ssize_t i;
	int rc;

	for (i = 0; i < self->length; i++) {
		PyObject *kid = self->more[i];

		rc = PyObject_RichCompareBool(tag, kid, Py_EQ);
		if (rc > 0)
			return Py_NewRef(kid);	// expect: stale-borrow
		if (rc < 0)
			return NULL;
	}
	Py_RETURN_NONE;
}

static int node_clear(Node *self)
{
	Py_ssize_t n = self->length, i;

	self->length = 0;
	for (i = 0; i < n; i++) {
		Py_CLEAR(self->kids[i]);
		Py_CLEAR(self->more[i]);
	}
	return 0;
}

static PyObject *node_reset(Node *self, PyObject *noargs)
{
	node_clear(self);
	Py_RETURN_NONE;
}

static void node_dealloc(Node *self)
{
	PyObject_GC_UnTrack(self);
	node_clear(self);
	PyMem_Free(self->more);
	Py_XDECREF(self->tag);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

/* Nobody but the constructor puts anything in these, and the end takes it. */
typedef struct {
	PyObject_HEAD
	PyObject *parts[4];
} Fixed;

static PyObject *fixed_find_ok(Fixed *self, PyObject *tag)
{
	PyObject *part = self->parts[0];
	int rc = PyObject_RichCompareBool(part, tag, Py_EQ);

	if (rc < 0)
		return NULL;
	return Py_NewRef(part);
}

static void fixed_dealloc(Fixed *self)
{
	int i;

	for (i = 0; i < 4; i++)
		Py_XDECREF(self->parts[i]);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *hook_swap(PyObject *self, PyObject *fn)
{
	if (hooks)
		Py_SETREF(hooks->fn, Py_NewRef(fn));
	Py_RETURN_NONE;
}

static PyObject *hook_fire_bad(PyObject *self, PyObject *arg)
{
	struct hook *h;

	for (h = hooks; h; h = h->next) {
		PyObject *fn = h->fn, *r = PyObject_CallOneArg(fn, arg);

		if (!r)
			return NULL;
		Py_DECREF(r);
		if (!PyFunction_Check(fn)) {	// expect: stale-borrow
			PyErr_SetString(PyExc_TypeError, "no function");
			return NULL;
		}
	}
	Py_RETURN_NONE;
}

static PyObject *hook_fire_ok(PyObject *self, PyObject *arg)
{
	struct hook *h;

	for (h = hooks; h; h = h->next) {
		PyObject *fn = h->fn, *r;

		if (!PyFunction_Check(fn)) {
			PyErr_SetString(PyExc_TypeError, "no function");
			return NULL;
		}
		r = PyObject_CallOneArg(fn, arg);
		if (!r)
			return NULL;
		Py_DECREF(r);
	}
	Py_RETURN_NONE;
}

static PyMethodDef node_methods[] = {
	{"find", (PyCFunction)find_bad, METH_O, NULL},
	{"find2", (PyCFunction)find_ok, METH_O, NULL},
	{"find3", (PyCFunction)find_more_bad, METH_O, NULL},
	{"reset", (PyCFunction)node_reset, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL}
};

static PyMethodDef fixed_methods[] = {
	{"find", (PyCFunction)fixed_find_ok, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

static int node_traverse(Node *self, visitproc visit, void *arg)
{
	Py_ssize_t i;

	Py_VISIT(self->tag);
	for (i = 0; i < self->length; i++) {
		Py_VISIT(self->kids[i]);
		Py_VISIT(self->more[i]);
	}
	return 0;
}

PyTypeObject Node_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "elements.Node", .tp_basicsize = sizeof(Node),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = (traverseproc)node_traverse,
	.tp_clear = (inquiry)node_clear,
	.tp_dealloc = (destructor)node_dealloc, .tp_methods = node_methods,
};

PyTypeObject Fixed_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "elements.Fixed", .tp_basicsize = sizeof(Fixed),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)fixed_dealloc, .tp_methods = fixed_methods,
};

static PyMethodDef methods[] = {
	{"swap", hook_swap, METH_O, NULL},
	{"fire", hook_fire_bad, METH_O, NULL},
	{"fire2", hook_fire_ok, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

struct PyModuleDef module_def = {
	PyModuleDef_HEAD_INIT, "elements", NULL, 0, methods
};
