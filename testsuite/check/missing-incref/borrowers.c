// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: skip-if=python>=3.12
/* Borrowed from somewhere, and returned or given away as if owned. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *cache;		/* a dict */
static PyObject *sentinel;

static PyObject *memo_bad(PyObject *self, PyObject *key)
{
	PyObject *hit, *made;

	if (!cache && !(cache = PyDict_New()))
		return NULL;
	hit = PyDict_GetItemWithError(cache, key);
	if (hit)
		return hit; // expect: missing-incref 'hit' 'returned'
	if (PyErr_Occurred())
		return NULL;
	made = PyObject_Repr(key);
	if (made && PyDict_SetItem(cache, key, made) < 0)
		Py_CLEAR(made);
	return made;
}

static PyObject *memo_ok(PyObject *self, PyObject *key)
{
	PyObject *hit, *made;

	if (!cache && !(cache = PyDict_New()))
		return NULL;
	hit = PyDict_GetItemWithError(cache, key);
	if (hit)
		return Py_NewRef(hit);
	if (PyErr_Occurred())
		return NULL;
	made = PyObject_Repr(key);
	if (made && PyDict_SetItem(cache, key, made) < 0)
		Py_CLEAR(made);
	return made;
}

static PyObject *sentinel_bad(PyObject *self, PyObject *arg)
{
	if (arg == Py_None)
		return sentinel; // expect: missing-incref
	return Py_NewRef(arg);
}

static PyObject *released_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg), *last;

	if (!list)
		return NULL;
	if (PyList_GET_SIZE(list) == 0) {
		Py_DECREF(list);
		Py_RETURN_NONE;
	}
	last = PyList_GET_ITEM(list, PyList_GET_SIZE(list) - 1);
	Py_DECREF(list);
	return last; // expect: missing-incref 'last'
}

static PyObject *released_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg), *last;

	if (!list)
		return NULL;
	if (PyList_GET_SIZE(list) == 0) {
		Py_DECREF(list);
		Py_RETURN_NONE;
	}
	last = Py_NewRef(PyList_GET_ITEM(list, PyList_GET_SIZE(list) - 1));
	Py_DECREF(list);
	return last;
}

static PyObject *ternary_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	int less;

	if (!PyArg_UnpackTuple(args, "min", 2, 2, &a, &b))
		return NULL;
	less = PyObject_RichCompareBool(a, b, Py_LT);
	if (less < 0)
		return NULL;
	return less ? a : b; // expect: missing-incref 'a' // expect: missing-incref 'b'
}

static PyObject *ternary_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b, *r;
	int less;

	if (!PyArg_UnpackTuple(args, "min", 2, 2, &a, &b))
		return NULL;
	less = PyObject_RichCompareBool(a, b, Py_LT);
	if (less < 0)
		return NULL;
	r = less ? a : b;
	Py_INCREF(r);
	return r;
}

static PyObject *loop_bad(PyObject *self, PyObject *args)
{
	PyObject *best = NULL;
	Py_ssize_t i;

	for (i = 0; i < PyTuple_GET_SIZE(args); i++) {
		PyObject *item = PyTuple_GET_ITEM(args, i);
		int more = best ? PyObject_RichCompareBool(item, best, Py_GT)
			: 1;

		if (more < 0)
			return NULL;
		if (more)
			best = item;
	}
	if (!best)
		Py_RETURN_NONE;
	return best; // expect: missing-incref 'best' 'returned'
}

static PyObject *loop_ok(PyObject *self, PyObject *args)
{
	PyObject *best = NULL;
	Py_ssize_t i;

	for (i = 0; i < PyTuple_GET_SIZE(args); i++) {
		PyObject *item = PyTuple_GET_ITEM(args, i);
		int more = best ? PyObject_RichCompareBool(item, best, Py_GT)
			: 1;

		if (more < 0)
			return NULL;
		if (more)
			best = item;
	}
	if (!best)
		Py_RETURN_NONE;
	Py_INCREF(best);
	return best;
}

