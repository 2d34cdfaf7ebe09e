// SPDX-License-Identifier: GPL-3.0-or-later
/* Borrows from fields of objects that Python can change. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

typedef struct {
	PyObject_HEAD
	PyObject *key;		/* a member that Python may set */
	PyObject *source;	/* close() drops it */
	PyObject *cache;	/* replaced by refresh() */
	PyObject *name;		/* set by __init__ */
	PyObject *frozen;	/* set by __new__ alone */
	PyObject *labels;	/* read-only member, set by __new__ alone */
} Reader;

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Reader *self = (Reader *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->frozen = PyList_New(0);
	self->labels = PyList_New(0);
	if (!self->frozen || !self->labels) {
		Py_DECREF(self);
		return NULL;
	}
	self->source = Py_NewRef(Py_None);
	self->cache = Py_NewRef(Py_None);
	self->key = Py_NewRef(Py_None);
	self->name = Py_NewRef(Py_None);
	return (PyObject *) self;
}

static int reader_init(PyObject *op, PyObject *args, PyObject *kw)
{
	Reader *self = (Reader *) op;
	PyObject *name;

	if (!PyArg_ParseTuple(args, "O", &name))
		return -1;
	Py_INCREF(name);
	Py_XSETREF(self->name, name);
	return 0;
}

static int reader_traverse(PyObject *op, visitproc visit, void *arg)
{
	Reader *self = (Reader *) op;

	Py_VISIT(Py_TYPE(op));
	Py_VISIT(self->key);
	Py_VISIT(self->source);
	Py_VISIT(self->cache);
	Py_VISIT(self->name);
	Py_VISIT(self->frozen);
	Py_VISIT(self->labels);
	return 0;
}

static int reader_clear(PyObject *op)
{
	Reader *self = (Reader *) op;

	Py_CLEAR(self->key);
	Py_CLEAR(self->source);
	Py_CLEAR(self->cache);
	Py_CLEAR(self->name);
	Py_CLEAR(self->frozen);
	Py_CLEAR(self->labels);
	return 0;
}

static void reader_dealloc(PyObject *op)
{
	PyTypeObject *type = Py_TYPE(op);

	PyObject_GC_UnTrack(op);
	reader_clear(op);
	type->tp_free(op);
	Py_DECREF(type);
}

static PyObject *reader_close(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	Reader *self = (Reader *) op;

	Py_CLEAR(self->source);
	Py_RETURN_NONE;
}

static PyObject *reader_refresh(PyObject *op, PyObject *arg)
{
	Reader *self = (Reader *) op;

	Py_INCREF(arg);
	Py_SETREF(self->cache, arg);
	Py_RETURN_NONE;
}

/* Python assigns to the member while __call__ of it runs. */
static PyObject *member_bad(PyObject *op, PyObject *arg)
{
	Reader *self = (Reader *) op;
	PyObject *key = self->key, *r, *again;

	if (!key)
		Py_RETURN_NONE;
	r = PyObject_CallOneArg(arg, op);
	if (!r)
		return NULL;
	again = PyObject_CallOneArg(key, r); // expect: stale-borrow 'key' 'PyObject_CallOneArg'
	Py_DECREF(r);
	return again;
}

static PyObject *member_ok(PyObject *op, PyObject *arg)
{
	Reader *self = (Reader *) op;
	PyObject *key = self->key, *r, *again;

	if (!key)
		Py_RETURN_NONE;
	Py_INCREF(key);
	r = PyObject_CallOneArg(arg, op);
	if (!r) {
		Py_DECREF(key);
		return NULL;
	}
	again = PyObject_CallOneArg(key, r);
	Py_DECREF(r);
	Py_DECREF(key);
	return again;
}

/* close() from within read(). */
static PyObject *closed_bad(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	Reader *self = (Reader *) op;
	PyObject *source = self->source, *line, *rest;

	if (!source) {
		PyErr_SetString(PyExc_ValueError, "closed");
		return NULL;
	}
	line = PyObject_CallMethod(source, "readline", NULL);
	if (!line)
		return NULL;
	rest = PyObject_GetAttrString(source, "rest"); // expect: stale-borrow 'source' 'PyObject_CallMethod'
	if (!rest) {
		Py_DECREF(line);
		return NULL;
	}
	return Py_BuildValue("(NN)", line, rest);
}

