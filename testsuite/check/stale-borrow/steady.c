// SPDX-License-Identifier: GPL-3.0-or-later
/* Containers that the module keeps to itself, and containers that it does
 * not. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *names;	/* only grows, nobody else has it */
	PyObject *hooks;	/* remove() takes out of it */
	PyObject *shown;	/* a getter hands it out */
} Table;

static PyObject *kinds;		/* filled once, never shown */
static PyObject *cache;		/* forget() empties it */

static PyObject *table_new(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Table *self = (Table *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->names = PyDict_New();
	self->hooks = PyDict_New();
	self->shown = PyDict_New();
	if (!self->names || !self->hooks || !self->shown)
		Py_CLEAR(self);
	return (PyObject *) self;
}

static PyObject *name_ok(PyObject *op, PyObject *args)
{
	Table *self = (Table *) op;
	PyObject *key, *fn, *name, *r;

	if (!PyArg_ParseTuple(args, "OO", &key, &fn))
		return NULL;
	name = PyDict_GetItemWithError(self->names, key);
	if (!name) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	r = PyObject_CallNoArgs(fn);
	if (!r)
		return NULL;
	Py_SETREF(r, PyTuple_Pack(2, name, r));
	return r;
}

static PyObject *hook_bad(PyObject *op, PyObject *args)
{
	Table *self = (Table *) op;
	PyObject *key, *fn, *hook, *r;

	if (!PyArg_ParseTuple(args, "OO", &key, &fn))
		return NULL;
	hook = PyDict_GetItemWithError(self->hooks, key);
	if (!hook) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	r = PyObject_CallNoArgs(fn);
	if (!r)
		return NULL;
	Py_SETREF(r, PyObject_CallOneArg(hook, r)); // expect: stale-borrow 'hook' 'hooks' 'PyObject_CallNoArgs'
	return r;
}

static PyObject *shown_bad(PyObject *op, PyObject *args)
{
	Table *self = (Table *) op;
	PyObject *key, *fn, *value, *r;

	if (!PyArg_ParseTuple(args, "OO", &key, &fn))
		return NULL;
	value = PyDict_GetItemWithError(self->shown, key);
	if (!value) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	r = PyObject_CallNoArgs(fn);
	if (!r)
		return NULL;
	Py_SETREF(r, PyTuple_Pack(2, value, r)); // expect: stale-borrow 'value' 'shown' 'PyObject_CallNoArgs'
	return r;
}

static PyObject *table_remove(PyObject *op, PyObject *key)
{
	if (PyDict_DelItem(((Table *) op)->hooks, key) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *table_add(PyObject *op, PyObject *key)
{
	Table *self = (Table *) op;

	return Py_XNewRef(PyDict_SetDefault(self->names, key, Py_None));
}

static PyObject *get_shown(PyObject *op, void *closure)
{
	return Py_NewRef(((Table *) op)->shown);
}

static PyObject *kind_ok(PyObject *self, PyObject *o)
{
	PyObject *kind = PyDict_GetItemString(kinds, "default"), *r;

	if (!kind)
		Py_RETURN_NONE;
	r = PyObject_Repr(o);
	if (!r)
		return NULL;
	Py_SETREF(r, PyUnicode_Concat(kind, r));
	return r;
}

static PyObject *cache_bad(PyObject *self, PyObject *o)
{
	PyObject *hit = PyDict_GetItemString(cache, "last"), *r;

	if (!hit)
		Py_RETURN_NONE;
	r = PyObject_Repr(o);
	if (!r)
		return NULL;
	Py_SETREF(r, PyTuple_Pack(2, hit, r)); // expect: stale-borrow 'hit' 'cache' 'PyObject_Repr'
	return r;
}

static PyObject *forget(PyObject *self, PyObject *Py_UNUSED(ignored))
{
	PyDict_Clear(cache);
	Py_RETURN_NONE;
}

/* The manual's own example: the item that goes can take the other along. */
static PyObject *thin_ice_bad(PyObject *self, PyObject *list)
{
	PyObject *item, *zero;

	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 2)
		Py_RETURN_NONE;
	item = PyList_GetItem(list, 0);
	zero = PyLong_FromLong(0L);
	if (!zero || PyList_SetItem(list, 1, zero) < 0)
		return NULL;
	if (PyObject_Print(item, stdout, 0) < 0) // expect: stale-borrow 'item' 'list' 'PyList_SetItem'
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *no_thin_ice_ok(PyObject *self, PyObject *list)
{
	PyObject *item, *zero;

	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 2)
		Py_RETURN_NONE;
	item = Py_XNewRef(PyList_GetItem(list, 0));
	zero = PyLong_FromLong(0L);
	if (!zero || PyList_SetItem(list, 1, zero) < 0) {
		Py_XDECREF(item);
		return NULL;
	}
	if (PyObject_Print(item, stdout, 0) < 0) {
		Py_XDECREF(item);
		return NULL;
	}
	Py_XDECREF(item);
	Py_RETURN_NONE;
}

/* Another key of a dictionary, which may be a new one. */
static PyObject *other_key_ok(PyObject *self, PyObject *dict)
{
	PyObject *a;

	if (!PyDict_Check(dict))
		Py_RETURN_NONE;
	a = PyDict_GetItemString(dict, "a");
	if (!a)
		Py_RETURN_NONE;
	if (PyDict_SetItemString(dict, "b", Py_None) < 0)
		return NULL;
	return Py_NewRef(a);
}

/* Appending takes nothing out, but can move the array. */
static PyObject *appended_ok(PyObject *self, PyObject *list)
{
	PyObject *item;

	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 1)
		Py_RETURN_NONE;
	item = PyList_GET_ITEM(list, 0);
	if (PyList_Append(list, item) < 0)
		return NULL;
	return Py_NewRef(item);
}

static PyObject *moved_bad(PyObject *self, PyObject *list)
{
	PyObject **items;

	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 1)
		Py_RETURN_NONE;
	items = PySequence_Fast_ITEMS(list);
	if (PyList_Append(list, Py_None) < 0)
		return NULL;
	return Py_NewRef(items[0]); // expect: stale-borrow 'items' 'list' 'PyList_Append'
}

