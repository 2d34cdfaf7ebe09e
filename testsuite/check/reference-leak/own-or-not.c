// SPDX-License-Identifier: GPL-3.0-or-later
/* Pairs of helpers: one gives the object itself or a new one, the other
 * releases it if it is a new one. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>

typedef struct {
	PyObject_HEAD
	int folds;
	PyTypeObject *folded;
} Names;

static PyObject *own_text(PyObject *o, bool *is_lent)
{
	if (PyUnicode_Check(o)) {
		*is_lent = false;
		Py_INCREF(o);
		return o;
	}
	*is_lent = true;
	return o;
}

static PyObject *flag_ok(PyObject *self, PyObject *args)
{
	PyObject *o = PyTuple_GetItem(args, 0), *r;
	bool is_lent = false;

	if (!o)
		return NULL;
	o = own_text(o, &is_lent);
	r = PyObject_Repr(o);
	if (!is_lent)
		Py_DECREF(o);
	return r;
}

static PyObject *flag_bad(PyObject *self, PyObject *args)
{
	PyObject *o = PyTuple_GetItem(args, 0), *r;
	bool is_lent = false;

	if (!o)
		return NULL;
	o = own_text(o, &is_lent);
	r = PyObject_Repr(o);
	if (is_lent)
		Py_DECREF(o); // expect: over-release 'o'
	return r;
}

static PyObject *identity(Names *self, PyObject *key)
{
	if (self->folds)
		return PyObject_CallMethod(key, "lower", NULL);
	return key;
}

static void forget_identity(PyObject *key, PyObject *id)
{
	if (id != key)
		Py_DECREF(id);
}

static PyObject *hash_ok(Names *self, PyObject *key)
{
	PyObject *id = identity(self, key), *r;

	if (!id)
		return NULL;
	r = PyObject_Repr(id);
	forget_identity(key, id);
	return r;
}

static PyObject *hash_bad(Names *self, PyObject *key)
{
	PyObject *id = identity(self, key), *r;

	if (!id)
		return NULL;
	r = PyObject_Repr(id);
	return r; // expect: reference-leak 'id'
}

/* The same, and objects of a type that need no folding. */
static PyObject *identity_of(Names *self, PyObject *key)
{
	if (self->folds && Py_IS_TYPE(key, self->folded))
		return PyTuple_GET_ITEM(key, 0);
	if (self->folds)
		return PyObject_CallMethod(key, "lower", NULL);
	return key;
}

static void forget_identity_of(Names *self, PyObject *key, PyObject *id)
{
	if (id != key && !(self->folds && Py_IS_TYPE(key, self->folded)))
		Py_DECREF(id);
}

static PyObject *hash_of_ok(Names *self, PyObject *key)
{
	PyObject *id = identity_of(self, key), *r;

	if (!id)
		return NULL;
	r = PyObject_Repr(id);
	forget_identity_of(self, key, id);
	return r;
}

static PyMethodDef methods[] = {
	{ "flag_ok", flag_ok, METH_VARARGS, NULL },
	{ "flag_bad", flag_bad, METH_VARARGS, NULL },
	{ "hash_ok", (PyCFunction)hash_ok, METH_O, NULL },
	{ "hash_bad", (PyCFunction)hash_bad, METH_O, NULL },
	{ "hash_of_ok", (PyCFunction)hash_of_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Names_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Names",
	.tp_basicsize = sizeof(Names),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_methods = methods,
};