static PyObject *closed_ok(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	Reader *self = (Reader *) op;
	PyObject *source = Py_XNewRef(self->source), *line, *rest = NULL;

	if (!source) {
		PyErr_SetString(PyExc_ValueError, "closed");
		return NULL;
	}
	line = PyObject_CallMethod(source, "readline", NULL);
	if (!line)
		goto done;
	rest = PyObject_GetAttrString(source, "rest");
	if (!rest) {
		Py_DECREF(line);
		goto done;
	}
	rest = Py_BuildValue("(NN)", line, rest);
done:
	Py_DECREF(source);
	return rest;
}

/* The function itself replaces what it borrowed. */
static PyObject *replaced_bad(PyObject *op, PyObject *arg)
{
	Reader *self = (Reader *) op;
	PyObject *old = self->cache;

	if (old) {
		Py_INCREF(arg);
		Py_SETREF(self->cache, arg);
		return PyObject_Repr(old); // expect: stale-borrow 'old'
	}
	Py_RETURN_NONE;
}

static PyObject *replaced_ok(PyObject *op, PyObject *arg)
{
	Reader *self = (Reader *) op;
	PyObject *old = self->cache, *r;

	Py_INCREF(arg);
	self->cache = arg;
	if (!old)
		Py_RETURN_NONE;
	r = PyObject_Repr(old);
	Py_DECREF(old);
	return r;
}

/* Read again for each use. */
static PyObject *name_ok(PyObject *op, PyObject *other)
{
	Reader *self = (Reader *) op;
	int same;

	same = PyObject_RichCompareBool(self->name, other, Py_EQ);
	if (same < 0)
		return NULL;
	if (!same) {
		PyErr_Format(PyExc_ValueError, "%S is not wanted", self->name);
		return NULL;
	}
	Py_RETURN_NONE;
}

/* What the field held was released by whoever replaced it meanwhile. */
static PyObject *late_bad(PyObject *op, PyObject *fn)
{
	Reader *self = (Reader *) op;
	PyObject *old = self->cache, *made;

	made = PyObject_CallOneArg(fn, op);
	if (!made)
		return NULL;
	self->cache = made;
	Py_XDECREF(old); // expect: stale-borrow 'old' 'PyObject_CallOneArg'
	Py_RETURN_NONE;
}

