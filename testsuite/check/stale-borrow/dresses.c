// SPDX-License-Identifier: GPL-3.0-or-later
/* Borrows from containers, in the shapes that extensions have. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int PyDict_GetItemRef(PyObject *dict, PyObject *key, PyObject **result);

/* goto-error cleanup, a borrow used after a call in the middle. */
static PyObject *cleanup_bad(PyObject *self, PyObject *args)
{
	PyObject *config, *hook, *name, *res = NULL, *tmp = NULL;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &config, &name))
		return NULL;
	hook = PyDict_GetItemString(config, "hook");
	if (!hook) {
		PyErr_SetString(PyExc_KeyError, "hook");
		goto done;
	}
	tmp = PyObject_CallMethod(name, "strip", NULL);
	if (!tmp)
		goto done;
	res = PyObject_CallFunctionObjArgs(hook, tmp, NULL); // expect: stale-borrow 'hook' 'config' 'PyObject_CallMethod'
done:
	Py_XDECREF(tmp);
	return res;
}

static PyObject *cleanup_ok(PyObject *self, PyObject *args)
{
	PyObject *config, *hook = NULL, *name, *res = NULL, *tmp = NULL;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &config, &name))
		return NULL;
	hook = PyDict_GetItemString(config, "hook");
	if (!hook) {
		PyErr_SetString(PyExc_KeyError, "hook");
		goto done;
	}
	Py_INCREF(hook);
	tmp = PyObject_CallMethod(name, "strip", NULL);
	if (!tmp)
		goto done;
	res = PyObject_CallFunctionObjArgs(hook, tmp, NULL);
done:
	Py_XDECREF(hook);
	Py_XDECREF(tmp);
	return res;
}

/* The owned variant of the look-up. */
static PyObject *owned_ok(PyObject *self, PyObject *args)
{
	PyObject *config, *hook, *name, *res, *tmp;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &config, &name))
		return NULL;
	if (PyDict_GetItemRef(config, name, &hook) < 0)
		return NULL;
	if (!hook)
		Py_RETURN_NONE;
	tmp = PyObject_CallMethod(name, "strip", NULL);
	if (!tmp) {
		Py_DECREF(hook);
		return NULL;
	}
	res = PyObject_CallFunctionObjArgs(hook, tmp, NULL);
	Py_DECREF(tmp);
	Py_DECREF(hook);
	return res;
}

/* Borrowed before, dereferenced after. */
static PyObject *two_items_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *a, *b;
	long x, y;

	if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list))
		return NULL;
	if (PyList_GET_SIZE(list) != 2) {
		PyErr_SetString(PyExc_ValueError, "two items expected");
		return NULL;
	}
	a = PyList_GET_ITEM(list, 0);
	b = PyList_GET_ITEM(list, 1);
	x = PyLong_AsLong(a);
	if (x == -1 && PyErr_Occurred())
		return NULL;
	y = PyLong_AsLong(b); // expect: stale-borrow 'b' 'list' 'PyLong_AsLong'
	if (y == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(x + y);
}

/* Exact built-in numbers run nothing. */
static PyObject *exact_items_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *a, *b;
	long x, y;

	if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list))
		return NULL;
	if (PyList_GET_SIZE(list) != 2) {
		PyErr_SetString(PyExc_ValueError, "two items expected");
		return NULL;
	}
	a = PyList_GET_ITEM(list, 0);
	b = PyList_GET_ITEM(list, 1);
	if (!PyLong_Check(a) || !PyLong_Check(b)) {
		PyErr_SetString(PyExc_TypeError, "int expected");
		return NULL;
	}
	x = PyLong_AsLong(a);
	if (x == -1 && PyErr_Occurred())
		return NULL;
	y = PyLong_AsLong(b);
	if (y == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(x + y);
}

/* A tuple may be read on: it cannot change, and the list is copied. */
static PyObject *tuple_copy_ok(PyObject *self, PyObject *list)
{
	PyObject *copy = PyList_AsTuple(list), *a, *b, *r;

	if (!copy)
		return NULL;
	if (PyTuple_GET_SIZE(copy) != 2) {
		Py_DECREF(copy);
		PyErr_SetString(PyExc_ValueError, "two items expected");
		return NULL;
	}
	a = PyTuple_GET_ITEM(copy, 0);
	b = PyTuple_GET_ITEM(copy, 1);
	r = PyObject_Repr(a);
	if (r)
		Py_SETREF(r, PyObject_RichCompare(r, b, Py_EQ));
	Py_DECREF(copy);
	return r;
}