static PyMethodDef table_methods[] = {
	{ "a", name_ok, METH_VARARGS, NULL },
	{ "b", hook_bad, METH_VARARGS, NULL },
	{ "c", shown_bad, METH_VARARGS, NULL },
	{ "remove", table_remove, METH_O, NULL },
	{ "add", table_add, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyGetSetDef table_getset[] = {
	{ "shown", get_shown, NULL, NULL, NULL }, { NULL }
};
static void table_dealloc(PyObject *op)
{
	Table *self = (Table *) op;

	PyObject_GC_UnTrack(op);
	Py_CLEAR(self->names);
	Py_CLEAR(self->hooks);
	Py_CLEAR(self->shown);
	Py_TYPE(op)->tp_free(op);
}
static int table_traverse(PyObject *op, visitproc visit, void *arg)
{
	Table *self = (Table *) op;

	Py_VISIT(self->names);
	Py_VISIT(self->hooks);
	Py_VISIT(self->shown);
	return 0;
}
static int table_clear(PyObject *op)
{
	Table *self = (Table *) op;

	Py_CLEAR(self->names);
	Py_CLEAR(self->hooks);
	Py_CLEAR(self->shown);
	return 0;
}
static PyTypeObject table_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "steady.Table", .tp_basicsize = sizeof (Table),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = table_new, .tp_dealloc = table_dealloc,
	.tp_traverse = table_traverse, .tp_clear = table_clear,
	.tp_methods = table_methods, .tp_getset = table_getset,
};
static PyMethodDef methods[] = {
	{ "a", kind_ok, METH_O, NULL },
	{ "b", cache_bad, METH_O, NULL },
	{ "c", thin_ice_bad, METH_O, NULL },
	{ "d", no_thin_ice_ok, METH_O, NULL },
	{ "e", other_key_ok, METH_O, NULL },
	{ "f", appended_ok, METH_O, NULL },
	{ "g", moved_bad, METH_O, NULL },
	{ "forget", forget, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "steady", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_steady(void)
{
	if (PyType_Ready(&table_type) < 0)
		return NULL;
	kinds = PyDict_New();
	cache = PyDict_New();
	if (!kinds || !cache
	    || PyDict_SetItemString(kinds, "default", Py_None) < 0)
		return NULL;
	return PyModule_Create(&module);
}
