// SPDX-License-Identifier: GPL-3.0-or-later
/* goto, loops, switches, macros, newer functions. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int PyDict_GetItemRef(PyObject *, PyObject *, PyObject **);
int PyWeakref_GetRef(PyObject *, PyObject **);
int PyObject_GetOptionalAttr(PyObject *, PyObject *, PyObject **);
PyObject *PyList_GetItemRef(PyObject *, Py_ssize_t);

static PyObject *ref_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	if (PyDict_GetItemRef(d, k, &v) < 0)
		return NULL;
	if (Py_TYPE(v) == &PyLong_Type) { // expect: null-dereference 'v'
		Py_DECREF(v);
		Py_RETURN_TRUE;
	}
	return v;
}

static PyObject *ref_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;
	int r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	r = PyDict_GetItemRef(d, k, &v);
	if (r <= 0) {
		if (r == 0)
			PyErr_SetObject(PyExc_KeyError, k);
		return NULL;
	}
	if (Py_TYPE(v) == &PyLong_Type) {
		Py_DECREF(v);
		Py_RETURN_TRUE;
	}
	return v;
}

static PyObject *weakref_bad(PyObject *self, PyObject *w)
{
	PyObject *o, *r;

	if (PyWeakref_GetRef(w, &o) < 0)
		return NULL;
	r = PyObject_Repr(o);
	Py_DECREF(o); // expect: null-dereference 'o'
	return r;
}

static PyObject *weakref_ok(PyObject *self, PyObject *w)
{
	PyObject *o, *r;

	if (PyWeakref_GetRef(w, &o) < 0)
		return NULL;
	if (!o)
		Py_RETURN_NONE;
	r = PyObject_Repr(o);
	Py_DECREF(o);
	return r;
}

static PyObject *optional_bad(PyObject *self, PyObject *o)
{
	PyObject *name = PyUnicode_InternFromString("limit"), *v;
	int r;
	long n;

	if (!name)
		return NULL;
	r = PyObject_GetOptionalAttr(o, name, &v);
	Py_DECREF(name);
	if (r < 0)
		return NULL;
	n = PyLong_AsLong(v);
	Py_DECREF(v); // expect: null-dereference 'v'
	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n + 1);
}

static PyObject *optional_ok(PyObject *self, PyObject *o)
{
	PyObject *name = PyUnicode_InternFromString("limit"), *v;
	int r;
	long n;

	if (!name)
		return NULL;
	r = PyObject_GetOptionalAttr(o, name, &v);
	Py_DECREF(name);
	if (r < 0)
		return NULL;
	if (!v)
		return PyLong_FromLong(0);
	n = PyLong_AsLong(v);
	Py_DECREF(v);
	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n + 1);
}

static PyObject *item_ref_bad(PyObject *self, PyObject *list)
{
	PyObject *v;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "list expected");
	v = PyList_GetItemRef(list, 0);
	if (PyFloat_Check(v)) { // expect: null-dereference 'v'
		Py_DECREF(v);
		Py_RETURN_TRUE;
	}
	return v;
}

static PyObject *item_ref_ok(PyObject *self, PyObject *list)
{
	PyObject *v;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "list expected");
	v = PyList_GetItemRef(list, 0);
	if (v && PyFloat_Check(v)) {
		Py_DECREF(v);
		Py_RETURN_TRUE;
	}
	return v;
}

/* One label for all, and one of them is not made yet. */
static PyObject *labels_bad(PyObject *self, PyObject *o)
{
	PyObject *keys = NULL, *values = NULL, *pair = NULL;

	keys = PyMapping_Keys(o);
	if (keys == NULL)
		goto fail;
	values = PyMapping_Values(o);
	if (values == NULL)
		goto fail;
	pair = PyTuple_Pack(2, keys, values);
	if (pair == NULL)
		goto fail;
	Py_DECREF(keys);
	Py_DECREF(values);
	return pair;
fail:
	Py_DECREF(keys); // expect: null-dereference 'keys'
	Py_DECREF(values); // expect: null-dereference 'values'
	return NULL;
}