/* PySequence_Fast gives the list itself when it is one. */
static PyObject *fast_bad(PyObject *self, PyObject *arg)
{
	PyObject *fast = PySequence_Fast(arg, "a sequence"), *sum;
	Py_ssize_t i;

	if (!fast)
		return NULL;
	sum = PyLong_FromLong(0);
	for (i = 0; sum && i < PySequence_Fast_GET_SIZE(fast); i++) {
		PyObject *item = PySequence_Fast_GET_ITEM(fast, i);
		PyObject *next = PyNumber_Add(sum, item);

		Py_DECREF(sum);
		sum = next;
		if (sum && PyObject_SetAttrString(item, "used", sum) < 0) // expect: stale-borrow 'item' 'fast' 'PyNumber_Add'
			Py_CLEAR(sum);
	}
	Py_DECREF(fast);
	return sum;
}

static PyObject *fast_ok(PyObject *self, PyObject *arg)
{
	PyObject *fast = PySequence_Tuple(arg), *sum;
	Py_ssize_t i;

	if (!fast)
		return NULL;
	sum = PyLong_FromLong(0);
	for (i = 0; sum && i < PySequence_Fast_GET_SIZE(fast); i++) {
		PyObject *item = PySequence_Fast_GET_ITEM(fast, i);
		PyObject *next = PyNumber_Add(sum, item);

		Py_DECREF(sum);
		sum = next;
		if (sum && PyObject_SetAttrString(item, "used", sum) < 0)
			Py_CLEAR(sum);
	}
	Py_DECREF(fast);
	return sum;
}

/* The item is used once, as the argument of the one call. */
static PyObject *fast_once_ok(PyObject *self, PyObject *arg)
{
	PyObject *fast = PySequence_Fast(arg, "a sequence"), *sum;
	Py_ssize_t i;

	if (!fast)
		return NULL;
	sum = PyLong_FromLong(0);
	for (i = 0; sum && i < PySequence_Fast_GET_SIZE(fast); i++) {
		PyObject *item = PySequence_Fast_GET_ITEM(fast, i);

		Py_SETREF(sum, PyNumber_Add(sum, item));
	}
	Py_DECREF(fast);
	return sum;
}

/* An array of items that moves when the list grows. */
static PyObject *items_bad(PyObject *self, PyObject *arg)
{
	PyObject *fast = PySequence_Fast(arg, "a sequence"), **items;
	Py_ssize_t i, n, wanted = 0;

	if (!fast)
		return NULL;
	n = PySequence_Fast_GET_SIZE(fast);
	items = PySequence_Fast_ITEMS(fast);
	for (i = 0; i < n; i++) {
		int is = PyObject_IsTrue(items[i]); // expect: stale-borrow 'items' 'PyObject_IsTrue'

		if (is < 0) {
			Py_DECREF(fast);
			return NULL;
		}
		wanted += is;
	}
	Py_DECREF(fast);
	return PyLong_FromSsize_t(wanted);
}

static PyObject *items_ok(PyObject *self, PyObject *arg)
{
	PyObject *fast = PySequence_Tuple(arg), **items;
	Py_ssize_t i, n, wanted = 0;

	if (!fast)
		return NULL;
	n = PySequence_Fast_GET_SIZE(fast);
	items = PySequence_Fast_ITEMS(fast);
	for (i = 0; i < n; i++) {
		int is = PyObject_IsTrue(items[i]);

		if (is < 0) {
			Py_DECREF(fast);
			return NULL;
		}
		wanted += is;
	}
	Py_DECREF(fast);
	return PyLong_FromSsize_t(wanted);
}

/* Taken out of the list, then put into the message. */
static PyObject *message_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *item;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &list, &i))
		return NULL;
	item = PyList_GetItem(list, i);
	if (!item)
		return NULL;
	if (PySequence_DelItem(list, i) < 0)
		return NULL;
	PyErr_Format(PyExc_ValueError, "bad item %R", item); // expect: stale-borrow 'item' 'list' 'PySequence_DelItem'
	return NULL;
}

static PyObject *message_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *item;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &list, &i))
		return NULL;
	item = PySequence_GetItem(list, i);
	if (!item)
		return NULL;
	if (PySequence_DelItem(list, i) < 0) {
		Py_DECREF(item);
		return NULL;
	}
	PyErr_Format(PyExc_ValueError, "bad item %R", item);
	Py_DECREF(item);
	return NULL;
}

