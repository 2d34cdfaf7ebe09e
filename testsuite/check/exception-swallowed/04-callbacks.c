// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Clears in helpers, callbacks, slots; errors that an API swallows.
#include <Python.h>

/* A void helper that clears what its caller has. */
static void quiet(PyObject *o)
{
	PyObject *r = PyObject_CallMethod(o, "ping", NULL);

	if (r)
		Py_DECREF(r);
	else
		PyErr_Clear(); // expect: exception-swallowed
}

static PyObject *ping_ok(PyObject *self, PyObject *o)
{
	quiet(o);
	Py_RETURN_NONE;
}

/* A getter of ints with a default. */
static long get_long_bad(PyObject *o, const char *name, long def)
{
	PyObject *v = PyObject_GetAttrString(o, name);
	long r;

	if (!v) {
		PyErr_Clear(); // expect: exception-swallowed
		return def;
	}
	r = PyLong_AsLong(v);
	Py_DECREF(v);
	if (r == -1 && PyErr_Occurred()) {
		PyErr_Clear(); // expect: exception-swallowed
		return def;
	}
	return r;
}

static int get_long_ok(PyObject *o, const char *name, long def, long *out)
{
	PyObject *v = PyObject_GetAttrString(o, name);

	*out = def;
	if (!v) {
		if (!PyErr_ExceptionMatches(PyExc_AttributeError))
			return -1;
		PyErr_Clear();
		return 0;
	}
	*out = PyLong_AsLong(v);
	Py_DECREF(v);
	return *out == -1 && PyErr_Occurred() ? -1 : 0;
}

static PyObject *sizes(PyObject *self, PyObject *o)
{
	long a = get_long_bad(o, "a", 0), b;

	if (get_long_ok(o, "b", 0, &b) < 0)
		return NULL;
	return PyLong_FromLong(a + b);
}

/* What a helper failed with is not known where it is cleared. */
static PyObject *load(PyObject *o)
{
	PyObject *f = PyObject_GetAttrString(o, "load"), *r;

	if (!f)
		return NULL;
	r = PyObject_CallNoArgs(f);
	Py_DECREF(f);
	return r;
}

static PyObject *loaded_bad(PyObject *self, PyObject *o)
{
	PyObject *r = load(o);

	if (!r) {
		PyErr_Clear(); // expect: exception-swallowed
		Py_RETURN_NONE;
	}
	return r;
}

static PyObject *loaded_ok(PyObject *self, PyObject *o)
{
	PyObject *r = load(o);

	if (!r && PyErr_ExceptionMatches(PyExc_LookupError)) {
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return r;
}

/* A helper that says whether it may be ignored. */
static int ignorable(void)
{
	return PyErr_ExceptionMatches(PyExc_AttributeError) ||
	       PyErr_ExceptionMatches(PyExc_TypeError);
}

static PyObject *asked_ok(PyObject *self, PyObject *o)
{
	PyObject *r = load(o);

	if (!r) {
		if (!ignorable())
			return NULL;
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return r;
}

/* A helper that fails with its own exception only. */
static int check(PyObject *o)
{
	if (PyTuple_Check(o))
		return 0;
	PyErr_SetString(PyExc_TypeError, "a tuple is wanted");
	return -1;
}

static PyObject *checked_ok(PyObject *self, PyObject *o)
{
	if (check(o) < 0) {
		PyErr_Clear();
		Py_RETURN_FALSE;
	}
	Py_RETURN_TRUE;
}

/* A callback of a C library has nobody to tell: it has to report. */
static int callback_bad(void *data, int event)
{
	PyGILState_STATE st = PyGILState_Ensure();
	PyObject *r = PyObject_CallFunction((PyObject *)data, "i", event);
	int ret = 0;

	if (!r) {
		PyErr_Clear(); // expect: exception-swallowed
		ret = -1;
	}
	Py_XDECREF(r);
	PyGILState_Release(st);
	return ret;
}

static int callback_ok(void *data, int event)
{
	PyGILState_STATE st = PyGILState_Ensure();
	PyObject *r = PyObject_CallFunction((PyObject *)data, "i", event);
	int ret = 0;

	if (!r) {
		PyErr_Print();
		ret = -1;
	}
	Py_XDECREF(r);
	PyGILState_Release(st);
	return ret;
}

int (*callbacks[])(void *, int) = {callback_bad, callback_ok};

typedef struct {
	PyObject_HEAD
	PyObject *dict;
	PyObject *log;
} Obj;

/* A finaliser that reports first. */
static void finalize_ok(PyObject *op)
{
	PyObject *t, *v, *tb, *r;

	PyErr_Fetch(&t, &v, &tb);
	r = PyObject_CallMethod(((Obj *)op)->log, "close", NULL);
	if (!r)
		PyErr_WriteUnraisable(op);
	Py_XDECREF(r);
	PyErr_Restore(t, v, tb);
}

static void finalize_bad(PyObject *op)
{
	PyObject *t, *v, *tb, *r;

	PyErr_Fetch(&t, &v, &tb);
	r = PyObject_CallMethod(((Obj *)op)->log, "close", NULL);
	if (!r)
		PyErr_Clear(); // expect: exception-swallowed
	Py_XDECREF(r);
	PyErr_Restore(t, v, tb);
}

/* A method that is looked up on the type first. */
static PyObject *getattro_bad(Obj *self, PyObject *name)
{
	PyObject *r = PyObject_GenericGetAttr((PyObject *)self, name);

	if (!r) {
		PyErr_Clear(); // expect: exception-swallowed
		r = PyObject_GetItem(self->dict, name);
	}
	return r;
}

static PyObject *getattro_ok(Obj *self, PyObject *name)
{
	PyObject *r = PyObject_GenericGetAttr((PyObject *)self, name);

	if (!r && PyErr_ExceptionMatches(PyExc_AttributeError)) {
		PyErr_Clear();
		r = PyObject_GetItem(self->dict, name);
	}
	return r;
}

static PyType_Slot slots_ok[] = {
	{Py_tp_finalize, finalize_ok},
	{Py_tp_getattro, getattro_ok},
	{0, NULL}
};

PyType_Spec spec_ok = {
	"m.Ok", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT, slots_ok
};

static PyType_Slot slots_bad[] = {
	{Py_tp_finalize, finalize_bad},
	{Py_tp_getattro, getattro_bad},
	{0, NULL}
};

PyType_Spec spec_bad = {
	"m.Bad", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT, slots_bad
};

static PyMethodDef methods[] = {
	{"a", ping_ok, METH_O, NULL},
	{"b", sizes, METH_O, NULL},
	{"c", loaded_bad, METH_O, NULL},
	{"d", loaded_ok, METH_O, NULL},
	{"e", asked_ok, METH_O, NULL},
	{"f", checked_ok, METH_O, NULL},
	{NULL}
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModuleDef_Init(&def);
}