static PyObject *labels_ok(PyObject *self, PyObject *o)
{
	PyObject *keys = NULL, *values = NULL, *pair = NULL;

	keys = PyMapping_Keys(o);
	if (keys == NULL)
		goto fail;
	values = PyMapping_Values(o);
	if (values == NULL)
		goto fail;
	pair = PyTuple_Pack(2, keys, values);
	if (pair == NULL)
		goto fail;
	Py_DECREF(keys);
	Py_DECREF(values);
	return pair;
fail:
	Py_XDECREF(keys);
	Py_XDECREF(values);
	return NULL;
}

/* After the loop, the item is NULL. */
static PyObject *after_bad(PyObject *self, PyObject *o)
{
	PyObject *it = PyObject_GetIter(o), *item;
	Py_ssize_t n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)) != NULL) {
		n++;
		Py_DECREF(item);
	}
	Py_DECREF(item); // expect: null-dereference 'item'
	Py_DECREF(it);
	return PyErr_Occurred() ? NULL : PyLong_FromSsize_t(n);
}

static PyObject *after_ok(PyObject *self, PyObject *o)
{
	PyObject *it = PyObject_GetIter(o), *item;
	Py_ssize_t n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)) != NULL) {
		n++;
		Py_DECREF(item);
	}
	Py_DECREF(it);
	return PyErr_Occurred() ? NULL : PyLong_FromSsize_t(n);
}

/* In the loop: the item that cannot be made. */
static PyObject *squares_bad(PyObject *self, PyObject *o)
{
	long i, n = PyLong_AsLong(o);
	PyObject *list;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	list = PyList_New(0);
	if (!list)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *sq = PyLong_FromLong(i * i);

		if (PyList_Append(list, sq) < 0) {
			Py_DECREF(sq); // expect: null-dereference 'sq'
			Py_DECREF(list);
			return NULL;
		}
		Py_DECREF(sq);
	}
	return list;
}

static PyObject *squares_ok(PyObject *self, PyObject *o)
{
	long i, n = PyLong_AsLong(o);
	PyObject *list;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	list = PyList_New(0);
	if (!list)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *sq = PyLong_FromLong(i * i);

		if (!sq || PyList_Append(list, sq) < 0) {
			Py_XDECREF(sq);
			Py_DECREF(list);
			return NULL;
		}
		Py_DECREF(sq);
	}
	return list;
}

/* Cleared, then used. */
static PyObject *setref_bad(PyObject *self, PyObject *o)
{
	PyObject *cur = PyObject_Str(o);

	if (!cur)
		return NULL;
	Py_SETREF(cur, PyObject_CallMethod(cur, "strip", NULL));
	if (PyUnicode_CheckExact(cur)) // expect: null-dereference 'cur'
		return cur;
	Py_DECREF(cur);
	Py_RETURN_NONE;
}

static PyObject *setref_ok(PyObject *self, PyObject *o)
{
	PyObject *cur = PyObject_Str(o);

	if (!cur)
		return NULL;
	Py_SETREF(cur, PyObject_CallMethod(cur, "strip", NULL));
	if (!cur || PyUnicode_CheckExact(cur))
		return cur;
	Py_DECREF(cur);
	Py_RETURN_NONE;
}

/* switch: one case leaves it NULL. */
static PyObject *cases_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *r = NULL;
	int op;

	if (!PyArg_ParseTuple(args, "Oi", &o, &op))
		return NULL;
	switch (op) {
	case Py_LT: r = PyUnicode_FromString("lt"); break;
	case Py_GT: r = PyUnicode_FromString("gt"); break;
	default: break;
	}
	Py_INCREF(r); // expect: null-dereference 'r'
	Py_DECREF(r);
	return r;
}

static PyObject *cases_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *r;
	int op;

	if (!PyArg_ParseTuple(args, "Oi", &o, &op))
		return NULL;
	switch (op) {
	case Py_LT: r = PyUnicode_FromString("lt"); break;
	case Py_GT: r = PyUnicode_FromString("gt"); break;
	default: r = Py_NewRef(o); break;
	}
	if (!r)
		return NULL;
	Py_INCREF(r);
	Py_DECREF(r);
	return r;
}

/* An exception that is only reported. */
static PyObject *reported_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o);

	if (r == NULL)
		PyErr_WriteUnraisable(o);
	Py_DECREF(r); // expect: null-dereference 'r'
	Py_RETURN_NONE;
}

static PyObject *reported_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o);

	if (r == NULL)
		PyErr_WriteUnraisable(o);
	Py_XDECREF(r);
	Py_RETURN_NONE;
}

