// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.13 lang=c,c++ skip-if=python>=3.13
// A module that says that it needs no GIL borrows as it did with it.
#include <Python.h>

#undef PY_MINOR_VERSION
#define PY_MINOR_VERSION 13
#define Py_mod_gil 4
#define Py_MOD_GIL_NOT_USED ((void *) 1)

typedef struct { void *a, *b; } CriticalSection;
#ifdef __cplusplus
extern "C" {
#endif
void PyCriticalSection_Begin(CriticalSection *c, PyObject *o);
void PyCriticalSection_End(CriticalSection *c);
int PyDict_GetItemRef(PyObject *d, PyObject *key, PyObject **out);
int PyDict_GetItemStringRef(PyObject *d, const char *key, PyObject **out);
PyObject *PyList_GetItemRef(PyObject *l, Py_ssize_t i);
int PyWeakref_GetRef(PyObject *ref, PyObject **out);
PyObject *PyImport_AddModuleRef(const char *name);
int PyDict_SetDefaultRef(PyObject *, PyObject *, PyObject *, PyObject **);
#ifdef __cplusplus
}
#endif

typedef struct {
	PyObject_HEAD
	PyObject *items;	/* a list */
	PyObject *table;	/* a dictionary */
} Bag;

static PyObject *registry;

static PyObject *field_bad(PyObject *op, PyObject *key)
{
	Bag *self = (Bag *) op;
	PyObject *v = PyDict_GetItem(self->table, key); // expect: unsafe-borrow 'PyDict_GetItem'

	if (!v)
		Py_RETURN_NONE;
	return Py_NewRef(v);
}

static PyObject *field_ok(PyObject *op, PyObject *key)
{
	Bag *self = (Bag *) op;
	PyObject *v;

	if (PyDict_GetItemRef(self->table, key, &v) < 0)
		return NULL;
	if (!v)
		Py_RETURN_NONE;
	return v;
}

static PyObject *macro_bad(PyObject *op, PyObject *list)
{
	PyObject *item;

	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 1)
		Py_RETURN_NONE;
	item = PyList_GET_ITEM(list, 0); // expect: unsafe-borrow 'PyList_GET_ITEM' 'list'
	return Py_NewRef(item);
}

static PyObject *macro_ok(PyObject *op, PyObject *list)
{
	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 1)
		Py_RETURN_NONE;
	return PyList_GetItemRef(list, 0);
}

static PyObject *macro_fresh_ok(PyObject *op, PyObject *o)
{
	PyObject *list = PySequence_List(o), *item;

	if (!list)
		return NULL;
	if (PyList_GET_SIZE(list) < 1) {
		Py_DECREF(list);
		Py_RETURN_NONE;
	}
	item = Py_NewRef(PyList_GET_ITEM(list, 0));
	Py_DECREF(list);
	return item;
}

static PyObject *macro_tuple_ok(PyObject *op, PyObject *args)
{
	if (PyTuple_GET_SIZE(args) < 1)
		Py_RETURN_NONE;
	return Py_NewRef(PyTuple_GET_ITEM(args, 0));
}

static PyObject *macro_section_ok(PyObject *op, PyObject *list)
{
	PyObject *item = NULL;
	CriticalSection cs;

	if (!PyList_Check(list))
		Py_RETURN_NONE;
	PyCriticalSection_Begin(&cs, list);
	if (PyList_GET_SIZE(list) > 0)
		item = Py_NewRef(PyList_GET_ITEM(list, 0));
	PyCriticalSection_End(&cs);
	if (!item)
		Py_RETURN_NONE;
	return item;
}

static PyObject *weak_bad(PyObject *op, PyObject *ref)
{
	PyObject *o = PyWeakref_GET_OBJECT(ref); // expect: unsafe-borrow

	if (o == Py_None)
		Py_RETURN_NONE;
	return PyObject_Repr(o);
}

static PyObject *weak_ok(PyObject *op, PyObject *ref)
{
	PyObject *o, *r;

	if (PyWeakref_GetRef(ref, &o) < 0)
		return NULL;
	if (!o)
		Py_RETURN_NONE;
	r = PyObject_Repr(o);
	Py_DECREF(o);
	return r;
}

static PyObject *string_bad(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	PyObject *v = PyDict_GetItemString(registry, "default"); // expect: unsafe-borrow 'PyDict_GetItemString' 'registry'

	if (!v)
		Py_RETURN_NONE;
	Py_INCREF(v);
	return v;
}

static PyObject *string_ok(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	PyObject *v;

	if (PyDict_GetItemStringRef(registry, "default", &v) < 0)
		return NULL;
	if (!v)
		Py_RETURN_NONE;
	return v;
}

static PyObject *default_bad(PyObject *op, PyObject *args)
{
	PyObject *d, *k, *v;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	v = PyDict_SetDefault(d, k, Py_None); // expect: unsafe-borrow 'PyDict_SetDefault' 'd'
	return Py_XNewRef(v);
}

static PyObject *default_ok(PyObject *op, PyObject *args)
{
	PyObject *d, *k, *v;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	if (PyDict_SetDefaultRef(d, k, Py_None, &v) < 0)
		return NULL;
	return v;
}

static PyObject *module_bad(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	PyObject *m = PyImport_AddModule("shared"); // expect: unsafe-borrow 'PyImport_AddModule'

	return Py_XNewRef(m);
}

static PyObject *module_ok(PyObject *op, PyObject *Py_UNUSED(ignored))
{
	return PyImport_AddModuleRef("shared");
}

