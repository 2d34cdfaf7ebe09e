// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: lang=c
/* What a test of NULL says of whether it can be NULL: where it leads, not
 * where both of its ways meet; in a callee, nothing of what callers pass. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct context { PyObject_HEAD PyObject *name; int width; char *text; };
struct node { struct node *next; int value; };
struct seq { Py_ssize_t size; struct node *items[1]; };

extern struct context *current(void);
extern void note(const char *);

#define CHECK(c) do { if (!(c)) (c) = current(); } while (0)
#define SEQ_LEN(s) ((s) == NULL ? 0 : (s)->size)

/* The callee takes NULL; this one is not called with it. */
static PyObject *make(struct context *c)
{
	CHECK(c);
	return PyLong_FromLong(c->width);
}

PyObject *callee_tests_ok(struct context *c, PyObject *arg)
{
	PyObject *r = make(c);

	if (!r)
		return NULL;
	if (c->width)
		return r;
	Py_DECREF(r);
	Py_RETURN_NONE;
}

/* Its failure was looked at: that says nothing of the argument either. */
static int convert(struct context *c, PyObject *o, long *to)
{
	if (c && c->width == 8) {
		PyErr_SetString(PyExc_ValueError, "not here");
		return 0;
	}
	*to = PyLong_AsLong(o);
	if (*to == -1 && PyErr_Occurred()) {
		PyErr_Clear();
		PyErr_SetString(PyExc_TypeError, "a number");
		return 0;
	}
	return 1;
}

PyObject *converted_ok(struct context *c, PyObject *arg)
{
	long n;

	if (!convert(c, arg, &n))
		return NULL;
	return PyLong_FromLong(n + c->width);
}

/* Here the function itself asks, and goes on. */
PyObject *convert_or_note_bad(struct context *c, PyObject *arg)
{
	long n;

	if (!convert(c, arg, &n))
		return NULL;
	if (!c) {
		note("no context");
		n += c->width; // expect: null-dereference 'c'
	}
	return PyLong_FromLong(n);
}

/* A length of nothing is zero; what follows knows that there is something. */
struct node *last_ok(struct seq *s)
{
	Py_ssize_t n = SEQ_LEN(s);

	return s->items[n - 1];
}

/* The end of a list is no news of its beginning. */
int sum_ok(struct node *first)
{
	struct node *n;
	int sum = 0;

	for (n = first; n; n = n->next)
		sum += n->value;
	first->value = sum;
	return sum;
}

/* A guard of something else. */
int guarded_ok(struct context *c, int wide)
{
	if (c && c->width > 80)
		wide = 1;
	return c->width + wide;
}

int guarded_both_ok(struct context *a, struct context *b)
{
	if ((a->text && b->name) || (a->name && b->text)) {
		PyErr_SetString(PyExc_TypeError, "of two sorts");
		return -1;
	}
	Py_INCREF(a->name);
	return 0;
}

/* The return was forgotten. */
int forgotten_bad(struct context *c, PyObject *arg)
{
	if (c == NULL)
		PyErr_SetString(PyExc_ValueError, "no context");
	c->width = 1; // expect: null-dereference 'c'
	return 0;
}

int remembered_ok(struct context *c, PyObject *arg)
{
	if (c == NULL) {
		PyErr_SetString(PyExc_ValueError, "no context");
		return -1;
	}
	c->width = 1;
	return 0;
}

/* The wrong way round. */
long inverted_bad(struct context *c)
{
	if (c->name == NULL)
		return Py_REFCNT(c->name); // expect: null-dereference 'c->name'
	return 0;
}

long upright_ok(struct context *c)
{
	if (c->name != NULL)
		return Py_REFCNT(c->name);
	return 0;
}

/* A capsule that was found to be valid, and one that is its own. */
static PyObject *capsule_ok(PyObject *self, PyObject *o)
{
	struct context *c;

	if (!PyCapsule_IsValid(o, "evidence.context")) {
		PyErr_SetString(PyExc_TypeError, "a capsule of ours");
		return NULL;
	}
	c = PyCapsule_GetPointer(o, "evidence.context");
	return PyLong_FromLong(c->width);
}

static PyObject *capsule_bad(PyObject *self, PyObject *o)
{
	struct context *c = PyCapsule_GetPointer(o, "evidence.context");

	return PyLong_FromLong(c->width); // expect: null-dereference 'c'
}

static void end_ok(PyObject *capsule)
{
	struct context *c = PyCapsule_GetPointer(capsule, "evidence.context");

	Py_CLEAR(c->name);
	PyMem_Free(c);
}

static PyObject *new_capsule(PyObject *self, PyObject *unused)
{
	struct context *c = PyMem_Calloc(1, sizeof(*c));
	PyObject *r;

	if (!c)
		return PyErr_NoMemory();
	r = PyCapsule_New(c, "evidence.context", end_ok);
	if (!r)
		PyMem_Free(c);
	return r;
}

/* The empty string is there already. */
static PyObject *empty_ok(PyObject *self, PyObject *list)
{
	PyObject *sep = PyUnicode_FromStringAndSize("", 0);
	PyObject *r = PyUnicode_Join(sep, list);

	Py_DECREF(sep);
	return r;
}

static PyObject *blank_bad(PyObject *self, PyObject *list)
{
	PyObject *sep = PyUnicode_FromString(", ");

	Py_DECREF(sep); // expect: null-dereference 'sep'
	Py_RETURN_NONE;
}

/* del x.hook: PyCallable_Check takes NULL and says no. */
static int set_hook_ok(struct context *c, PyObject *value, void *unused)
{
	if (!PyCallable_Check(value)) {
		PyErr_SetString(PyExc_TypeError, "a callable");
		return -1;
	}
	Py_INCREF(value);
	Py_XSETREF(c->name, value);
	return 0;
}

static int set_name_bad(struct context *c, PyObject *value, void *unused)
{
	if (PyList_Check(value)) { // expect: null-dereference 'value'
		PyErr_SetString(PyExc_TypeError, "no list");
		return -1;
	}
	Py_XSETREF(c->name, Py_NewRef(value));
	return 0;
}

static PyGetSetDef getset[] = {
	{ "hook", NULL, (setter) set_hook_ok, NULL, NULL },
	{ "name", NULL, (setter) set_name_bad, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};

static PyTypeObject context_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "evidence.Context", .tp_basicsize = sizeof(struct context),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_getset = getset
};

static PyMethodDef methods[] = {
	{ "capsule", capsule_ok, METH_O, NULL },
	{ "capsule_bad", capsule_bad, METH_O, NULL },
	{ "new_capsule", new_capsule, METH_NOARGS, NULL },
	{ "empty", empty_ok, METH_O, NULL },
	{ "blank", blank_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "evidence", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_evidence(void)
{
	if (PyType_Ready(&context_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
