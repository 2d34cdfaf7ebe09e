// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper whose callers all take what it returns for theirs returns a new
   reference on one way, and a borrowed one on another: told there, once. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *cache;

/* What is in the cache belongs to the cache. */
static PyObject *cached_bad(PyObject *key)
{
	PyObject *item = PyDict_GetItemWithError(cache, key);

	if (item)
		return item; // expect: missing-incref 'item'
	if (PyErr_Occurred())
		return NULL;
	return PyObject_Repr(key);
}

static PyObject *show(PyObject *self, PyObject *arg)
{
	return cached_bad(arg);
}

static PyObject *length(PyObject *self, PyObject *arg)
{
	PyObject *text = cached_bad(arg);
	Py_ssize_t n;

	if (!text)
		return NULL;
	n = PyObject_Size(text);
	Py_DECREF(text);
	if (n < 0)
		return NULL;
	return PyLong_FromSsize_t(n);
}

static PyObject *cached_ok(PyObject *key)
{
	PyObject *item = PyDict_GetItemWithError(cache, key);

	if (item)
		return Py_NewRef(item);
	if (PyErr_Occurred())
		return NULL;
	return PyObject_Repr(key);
}

static PyObject *show_other(PyObject *self, PyObject *arg)
{
	return cached_ok(arg);
}

/* The default is the caller's. */
static PyObject *part_bad(PyObject *text, Py_ssize_t i, PyObject *dflt)
{
	if (i < 0)
		return dflt; // expect: missing-incref 'dflt'
	return PySequence_GetItem(text, i);
}

static PyObject *part(PyObject *self, PyObject *args)
{
	PyObject *text, *dflt = Py_None;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "On|O", &text, &i, &dflt))
		return NULL;
	return part_bad(text, i, dflt);
}

/* One caller releases it, the other knows better: nobody can tell. */
static PyObject *unclear_ok(PyObject *text, Py_ssize_t i, PyObject *dflt)
{
	if (i < 0)
		return dflt;
	return PySequence_GetItem(text, i);
}

static PyObject *unclear(PyObject *self, PyObject *args)
{
	PyObject *text, *r;
	Py_ssize_t i;

	if (!PyArg_ParseTuple(args, "On", &text, &i))
		return NULL;
	r = unclear_ok(text, i, Py_None);
	if (r == Py_None)
		Py_INCREF(r);
	return r;
}

/* Hands its argument's reference through. */
static PyObject *as_text_ok(PyObject *o)
{
	PyObject *r;

	if (!o || PyUnicode_Check(o))
		return o;
	r = PyObject_Str(o);
	Py_DECREF(o);
	return r;
}

static PyObject *text(PyObject *self, PyObject *arg)
{
	return as_text_ok(PyObject_GetAttrString(arg, "text"));
}

/* What comes in goes out: the caller has a reference to give. */
static PyObject *or_empty_ok(PyObject *o)
{
	if (o != Py_None)
		return o;
	return PyUnicode_FromString("");
}

static PyObject *name(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_GetAttrString(arg, "name"), *r;

	if (!o)
		return NULL;
	r = or_empty_ok(o);
	if (r != o)
		Py_DECREF(o);
	return r;
}

/* A weak reference to it takes none, and its caller releases it. */
static PyObject *watched_bad(PyObject *key)
{
	PyObject *item = PyDict_GetItemWithError(cache, key);

	if (item)
		return item; // expect: missing-incref 'item'
	if (PyErr_Occurred())
		return NULL;
	return PyObject_CallNoArgs(key);
}

static PyObject *watch(PyObject *self, PyObject *arg)
{
	PyObject *o = watched_bad(arg), *ref;

	if (!o)
		return NULL;
	ref = PyWeakref_NewRef(o, NULL);
	Py_DECREF(o);
	return ref;
}

/* A reference that is taken to it says that it comes without one. */
static PyObject *retaken_ok(PyObject *key)
{
	PyObject *item = PyDict_GetItemWithError(cache, key);

	if (item)
		return item;
	if (PyErr_Occurred())
		return NULL;
	item = PyObject_CallNoArgs(key);
	if (!item || PyDict_SetItem(cache, key, item) < 0) {
		Py_XDECREF(item);
		return NULL;
	}
	Py_DECREF(item);
	return item;
}

static PyObject *retake(PyObject *self, PyObject *arg)
{
	return Py_XNewRef(retaken_ok(arg));
}

static PyMethodDef methods[] = {
	{ "show", show, METH_O, NULL },
	{ "length", length, METH_O, NULL },
	{ "show_other", show_other, METH_O, NULL },
	{ "part", part, METH_VARARGS, NULL },
	{ "unclear", unclear, METH_VARARGS, NULL },
	{ "text", text, METH_O, NULL },
	{ "name", name, METH_O, NULL },
	{ "watch", watch, METH_O, NULL },
	{ "retake", retake, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = -1,
	.m_methods = methods,
};

PyMODINIT_FUNC PyInit_m(void)
{
	cache = PyDict_New();
	if (!cache)
		return NULL;
	return PyModule_Create(&module);
}