static PyObject *none_default_bad(PyObject *self, PyObject *args)
{
	PyObject *value = Py_None, *list;

	if (!PyArg_ParseTuple(args, "|O", &value))
		return NULL;
	list = PyList_New(1);
	if (!list)
		return NULL;
	PyList_SET_ITEM(list, 0, value); // expect: missing-incref 'value'
	return list;
}

static PyObject *none_default_ok(PyObject *self, PyObject *args)
{
	PyObject *value = Py_None, *list;

	if (!PyArg_ParseTuple(args, "|O", &value))
		return NULL;
	list = PyList_New(1);
	if (!list)
		return NULL;
	Py_INCREF(value);
	PyList_SET_ITEM(list, 0, value);
	return list;
}

static PyObject *swap_bad(PyObject *self, PyObject *pair)
{
	PyObject *r;

	if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2) {
		PyErr_SetString(PyExc_TypeError, "a pair is due");
		return NULL;
	}
	r = PyTuple_New(2);
	if (!r)
		return NULL;
	PyTuple_SET_ITEM(r, 0, PyTuple_GET_ITEM(pair, 1)); // expect: missing-incref
	PyTuple_SET_ITEM(r, 1, PyTuple_GET_ITEM(pair, 0)); // expect: missing-incref
	return r;
}

static PyObject *swap_ok(PyObject *self, PyObject *pair)
{
	if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2) {
		PyErr_SetString(PyExc_TypeError, "a pair is due");
		return NULL;
	}
	return PyTuple_Pack(2, PyTuple_GET_ITEM(pair, 1),
			    PyTuple_GET_ITEM(pair, 0));
}

static PyObject *struct_bad(PyObject *self, PyObject *args)
{
	PyObject *key, *value, *d = PyDict_New(), *t;
	Py_ssize_t pos = 0;

	if (!d)
		return NULL;
	if (PyDict_Update(d, args) < 0) {
		Py_DECREF(d);
		return NULL;
	}
	t = PyTuple_New(2);
	if (!t) {
		Py_DECREF(d);
		return NULL;
	}
	if (!PyDict_Next(d, &pos, &key, &value)) {
		Py_DECREF(d);
		return t;
	}
	PyTuple_SET_ITEM(t, 0, key); // expect: missing-incref 'key'
	PyTuple_SET_ITEM(t, 1, value); // expect: missing-incref 'value'
	Py_DECREF(d);
	return t;
}

static PyObject *attr_bad(PyObject *self, PyObject *arg)
{
	PyObject *type = (PyObject *) Py_TYPE(arg);

	return Py_BuildValue("NN", type, PyObject_Repr(arg)); // expect: missing-incref 'type'
}

static PyObject *attr_ok(PyObject *self, PyObject *arg)
{
	PyObject *type = (PyObject *) Py_TYPE(arg);

	return Py_BuildValue("ON", type, PyObject_Repr(arg));
}

static PyObject *error_bad(PyObject *self, PyObject *arg)
{
	PyErr_Restore(PyExc_KeyError, Py_NewRef(arg), NULL); // expect: missing-incref
	return NULL;
}

static PyObject *error_ok(PyObject *self, PyObject *arg)
{
	PyErr_Restore(Py_NewRef(PyExc_KeyError), Py_NewRef(arg), NULL);
	return NULL;
}

static PyObject *cause_bad(PyObject *self, PyObject *args)
{
	PyObject *exc, *cause;

	if (!PyArg_ParseTuple(args, "OO", &exc, &cause))
		return NULL;
	PyException_SetCause(exc, cause); // expect: missing-incref 'cause'
	Py_RETURN_NONE;
}

static PyObject *cause_ok(PyObject *self, PyObject *args)
{
	PyObject *exc, *cause;

	if (!PyArg_ParseTuple(args, "OO", &exc, &cause))
		return NULL;
	PyException_SetCause(exc, Py_NewRef(cause));
	Py_RETURN_NONE;
}

static PyObject *sys_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *path = PySys_GetObject("path");

	if (!path) {
		PyErr_SetString(PyExc_RuntimeError, "lost sys.path");
		return NULL;
	}
	return path; // expect: missing-incref 'path' 'returned'
}