static PyObject *late_ok(PyObject *op, PyObject *fn)
{
	Reader *self = (Reader *) op;
	PyObject *old, *made;

	made = PyObject_CallOneArg(fn, op);
	if (!made)
		return NULL;
	old = self->cache;
	self->cache = made;
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *late_macro_ok(PyObject *op, PyObject *fn)
{
	Reader *self = (Reader *) op;

	Py_XSETREF(self->cache, PyObject_CallOneArg(fn, op));
	return Py_XNewRef(self->cache);
}

/* Nothing sets it anew: the object holds it as long as itself. */
static PyObject *frozen_ok(PyObject *op, PyObject *arg)
{
	Reader *self = (Reader *) op;
	PyObject *list = self->frozen;
	PyObject *r = PyObject_Repr(arg);

	if (!r)
		return NULL;
	if (PyList_Append(list, r) < 0)
		Py_CLEAR(r);
	return r;
}

/* But its items are not frozen. */
static PyObject *frozen_item_bad(PyObject *op, PyObject *arg)
{
	Reader *self = (Reader *) op;
	PyObject *item = PyList_GetItem(self->labels, 0), *r;

	if (!item)
		return NULL;
	r = PyObject_Repr(arg);
	if (!r)
		return NULL;
	Py_SETREF(r, PyTuple_Pack(2, item, r)); // expect: stale-borrow 'item' 'PyObject_Repr'
	return r;
}

static PyObject *frozen_item_ok(PyObject *op, PyObject *arg)
{
	Reader *self = (Reader *) op;
	PyObject *item = PySequence_GetItem(self->labels, 0), *r;

	if (!item)
		return NULL;
	r = PyObject_Repr(arg);
	if (r)
		Py_SETREF(r, PyTuple_Pack(2, item, r));
	Py_DECREF(item);
	return r;
}

/* A getter that borrows, runs code, and returns its own reference. */
static PyObject *get_cache_bad(PyObject *op, void *closure)
{
	Reader *self = (Reader *) op;
	PyObject *cache = self->cache;

	if (!cache)
		Py_RETURN_NONE;
	if (PyObject_IsTrue(cache) < 0)
		return NULL;
	Py_INCREF(cache); // expect: stale-borrow 'cache' 'PyObject_IsTrue'
	return cache;
}

static PyObject *get_cache_ok(PyObject *op, void *closure)
{
	Reader *self = (Reader *) op;
	PyObject *cache = self->cache;

	if (!cache)
		Py_RETURN_NONE;
	Py_INCREF(cache);
	if (PyObject_IsTrue(cache) < 0) {
		Py_DECREF(cache);
		return NULL;
	}
	return cache;
}

/* A static helper that gets the field's value as its argument. */
static PyObject *twice(PyObject *fn, PyObject *arg)
{
	PyObject *r = PyObject_CallOneArg(fn, arg);

	if (r)
		Py_SETREF(r, PyObject_CallOneArg(fn, r));
	return r;
}

static PyObject *twice_ok(PyObject *op, PyObject *arg)
{
	Reader *self = (Reader *) op;
	PyObject *key = Py_XNewRef(self->key), *r;

	if (!key)
		Py_RETURN_NONE;
	r = twice(key, arg);
	Py_DECREF(key);
	return r;
}

static PyMemberDef reader_members[] = {
	{ "key", T_OBJECT_EX, offsetof (Reader, key), 0, NULL },
	{ "labels", T_OBJECT_EX, offsetof (Reader, labels), READONLY, NULL },
	{ NULL }
};
static PyMethodDef reader_methods[] = {
	{ "close", reader_close, METH_NOARGS, NULL },
	{ "refresh", reader_refresh, METH_O, NULL },
	{ "a", member_bad, METH_O, NULL },
	{ "b", member_ok, METH_O, NULL },
	{ "c", closed_bad, METH_NOARGS, NULL },
	{ "d", closed_ok, METH_NOARGS, NULL },
	{ "e", replaced_bad, METH_O, NULL },
	{ "f", replaced_ok, METH_O, NULL },
	{ "h", name_ok, METH_O, NULL },
	{ "i", frozen_ok, METH_O, NULL },
	{ "j", frozen_item_bad, METH_O, NULL },
	{ "k", frozen_item_ok, METH_O, NULL },
	{ "l", twice_ok, METH_O, NULL },
	{ "m", late_bad, METH_O, NULL },
	{ "n", late_ok, METH_O, NULL },
	{ "o", late_macro_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyGetSetDef reader_getset[] = {
	{ "cache_bad", get_cache_bad, NULL, NULL, NULL },
	{ "cache_ok", get_cache_ok, NULL, NULL, NULL },
	{ NULL }
};
static PyType_Slot reader_slots[] = {
	{ Py_tp_new, reader_new }, { Py_tp_init, reader_init },
	{ Py_tp_dealloc, reader_dealloc },
	{ Py_tp_traverse, reader_traverse }, { Py_tp_clear, reader_clear },
	{ Py_tp_methods, reader_methods }, { Py_tp_members, reader_members },
	{ Py_tp_getset, reader_getset }, { 0, NULL }
};
static PyType_Spec reader_spec = {
	"members.Reader", sizeof (Reader), 0,
	Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, reader_slots
};

static int exec(PyObject *m)
{
	PyObject *type = PyType_FromModuleAndSpec(m, &reader_spec, NULL);
	int r;

	if (!type)
		return -1;
	r = PyModule_AddObjectRef(m, "Reader", type);
	Py_DECREF(type);
	return r;
}

static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, exec }, { 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "members", NULL, 0, NULL, slots, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_members(void)
{
	return PyModuleDef_Init(&module);
}
