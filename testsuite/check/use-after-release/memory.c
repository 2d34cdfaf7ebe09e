// SPDX-License-Identifier: GPL-3.0-or-later
/* Memory and stolen references, used after they went. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdio.h>

struct node { struct node *next; PyObject *value; };

static struct node *head;

/* The list is walked through the nodes that were just freed. */
static PyObject *walk_bad(PyObject *self, PyObject *Py_UNUSED(ignored))
{
	struct node *n;

	for (n = head; n; n = n->next) // expect: use-after-release 'n'
		PyMem_Free(n);
	head = NULL;
	Py_RETURN_NONE;
}

static PyObject *walk_ok(PyObject *self, PyObject *Py_UNUSED(ignored))
{
	struct node *n = head, *next;

	head = NULL;
	for (; n; n = next) {
		next = n->next;
		PyMem_Free(n);
	}
	Py_RETURN_NONE;
}

/* A failing realloc leaves the old memory, a successful one does not. */
static PyObject *grown_bad(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(16), *q;
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	p[0] = 'a';
	q = PyMem_Realloc(p, 4096);
	if (!q) {
		PyMem_Free(p);
		return PyErr_NoMemory();
	}
	r = PyUnicode_FromStringAndSize(p, 1); // expect: use-after-release 'p'
	PyMem_Free(q);
	return r;
}

static PyObject *grown_ok(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(16), *q;
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	p[0] = 'a';
	q = PyMem_Realloc(p, 4096);
	if (!q) {
		PyMem_Free(p);
		return PyErr_NoMemory();
	}
	r = PyUnicode_FromStringAndSize(q, 1);
	PyMem_Free(q);
	return r;
}

/* Freed by the error path, and used by the common one. */
static PyObject *common_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	char *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	p = PyMem_Malloc(64);
	if (!p)
		return PyErr_NoMemory();
	if (n < 0 || n >= 64) {
		PyMem_Free(p);
		n = 0;
	}
	memset(p, 'x', 64); // expect: use-after-release 'p'
	PyMem_Free(p);
	return PyLong_FromSsize_t(n);
}

/* N gives the reference away. */
static PyObject *built_bad(PyObject *self, PyObject *arg)
{
	PyObject *s = PyObject_Str(arg), *pair;
	Py_ssize_t n;

	if (!s)
		return NULL;
	pair = Py_BuildValue("(Ni)", s, 1);
	if (!pair)
		return NULL;
	Py_DECREF(pair);
	n = PyUnicode_GET_LENGTH(s); // expect: use-after-release 's'
	return PyLong_FromSsize_t(n);
}

static PyObject *built_ok(PyObject *self, PyObject *arg)
{
	PyObject *s = PyObject_Str(arg), *pair;
	Py_ssize_t n;

	if (!s)
		return NULL;
	n = PyUnicode_GET_LENGTH(s);
	pair = Py_BuildValue("(Nn)", s, n);
	return pair;
}

/* The set was the item's only owner. */
static PyObject *added_bad(PyObject *self, PyObject *arg)
{
	PyObject *set = PySet_New(NULL), *s, *r = NULL;

	if (!set)
		return NULL;
	s = PyObject_Repr(arg);
	if (!s || PySet_Add(set, s) < 0) {
		Py_XDECREF(s);
		Py_DECREF(set);
		return NULL;
	}
	Py_DECREF(s);
	Py_DECREF(set);
	r = PyUnicode_Concat(s, s); // expect: use-after-release 's'
	return r;
}

static PyObject *added_ok(PyObject *self, PyObject *arg)
{
	PyObject *set = PySet_New(NULL), *s, *r = NULL;

	if (!set)
		return NULL;
	s = PyObject_Repr(arg);
	if (!s || PySet_Add(set, s) < 0) {
		Py_XDECREF(s);
		Py_DECREF(set);
		return NULL;
	}
	Py_DECREF(s);
	r = PyUnicode_Concat(s, s);
	Py_DECREF(set);
	return r;
}

/* Released by a helper that releases always. */
static PyObject *finish(PyObject *list, PyObject *tmp)
{
	PyObject *r = PySequence_Concat(list, tmp);

	Py_DECREF(list);
	Py_DECREF(tmp);
	return r;
}

static PyObject *finished_bad(PyObject *self, PyObject *arg)
{
	PyObject *a = PySequence_List(arg), *b, *r;

	if (!a)
		return NULL;
	b = PyList_New(0);
	if (!b) {
		Py_DECREF(a);
		return NULL;
	}
	r = finish(a, b);
	if (!r)
		return PyErr_Format(PyExc_ValueError, "cannot join %R", a); // expect: use-after-release 'a'
	return r;
}

/* A helper that releases only when it fails. */
static int keep(PyObject *o, PyObject *table)
{
	if (PyDict_SetItemString(table, "o", o) < 0) {
		Py_DECREF(o);
		return -1;
	}
	return 0;
}

static PyObject *kept_bad(PyObject *self, PyObject *table)
{
	PyObject *o;

	if (!PyDict_Check(table)) {
		PyErr_BadArgument();
		return NULL;
	}
	o = PyList_New(0);
	if (!o)
		return NULL;
	if (keep(o, table) < 0) {
		PySys_WriteStderr("lost %zd\n", PyList_GET_SIZE(o)); // expect: use-after-release 'o'
		return NULL;
	}
	return o;
}