/* Deleted from the dictionary that lent it. */
static PyObject *pop_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *value;

	if (!PyArg_ParseTuple(args, "O!U", &PyDict_Type, &dict, &key))
		return NULL;
	value = PyDict_GetItemWithError(dict, key);
	if (!value) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	if (PyDict_DelItem(dict, key) < 0)
		return NULL;
	Py_INCREF(value); // expect: stale-borrow 'value' 'dict' 'PyDict_DelItem'
	return value;
}

static PyObject *pop_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *value;

	if (!PyArg_ParseTuple(args, "O!U", &PyDict_Type, &dict, &key))
		return NULL;
	value = PyDict_GetItemWithError(dict, key);
	if (!value) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	Py_INCREF(value);
	if (PyDict_DelItem(dict, key) < 0) {
		Py_DECREF(value);
		return NULL;
	}
	return value;
}

/* Cleared by the function itself. */
static PyObject *clear_bad(PyObject *self, PyObject *dict)
{
	PyObject *v;

	if (!PyDict_Check(dict)) {
		PyErr_BadArgument();
		return NULL;
	}
	v = PyDict_GetItemString(dict, "last");
	PyDict_Clear(dict);
	if (!v)
		Py_RETURN_NONE;
	return Py_NewRef(v); // expect: stale-borrow 'v' 'dict' 'PyDict_Clear'
}

static PyObject *clear_ok(PyObject *self, PyObject *dict)
{
	PyObject *v;

	if (!PyDict_Check(dict)) {
		PyErr_BadArgument();
		return NULL;
	}
	v = Py_XNewRef(PyDict_GetItemString(dict, "last"));
	PyDict_Clear(dict);
	if (!v)
		Py_RETURN_NONE;
	return v;
}

/* The dictionary itself is released, which it alone kept. */
static PyObject *attribute_bad(PyObject *self, PyObject *o)
{
	PyObject *d = PyObject_GetAttrString(o, "__dict__"), *v;

	if (!d)
		return NULL;
	if (!PyDict_Check(d)) {
		Py_DECREF(d);
		PyErr_SetString(PyExc_TypeError, "no dictionary");
		return NULL;
	}
	v = PyDict_GetItemString(d, "name");
	Py_DECREF(d);
	if (!v) {
		PyErr_SetString(PyExc_AttributeError, "name");
		return NULL;
	}
	return PyObject_Str(v); // expect: stale-borrow 'v' 'd'
}

static PyObject *attribute_ok(PyObject *self, PyObject *o)
{
	PyObject *d = PyObject_GetAttrString(o, "__dict__"), *v, *r = NULL;

	if (!d)
		return NULL;
	if (!PyDict_Check(d)) {
		Py_DECREF(d);
		PyErr_SetString(PyExc_TypeError, "no dictionary");
		return NULL;
	}
	v = PyDict_GetItemString(d, "name");
	if (!v)
		PyErr_SetString(PyExc_AttributeError, "name");
	else
		r = PyObject_Str(v);
	Py_DECREF(d);
	return r;
}

/* The keywords of a call are its own, and nothing takes from them. */
static PyObject *keywords_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	PyObject *key, *dflt, *r;

	if (!kw)
		Py_RETURN_NONE;
	key = PyDict_GetItemString(kw, "key");
	dflt = PyDict_GetItemString(kw, "default");
	if (!key || !dflt)
		Py_RETURN_NONE;
	r = PyObject_CallOneArg(key, self);
	if (!r)
		return NULL;
	if (r == Py_None) {
		Py_DECREF(r);
		return Py_NewRef(dflt);
	}
	return r;
}

/* Vectorcall arguments belong to the caller. */
static PyObject *vector_ok(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	PyObject *a, *b, *r;

	if (n != 2) {
		PyErr_SetString(PyExc_TypeError, "two arguments");
		return NULL;
	}
	a = args[0];
	b = args[1];
	r = PyObject_CallOneArg(a, b);
	if (!r)
		return NULL;
	Py_DECREF(r);
	return PyObject_CallOneArg(b, a);
}

/* A list inside the argument tuple is no tuple. */
static PyObject *nested_bad(PyObject *self, PyObject *args)
{
	PyObject *list = PyTuple_GetItem(args, 0), *first;

	if (!list)
		return NULL;
	if (!PyList_Check(list) || !PyList_GET_SIZE(list)) {
		PyErr_BadArgument();
		return NULL;
	}
	first = PyList_GET_ITEM(list, 0);
	if (PyObject_SetAttrString(first, "parent", self) < 0)
		return NULL;
	Py_INCREF(first); // expect: stale-borrow 'first' 'list' 'PyObject_SetAttrString'
	return first;
}

