// SPDX-License-Identifier: GPL-3.0-or-later
/* Borrows that helpers hand out, and code that helpers run. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *registry;

/* Borrowed from LIST. */
static PyObject *first_of(PyObject *list)
{
	if (PyList_GET_SIZE(list) == 0) {
		PyErr_SetString(PyExc_IndexError, "empty");
		return NULL;
	}
	return PyList_GET_ITEM(list, 0);
}

static PyObject *borrowed_result_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	int is;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = first_of(list);
	if (!item)
		return NULL;
	is = PyObject_IsInstance(key, (PyObject *) Py_TYPE(item));
	if (is < 0)
		return NULL;
	if (is)
		return Py_NewRef(item); // expect: stale-borrow 'item' 'PyObject_IsInstance'
	Py_RETURN_NONE;
}

static PyObject *borrowed_result_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	int is;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = Py_XNewRef(first_of(list));
	if (!item)
		return NULL;
	is = PyObject_IsInstance(key, (PyObject *) &PyLong_Type);
	if (is > 0)
		return item;
	Py_DECREF(item);
	if (is < 0)
		return NULL;
	Py_RETURN_NONE;
}

/* A borrow by out-parameter. */
static int find(PyObject *dict, PyObject *key, PyObject **out)
{
	*out = PyDict_GetItemWithError(dict, key);
	if (!*out) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return -1;
	}
	return 0;
}

static PyObject *out_parameter_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *fn, *found, *r;

	if (!PyArg_ParseTuple(args, "O!UO", &PyDict_Type, &dict, &key, &fn))
		return NULL;
	if (find(dict, key, &found) < 0)
		return NULL;
	r = PyObject_CallNoArgs(fn);
	if (!r)
		return NULL;
	Py_DECREF(r);
	return PyObject_Str(found); // expect: stale-borrow 'found' 'PyObject_CallNoArgs'
}

static PyObject *out_parameter_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *fn, *found, *r;

	if (!PyArg_ParseTuple(args, "O!UO", &PyDict_Type, &dict, &key, &fn))
		return NULL;
	if (find(dict, key, &found) < 0)
		return NULL;
	Py_INCREF(found);
	r = PyObject_CallNoArgs(fn);
	if (r)
		Py_SETREF(r, PyObject_Str(found));
	Py_DECREF(found);
	return r;
}

/* Two levels down something runs. */
static int notify_one(PyObject *listener, PyObject *what)
{
	PyObject *r = PyObject_CallOneArg(listener, what);

	if (!r)
		return -1;
	Py_DECREF(r);
	return 0;
}

static int notify(PyObject *listeners, PyObject *what)
{
	Py_ssize_t i;

	for (i = 0; i < PyTuple_GET_SIZE(listeners); i++)
		if (notify_one(PyTuple_GET_ITEM(listeners, i), what) < 0)
			return -1;
	return 0;
}

static PyObject *notified_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *listeners, *last;

	if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &list,
			      &PyTuple_Type, &listeners))
		return NULL;
	last = PyList_GetItem(list, PyList_GET_SIZE(list) - 1);
	if (!last)
		return NULL;
	if (notify(listeners, last) < 0)
		return NULL;
	return PyObject_Repr(last); // expect: stale-borrow 'last' 'list' 'notify'
}

static PyObject *notified_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *listeners, *last, *r;

	if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &list,
			      &PyTuple_Type, &listeners))
		return NULL;
	last = PyList_GetItem(list, PyList_GET_SIZE(list) - 1);
	if (!last)
		return NULL;
	Py_INCREF(last);
	r = notify(listeners, last) < 0 ? NULL : PyObject_Repr(last);
	Py_DECREF(last);
	return r;
}

/* A helper that runs nothing: numbers and sizes alone. */
static Py_ssize_t weight(PyObject *o)
{
	if (PyUnicode_Check(o))
		return PyUnicode_GET_LENGTH(o);
	if (PyBytes_Check(o))
		return PyBytes_GET_SIZE(o);
	return 1;
}

static PyObject *weighed_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *a, *b;

	if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list))
		return NULL;
	if (PyList_GET_SIZE(list) < 2)
		Py_RETURN_NONE;
	a = PyList_GET_ITEM(list, 0);
	b = PyList_GET_ITEM(list, 1);
	if (weight(a) < weight(b))
		a = b;
	return Py_NewRef(a);
}

/* A helper that empties the list itself. */
static int drop_all(PyObject *list)
{
	return PyList_SetSlice(list, 0, PyList_GET_SIZE(list), NULL);
}

static PyObject *emptied_bad(PyObject *self, PyObject *list)
{
	PyObject *item;

	if (!PyList_Check(list) || !PyList_GET_SIZE(list))
		Py_RETURN_NONE;
	item = PyList_GET_ITEM(list, 0);
	if (drop_all(list) < 0)
		return NULL;
	Py_INCREF(item); // expect: stale-borrow 'item' 'list' 'drop_all'
	return item;
}