static PyObject *import_bad(PyObject *self, PyObject *o)
{
	PyObject *m = PyImport_ImportModule("decimal");
	PyObject *d = PyModule_GetDict(m); // expect: null-argument 'm'
	PyObject *cls = PyDict_GetItemString(d, "Decimal");

	Py_XINCREF(cls);
	Py_DECREF(m);
	if (!cls)
		PyErr_SetString(PyExc_AttributeError, "Decimal");
	return cls;
}

static PyObject *import_ok(PyObject *self, PyObject *o)
{
	PyObject *m = PyImport_ImportModule("decimal"), *cls;

	if (!m)
		return NULL;
	cls = PyDict_GetItemString(PyModule_GetDict(m), "Decimal");
	Py_XINCREF(cls);
	Py_DECREF(m);
	if (!cls)
		PyErr_SetString(PyExc_AttributeError, "Decimal");
	return cls;
}

/* A chain of calls, each of the one before. */
static PyObject *chain_bad(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Repr(o);
	PyObject *b = PyUnicode_AsUTF8String(s); // expect: null-argument 's'
	PyObject *r = PyBytes_FromString(PyBytes_AS_STRING(b)); // expect: null-dereference 'b'

	Py_DECREF(s);
	Py_DECREF(b);
	return r;
}

/* Tested by the exception. */
static PyObject *occurred_ok(PyObject *self, PyObject *o)
{
	PyObject *v = PyObject_GetAttrString(o, "x");
	Py_ssize_t n;

	if (PyErr_Occurred())
		return NULL;
	n = Py_REFCNT(v);
	Py_DECREF(v);
	return PyLong_FromSsize_t(n);
}

static PyObject *both_ok(PyObject *self, PyObject *o)
{
	PyObject *v = PyObject_GetAttrString(o, "x");
	PyObject *w = v ? PyObject_GetAttrString(o, "y") : NULL;
	Py_ssize_t n;

	if (!w) {
		Py_XDECREF(v);
		return NULL;
	}
	n = Py_REFCNT(v) + Py_REFCNT(w);
	Py_DECREF(v);
	Py_DECREF(w);
	return PyLong_FromSsize_t(n);
}

static PyObject *optional_arg_bad(PyObject *self, PyObject *args)
{
	PyObject *seq, *key = NULL;

	if (!PyArg_ParseTuple(args, "O|O:f", &seq, &key))
		return NULL;
	Py_INCREF(key); // expect: null-dereference 'key'
	Py_DECREF(key);
	return PyObject_Type(seq);
}

static PyObject *optional_arg_ok(PyObject *self, PyObject *args)
{
	PyObject *seq, *key = NULL;

	if (!PyArg_ParseTuple(args, "O|O:f", &seq, &key))
		return NULL;
	if (key == NULL)
		key = Py_None;
	Py_INCREF(key);
	Py_DECREF(key);
	return PyObject_Type(seq);
}

static PyObject *optional_string_bad(PyObject *self, PyObject *args)
{
	const char *name = NULL;

	if (!PyArg_ParseTuple(args, "z", &name))
		return NULL;
	return PyLong_FromSize_t(strlen(name)); // expect: null-argument 'name'
}

static PyObject *optional_string_ok(PyObject *self, PyObject *args)
{
	const char *name = NULL;

	if (!PyArg_ParseTuple(args, "z", &name))
		return NULL;
	return PyLong_FromSize_t(name ? strlen(name) : 0);
}

#define METH(f) { #f, f##_bad, METH_O, NULL }, { #f "2", f##_ok, METH_O, NULL }
#define METHV(f) { #f, f##_bad, METH_VARARGS, NULL }, \
	{ #f "2", f##_ok, METH_VARARGS, NULL }
static PyMethodDef methods[] = {
	METHV (ref), METH (weakref), METH (optional), METH (item_ref),
	METH (labels), METH (after), METH (squares), METH (setref),
	METHV (cases), METH (reported), METH (import), METHV (optional_arg),
	METHV (optional_string),
	{ "chain", chain_bad, METH_O, NULL },
	{ "occurred", occurred_ok, METH_O, NULL },
	{ "both", both_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "flow", NULL, 0, methods, NULL, NULL, NULL, NULL
};
PyMODINIT_FUNC PyInit_flow(void)
{
	return PyModuleDef_Init(&module);
}