/* The finalizer of what is released runs code. */
static PyObject *finalizer_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *factory, *made, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &factory))
		return NULL;
	made = PyObject_CallNoArgs(factory);
	if (!made)
		return NULL;
	item = PyList_GetItem(list, 0);
	Py_DECREF(made);
	Py_XINCREF(item); // expect: stale-borrow 'item' 'list'
	return item;
}

static PyObject *finalizer_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *factory, *made, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &factory))
		return NULL;
	made = PyObject_CallNoArgs(factory);
	if (!made)
		return NULL;
	item = PyList_GetItem(list, 0);
	Py_XINCREF(item);
	Py_DECREF(made);
	return item;
}

/* What is released is a plain number: nothing runs. */
static PyObject *number_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *n, *item;

	if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list))
		return NULL;
	n = PyLong_FromSsize_t(PyList_GET_SIZE(list));
	if (!n)
		return NULL;
	item = PyList_GetItem(list, 0);
	Py_DECREF(n);
	Py_XINCREF(item);
	return item;
}

/* Only some of the ways run code. */
static PyObject *flag_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *hook, *key, *v;
	int flags;

	if (!PyArg_ParseTuple(args, "O!OUi", &PyDict_Type, &dict, &hook, &key,
			      &flags))
		return NULL;
	v = PyDict_GetItemWithError(dict, key);
	if (!v) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	switch (flags) {
	case 0:
		break;
	case 1: {
		PyObject *r = PyObject_CallOneArg(hook, key);

		if (!r)
			return NULL;
		Py_DECREF(r);
		break;
	}
	default:
		PyErr_SetString(PyExc_ValueError, "bad flags");
		return NULL;
	}
	return Py_NewRef(v); // expect: stale-borrow 'v' 'dict' 'PyObject_CallOneArg'
}

static PyObject *flag_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *hook, *key, *v;
	int flags;

	if (!PyArg_ParseTuple(args, "O!OUi", &PyDict_Type, &dict, &hook, &key,
			      &flags))
		return NULL;
	if (flags) {
		PyObject *r = PyObject_CallOneArg(hook, key);

		if (!r)
			return NULL;
		Py_DECREF(r);
	}
	v = PyDict_GetItemWithError(dict, key);
	if (!v) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	return Py_NewRef(v);
}

/* The referent of a weak reference has no owner here. */
static PyObject *weak_bad(PyObject *self, PyObject *args)
{
	PyObject *ref, *hook, *o, *r;

	if (!PyArg_ParseTuple(args, "OO", &ref, &hook))
		return NULL;
	o = PyWeakref_GetObject(ref);
	if (!o)
		return NULL;
	if (o == Py_None)
		Py_RETURN_NONE;
	r = PyObject_CallNoArgs(hook);
	if (!r)
		return NULL;
	Py_DECREF(r);
	return PyObject_Repr(o); // expect: stale-borrow 'o' 'PyObject_CallNoArgs'
}

static PyObject *weak_ok(PyObject *self, PyObject *args)
{
	PyObject *ref, *hook, *o, *r;

	if (!PyArg_ParseTuple(args, "OO", &ref, &hook))
		return NULL;
	o = PyWeakref_GetObject(ref);
	if (!o)
		return NULL;
	if (o == Py_None)
		Py_RETURN_NONE;
	Py_INCREF(o);
	r = PyObject_CallNoArgs(hook);
	if (r)
		Py_SETREF(r, PyObject_Repr(o));
	Py_DECREF(o);
	return r;
}

/* The list is the caller's: whether it still holds the pair is its affair. */
static PyObject *pair_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *pair, *value;

	if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list))
		return NULL;
	pair = PySequence_GetItem(list, 0);
	if (!pair)
		return NULL;
	if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2) {
		Py_DECREF(pair);
		PyErr_SetString(PyExc_TypeError, "a pair was expected");
		return NULL;
	}
	value = PyTuple_GET_ITEM(pair, 1);
	Py_DECREF(pair);
	return PyObject_Str(value); // expect: stale-borrow 'value' 'pair'
}

/* Other threads run while the GIL is released. */
static PyObject *threads_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *item;
	double d, sum = 0;
	int i;

	if (!PyArg_ParseTuple(args, "O!d", &PyList_Type, &list, &d))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	for (i = 0; i < 1000000; i++)
		sum += d * i;
	Py_END_ALLOW_THREADS
	return Py_BuildValue("Od", item, sum); // expect: stale-borrow 'item' 'list' 'other threads'
}