static PyObject *next_bad(PyObject *op, PyObject *dict)
{
	PyObject *key, *value, *list;
	Py_ssize_t pos = 0;

	if (!PyDict_Check(dict))
		Py_RETURN_NONE;
	list = PyList_New(0);
	if (!list)
		return NULL;
	while (PyDict_Next(dict, &pos, &key, &value)) // expect: unlocked-state 'PyDict_Next' 'dict'
		if (PyList_Append(list, value) < 0) {
			Py_DECREF(list);
			return NULL;
		}
	return list;
}

static PyObject *next_ok(PyObject *op, PyObject *dict)
{
	PyObject *key, *value, *list;
	Py_ssize_t pos = 0;
	CriticalSection cs;

	if (!PyDict_Check(dict))
		Py_RETURN_NONE;
	list = PyList_New(0);
	if (!list)
		return NULL;
	PyCriticalSection_Begin(&cs, dict);
	while (PyDict_Next(dict, &pos, &key, &value))
		if (PyList_Append(list, value) < 0) {
			Py_CLEAR(list);
			break;
		}
	PyCriticalSection_End(&cs);
	return list;
}

static PyObject *fast_bad(PyObject *op, PyObject *o)
{
	PyObject *fast = PySequence_Fast(o, "sequence expected"), *item;

	if (!fast)
		return NULL;
	if (PySequence_Fast_GET_SIZE(fast) < 1) {
		Py_DECREF(fast);
		Py_RETURN_NONE;
	}
	item = Py_NewRef(PySequence_Fast_GET_ITEM(fast, 0)); // expect: unsafe-borrow 'fast'
	Py_DECREF(fast);
	return item;
}

static PyObject *lookup(PyObject *d, PyObject *k)
{
	return PyDict_GetItemWithError(d, k); // expect: unsafe-borrow 'PyDict_GetItemWithError'
}

static PyObject *helper(PyObject *op, PyObject *k)
{
	PyObject *v = lookup(registry, k);

	if (!v) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, k);
		return NULL;
	}
	return Py_NewRef(v);
}

/* A helper that is only called in a critical section. */
static PyObject *lookup_locked_ok(PyObject *d, PyObject *k)
{
	return Py_XNewRef(PyDict_GetItemWithError(d, k));
}

static PyObject *locked_ok(PyObject *op, PyObject *k)
{
	PyObject *v;
	CriticalSection cs;

	PyCriticalSection_Begin(&cs, registry);
	v = lookup_locked_ok(registry, k);
	PyCriticalSection_End(&cs);
	if (!v && !PyErr_Occurred())
		PyErr_SetObject(PyExc_KeyError, k);
	return v;
}

/* A helper that gets a fresh dictionary. */
static PyObject *pick_ok(PyObject *d)
{
	return Py_XNewRef(PyDict_GetItemString(d, "x"));
}

static PyObject *picked_ok(PyObject *op, PyObject *k)
{
	PyObject *d = PyDict_New(), *v;

	if (!d)
		return NULL;
	if (PyDict_SetItemString(d, "x", k) < 0) {
		Py_DECREF(d);
		return NULL;
	}
	v = pick_ok(d);
	Py_DECREF(d);
	if (!v)
		Py_RETURN_NONE;
	return v;
}

/* Membership alone. */
static PyObject *tested_ok(PyObject *op, PyObject *k)
{
	PyObject *v = PyDict_GetItemWithError(registry, k);

	if (!v && PyErr_Occurred())
		return NULL;
	return PyBool_FromLong(v != NULL);
}

static PyMethodDef methods[] = {
	{ "a", field_bad, METH_O, NULL },
	{ "b", field_ok, METH_O, NULL },
	{ "c", macro_bad, METH_O, NULL },
	{ "d", macro_ok, METH_O, NULL },
	{ "e", macro_fresh_ok, METH_O, NULL },
	{ "f", macro_tuple_ok, METH_VARARGS, NULL },
	{ "g", macro_section_ok, METH_O, NULL },
	{ "h", weak_bad, METH_O, NULL },
	{ "i", weak_ok, METH_O, NULL },
	{ "j", string_bad, METH_NOARGS, NULL },
	{ "k", string_ok, METH_NOARGS, NULL },
	{ "l", default_bad, METH_VARARGS, NULL },
	{ "m", default_ok, METH_VARARGS, NULL },
	{ "n", module_bad, METH_NOARGS, NULL },
	{ "o", module_ok, METH_NOARGS, NULL },
	{ "p", next_bad, METH_O, NULL },
	{ "q", next_ok, METH_O, NULL },
	{ "r", fast_bad, METH_O, NULL },
	{ "s", helper, METH_O, NULL },
	{ "t", locked_ok, METH_O, NULL },
	{ "u", picked_ok, METH_O, NULL },
	{ "v", tested_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static int exec(PyObject *m)
{
	PyObject *v;

	registry = PyDict_New();
	if (!registry)
		return -1;
	/* Nobody else runs yet. */
	v = PyDict_GetItemString(registry, "default");
	if (v)
		Py_INCREF(v);
	Py_XDECREF(v);
	return PyModule_AddObjectRef(m, "registry", registry);
}

static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, (void *) exec },
	{ Py_mod_gil, Py_MOD_GIL_NOT_USED },
	{ 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "dresses", NULL, 0, methods, slots, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_dresses(void)
{
	return PyModuleDef_Init(&module);
}