static PyObject *kept_ok(PyObject *self, PyObject *table)
{
	PyObject *o;

	if (!PyDict_Check(table)) {
		PyErr_BadArgument();
		return NULL;
	}
	o = PyList_New(0);
	if (!o)
		return NULL;
	if (keep(o, table) < 0)
		return NULL;
	return o;
}

/* The new object, when its initialisation fails. */
typedef struct { PyObject_HEAD PyObject *name; int state; } Obj;

static PyObject *new_bad(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Obj *o = (Obj *) type->tp_alloc(type, 0);

	if (!o)
		return NULL;
	o->name = PyUnicode_FromString("name");
	if (!o->name) {
		Py_DECREF(o);
		o->state = -1; // expect: use-after-release 'o'
		return NULL;
	}
	return (PyObject *) o;
}

static PyObject *new_ok(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Obj *o = (Obj *) type->tp_alloc(type, 0);

	if (!o)
		return NULL;
	o->name = PyUnicode_FromString("name");
	if (!o->name) {
		o->state = -1;
		Py_DECREF(o);
		return NULL;
	}
	return (PyObject *) o;
}

/* An item of a list that is held lives on. */
static PyObject *listed_ok(PyObject *self, PyObject *o)
{
	PyObject *items = PyMapping_Items(o), *item, *key, *r;

	if (!items)
		return NULL;
	item = PySequence_GetItem(items, 0);
	if (!item) {
		Py_DECREF(items);
		return NULL;
	}
	if (!PyTuple_Check(item) || PyTuple_GET_SIZE(item) != 2) {
		Py_DECREF(item);
		Py_DECREF(items);
		PyErr_SetString(PyExc_TypeError, "no pair");
		return NULL;
	}
	key = PyTuple_GET_ITEM(item, 0);
	Py_DECREF(item);
	r = PyObject_Str(key);
	Py_DECREF(items);
	return r;
}

/* The frame holds its code, the module stays imported. */
static PyObject *owned_elsewhere_ok(PyObject *self, PyObject *Py_UNUSED(ignored))
{
	PyFrameObject *frame = PyEval_GetFrame();
	PyObject *m, *d, *v;
	PyCodeObject *code;

	if (!frame)
		Py_RETURN_NONE;
	code = PyFrame_GetCode(frame);
	Py_DECREF(code);
	m = PyImport_ImportModule("sys");
	if (!m)
		return NULL;
	d = PyModule_GetDict(m);
	Py_DECREF(m);
	v = PyDict_GetItemString(d, "flags");
	if (!v)
		return Py_NewRef(code);
	return Py_NewRef(v);
}

static PyMethodDef methods[] = {
	{ "a", walk_bad, METH_NOARGS, NULL },
	{ "b", walk_ok, METH_NOARGS, NULL },
	{ "c", grown_bad, METH_O, NULL },
	{ "d", grown_ok, METH_O, NULL },
	{ "e", common_bad, METH_VARARGS, NULL },
	{ "f", built_bad, METH_O, NULL },
	{ "g", built_ok, METH_O, NULL },
	{ "h", added_bad, METH_O, NULL },
	{ "i", added_ok, METH_O, NULL },
	{ "j", finished_bad, METH_O, NULL },
	{ "k", kept_bad, METH_O, NULL },
	{ "l", kept_ok, METH_O, NULL },
	{ "m", listed_ok, METH_O, NULL },
	{ "n", owned_elsewhere_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static void obj_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	Py_XDECREF(((Obj *) self)->name);
	type->tp_free(self);
	Py_DECREF(type);
}
static PyType_Slot bad_slots[] = {
	{ Py_tp_new, new_bad }, { Py_tp_dealloc, obj_dealloc }, { 0, NULL }
};
static PyType_Spec bad_spec = { "memory.Bad", sizeof (Obj), 0,
	Py_TPFLAGS_DEFAULT, bad_slots };
static PyType_Slot ok_slots[] = {
	{ Py_tp_new, new_ok }, { Py_tp_dealloc, obj_dealloc }, { 0, NULL }
};
static PyType_Spec ok_spec = { "memory.Ok", sizeof (Obj), 0,
	Py_TPFLAGS_DEFAULT, ok_slots };

static int exec(PyObject *m)
{
	PyObject *t = PyType_FromSpec(&bad_spec);
	int r;

	if (!t)
		return -1;
	r = PyModule_AddObjectRef(m, "Bad", t);
	Py_DECREF(t);
	if (r < 0)
		return -1;
	t = PyType_FromSpec(&ok_spec);
	if (!t)
		return -1;
	r = PyModule_AddObjectRef(m, "Ok", t);
	Py_DECREF(t);
	return r;
}
static PyModuleDef_Slot slots[] = { { Py_mod_exec, exec }, { 0, NULL } };
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "memory", NULL, 0, methods, slots, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_memory(void)
{
	return PyModuleDef_Init(&module);
}

/* %p prints the value of a pointer and does not follow it. */
int told_ok(char **block, size_t size)
{
	char *old = *block, *p = realloc(old, size);

	if (!p)
		return -1;
	fprintf(stderr, "%zu bytes moved from %p to %p\n", size, (void *)old,
		(void *)p);
	*block = p;
	return 0;
}

int told_bad(char **block, size_t size)
{
	char *old = *block, *p = realloc(old, size);

	if (!p)
		return -1;
	fprintf(stderr, "%*s was moved to %p\n", 10, old, (void *)p); // expect: use-after-release 'old'
	*block = p;
	return 0;
}