static PyObject *emptied_ok(PyObject *self, PyObject *list)
{
	PyObject *item;

	if (!PyList_Check(list) || !PyList_GET_SIZE(list))
		Py_RETURN_NONE;
	item = PyList_GET_ITEM(list, 0);
	Py_INCREF(item);
	if (drop_all(list) < 0) {
		Py_DECREF(item);
		return NULL;
	}
	return item;
}

/* The helper itself uses its borrow after the call. */
static PyObject *lookup_and_call_bad(PyObject *dict, PyObject *key)
{
	PyObject *fn = PyDict_GetItem(dict, key), *r;

	if (!fn)
		return NULL;
	r = PyObject_CallOneArg(fn, key);
	if (!r)
		return NULL;
	if (PyObject_SetAttrString(fn, "last", r) < 0) // expect: stale-borrow 'fn' 'dict' 'PyObject_CallOneArg'
		Py_CLEAR(r);
	return r;
}

static PyObject *use_lookup(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *r;

	if (!PyArg_ParseTuple(args, "O!U", &PyDict_Type, &dict, &key))
		return NULL;
	r = lookup_and_call_bad(dict, key);
	if (!r && !PyErr_Occurred())
		Py_RETURN_NONE;
	return r;
}

/* A getter of one's own lends what the field holds. */
typedef struct {
	PyObject_HEAD
	PyObject *table;
} Owner;

static PyObject *table_of(Owner *self)
{
	return self->table;
}

static PyObject *owner_set(PyObject *op, PyObject *table)
{
	Py_INCREF(table);
	Py_XSETREF(((Owner *) op)->table, table);
	Py_RETURN_NONE;
}

static PyObject *getter_bad(PyObject *op, PyObject *fn)
{
	PyObject *table = table_of((Owner *) op), *r;

	if (!table)
		Py_RETURN_NONE;
	r = PyObject_CallNoArgs(fn);
	if (!r)
		return NULL;
	Py_SETREF(r, PyObject_GetItem(table, r)); // expect: stale-borrow 'table' 'PyObject_CallNoArgs'
	return r;
}

static PyObject *getter_ok(PyObject *op, PyObject *fn)
{
	PyObject *table = Py_XNewRef(table_of((Owner *) op)), *r;

	if (!table)
		Py_RETURN_NONE;
	r = PyObject_CallNoArgs(fn);
	if (r)
		Py_SETREF(r, PyObject_GetItem(table, r));
	Py_DECREF(table);
	return r;
}

static PyMethodDef owner_methods[] = {
	{ "set", owner_set, METH_O, NULL },
	{ "bad", getter_bad, METH_O, NULL },
	{ "ok", getter_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static void owner_dealloc(PyObject *op)
{
	Py_XDECREF(((Owner *) op)->table);
	Py_TYPE(op)->tp_free(op);
}
static PyTypeObject owner_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "helpers.Owner", .tp_basicsize = sizeof (Owner),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew,
	.tp_dealloc = owner_dealloc, .tp_methods = owner_methods,
};

/* A static registry that Python can reach through the module. */
static PyObject *registry_bad(PyObject *self, PyObject *key)
{
	PyObject *handler, *made;

	handler = PyDict_GetItemWithError(registry, key);
	if (!handler) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	made = PyObject_CallMethod(key, "prepare", NULL);
	if (!made)
		return NULL;
	Py_SETREF(made, PyObject_CallOneArg(handler, made)); // expect: stale-borrow 'handler' 'registry' 'PyObject_CallMethod'
	return made;
}

static PyObject *registry_ok(PyObject *self, PyObject *key)
{
	PyObject *handler, *made;

	handler = PyDict_GetItemWithError(registry, key);
	if (!handler) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	Py_INCREF(handler);
	made = PyObject_CallMethod(key, "prepare", NULL);
	if (made)
		Py_SETREF(made, PyObject_CallOneArg(handler, made));
	Py_DECREF(handler);
	return made;
}

static PyObject *unregister(PyObject *self, PyObject *key)
{
	if (PyDict_DelItem(registry, key) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "a", borrowed_result_bad, METH_VARARGS, NULL },
	{ "b", borrowed_result_ok, METH_VARARGS, NULL },
	{ "c", out_parameter_bad, METH_VARARGS, NULL },
	{ "d", out_parameter_ok, METH_VARARGS, NULL },
	{ "e", notified_bad, METH_VARARGS, NULL },
	{ "f", notified_ok, METH_VARARGS, NULL },
	{ "g", weighed_ok, METH_VARARGS, NULL },
	{ "h", emptied_bad, METH_O, NULL },
	{ "i", emptied_ok, METH_O, NULL },
	{ "j", use_lookup, METH_VARARGS, NULL },
	{ "k", registry_bad, METH_O, NULL },
	{ "l", registry_ok, METH_O, NULL },
	{ "m", unregister, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, -1, methods, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_helpers(void)
{
	PyObject *m;

	if (PyType_Ready(&owner_type) < 0)
		return NULL;
	m = PyModule_Create(&module);
	if (!m)
		return NULL;
	registry = PyDict_New();
	if (!registry || PyModule_AddObjectRef(m, "registry", registry) < 0) {
		Py_CLEAR(registry);
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