static PyObject *threads_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *item;
	double d, sum = 0;
	int i;

	if (!PyArg_ParseTuple(args, "O!d", &PyList_Type, &list, &d))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	Py_INCREF(item);
	Py_BEGIN_ALLOW_THREADS
	for (i = 0; i < 1000000; i++)
		sum += d * i;
	Py_END_ALLOW_THREADS
	return Py_BuildValue("Nd", item, sum);
}

/* Keys and values while code runs in the middle. */
static PyObject *walk_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *fn, *key, *value, *out;
	Py_ssize_t pos = 0;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &fn))
		return NULL;
	out = PyDict_New();
	if (!out)
		return NULL;
	while (PyDict_Next(dict, &pos, &key, &value)) {
		PyObject *mapped = PyObject_CallOneArg(fn, value);
		int rc;

		if (!mapped) {
			Py_DECREF(out);
			return NULL;
		}
		rc = PyDict_SetItem(out, key, mapped); // expect: stale-borrow 'key' 'dict' 'PyObject_CallOneArg'
		Py_DECREF(mapped);
		if (rc < 0) {
			Py_DECREF(out);
			return NULL;
		}
	}
	return out;
}

static PyObject *walk_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *fn, *key, *value, *out;
	Py_ssize_t pos = 0;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &fn))
		return NULL;
	out = PyDict_New();
	if (!out)
		return NULL;
	while (PyDict_Next(dict, &pos, &key, &value)) {
		PyObject *mapped;
		int rc;

		Py_INCREF(key);
		mapped = PyObject_CallOneArg(fn, value);
		if (!mapped) {
			Py_DECREF(key);
			Py_DECREF(out);
			return NULL;
		}
		rc = PyDict_SetItem(out, key, mapped);
		Py_DECREF(key);
		Py_DECREF(mapped);
		if (rc < 0) {
			Py_DECREF(out);
			return NULL;
		}
	}
	return out;
}

static PyMethodDef methods[] = {
	{ "cleanup_bad", cleanup_bad, METH_VARARGS, NULL },
	{ "cleanup_ok", cleanup_ok, METH_VARARGS, NULL },
	{ "owned_ok", owned_ok, METH_VARARGS, NULL },
	{ "two_items_bad", two_items_bad, METH_VARARGS, NULL },
	{ "exact_items_ok", exact_items_ok, METH_VARARGS, NULL },
	{ "tuple_copy_ok", tuple_copy_ok, METH_O, NULL },
	{ "fast_bad", fast_bad, METH_O, NULL },
	{ "fast_ok", fast_ok, METH_O, NULL },
	{ "fast_once_ok", fast_once_ok, METH_O, NULL },
	{ "items_bad", items_bad, METH_O, NULL },
	{ "items_ok", items_ok, METH_O, NULL },
	{ "message_bad", message_bad, METH_VARARGS, NULL },
	{ "message_ok", message_ok, METH_VARARGS, NULL },
	{ "pop_bad", pop_bad, METH_VARARGS, NULL },
	{ "pop_ok", pop_ok, METH_VARARGS, NULL },
	{ "clear_bad", clear_bad, METH_O, NULL },
	{ "clear_ok", clear_ok, METH_O, NULL },
	{ "attribute_bad", attribute_bad, METH_O, NULL },
	{ "attribute_ok", attribute_ok, METH_O, NULL },
	{ "keywords_ok", (PyCFunction) (void (*)(void)) keywords_ok,
	  METH_VARARGS | METH_KEYWORDS, NULL },
	{ "vector_ok", (PyCFunction) (void (*)(void)) vector_ok, METH_FASTCALL,
	  NULL },
	{ "nested_bad", nested_bad, METH_VARARGS, NULL },
	{ "finalizer_bad", finalizer_bad, METH_VARARGS, NULL },
	{ "finalizer_ok", finalizer_ok, METH_VARARGS, NULL },
	{ "number_ok", number_ok, METH_VARARGS, NULL },
	{ "flag_bad", flag_bad, METH_VARARGS, NULL },
	{ "flag_ok", flag_ok, METH_VARARGS, NULL },
	{ "weak_bad", weak_bad, METH_VARARGS, NULL },
	{ "weak_ok", weak_ok, METH_VARARGS, NULL },
	{ "pair_bad", pair_bad, METH_VARARGS, NULL },
	{ "threads_bad", threads_bad, METH_VARARGS, NULL },
	{ "threads_ok", threads_ok, METH_VARARGS, NULL },
	{ "walk_bad", walk_bad, METH_VARARGS, NULL },
	{ "walk_ok", walk_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "dresses", NULL, 0, methods, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_dresses(void)
{
	return PyModuleDef_Init(&module);
}