static PyObject *sys_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *path = PySys_GetObject("path");

	if (!path) {
		PyErr_SetString(PyExc_RuntimeError, "lost sys.path");
		return NULL;
	}
	Py_INCREF(path);
	return path;
}

static PyObject *weak_bad(PyObject *self, PyObject *ref)
{
	PyObject *o = PyWeakref_GetObject(ref);

	return o; // expect: missing-incref 'o' 'returned'
}

static PyObject *weak_ok(PyObject *self, PyObject *ref)
{
	PyObject *o = PyWeakref_GetObject(ref);

	Py_XINCREF(o);
	return o;
}

static PyObject *setdefault_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *key;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &key))
		return NULL;
	return PyDict_SetDefault(d, key, Py_None); // expect: missing-incref 'returned'
}

static PyObject *setdefault_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *key, *v;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &key))
		return NULL;
	v = PyDict_SetDefault(d, key, Py_None);
	return Py_XNewRef(v);
}

static PyObject *method_bad(PyObject *self, PyObject *arg)
{
	if (!PyMethod_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "a method is due");
		return NULL;
	}
	return PyMethod_GET_SELF(arg); // expect: missing-incref 'returned'
}

static PyObject *method_ok(PyObject *self, PyObject *arg)
{
	if (!PyMethod_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "a method is due");
		return NULL;
	}
	return Py_NewRef(PyMethod_GET_SELF(arg));
}

static PyObject *append_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t i, n = PyTuple_GET_SIZE(args);
	PyObject *list = PyList_New(n), *item;

	if (!list)
		return NULL;
	for (i = 0; i < n; i++) {
		item = PyTuple_GetItem(args, i);
		if (!item || PyList_SetItem(list, i, item) < 0) { // expect: missing-incref 'item'
			Py_DECREF(list);
			return NULL;
		}
	}
	return list;
}

static PyMethodDef methods[] = {
	{ "memo_bad", memo_bad, METH_O, NULL },
	{ "memo", memo_ok, METH_O, NULL },
	{ "sentinel_bad", sentinel_bad, METH_O, NULL },
	{ "released_bad", released_bad, METH_O, NULL },
	{ "released", released_ok, METH_O, NULL },
	{ "ternary_bad", ternary_bad, METH_VARARGS, NULL },
	{ "ternary", ternary_ok, METH_VARARGS, NULL },
	{ "loop_bad", loop_bad, METH_VARARGS, NULL },
	{ "loop", loop_ok, METH_VARARGS, NULL },
	{ "none_default_bad", none_default_bad, METH_VARARGS, NULL },
	{ "none_default", none_default_ok, METH_VARARGS, NULL },
	{ "swap_bad", swap_bad, METH_O, NULL },
	{ "swap", swap_ok, METH_O, NULL },
	{ "struct_bad", struct_bad, METH_O, NULL },
	{ "attr_bad", attr_bad, METH_O, NULL },
	{ "attr", attr_ok, METH_O, NULL },
	{ "error_bad", error_bad, METH_O, NULL },
	{ "error", error_ok, METH_O, NULL },
	{ "cause_bad", cause_bad, METH_VARARGS, NULL },
	{ "cause", cause_ok, METH_VARARGS, NULL },
	{ "sys_bad", sys_bad, METH_NOARGS, NULL },
	{ "sys", sys_ok, METH_NOARGS, NULL },
	{ "weak_bad", weak_bad, METH_O, NULL },
	{ "weak", weak_ok, METH_O, NULL },
	{ "setdefault_bad", setdefault_bad, METH_VARARGS, NULL },
	{ "setdefault", setdefault_ok, METH_VARARGS, NULL },
	{ "method_bad", method_bad, METH_O, NULL },
	{ "method", method_ok, METH_O, NULL },
	{ "append_bad", append_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "borrowers", NULL, -1, methods, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_borrowers(void)
{
	sentinel = PyUnicode_FromString("sentinel");
	if (!sentinel)
		return NULL;
	return PyModule_Create(&module);
}
