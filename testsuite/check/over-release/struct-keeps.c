// SPDX-License-Identifier: GPL-3.0-or-later
/* A struct keeps a reference of its own to what it lends: that both are
 * released is right. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct ctx { PyObject *counter; PyObject *key; };

static void ctx_free(struct ctx *c)
{
	Py_XDECREF(c->counter);
	Py_XDECREF(c->key);
	PyMem_Free(c);
}

static struct ctx *ctx_new(PyObject *key)
{
	struct ctx *c = PyMem_Calloc(1, sizeof(*c));

	if (!c) {
		PyErr_NoMemory();
		return NULL;
	}
	c->counter = PyDict_New();
	if (!c->counter) {
		ctx_free(c);
		return NULL;
	}
	c->key = Py_NewRef(key);
	return c;
}

static PyObject *ctx_get_key(struct ctx *c, PyObject *row, PyObject *column)
{
	PyObject *key;

	if (PyDict_CheckExact(row)) {
		key = PyDict_GetItemWithError(row, column);
		if (!key) {
			if (PyErr_Occurred())
				return NULL;
			key = c->key;
		}
		Py_INCREF(key);
		return key;
	}
	return PyObject_GetItem(row, column);
}

static PyObject *tally_ok(PyObject *self, PyObject *args)
{
	PyObject *row, *column, *key = NULL, *result = NULL;
	struct ctx *c;

	if (!PyArg_ParseTuple(args, "OO", &row, &column))
		return NULL;
	c = ctx_new(self);
	if (!c)
		return NULL;
	key = ctx_get_key(c, row, column);
	if (!key)
		goto done;
	if (PyDict_SetItem(c->counter, key, Py_True) < 0)
		goto done;
	Py_CLEAR(key);
	result = Py_NewRef(c->counter);
done:
	Py_XDECREF(key);
	ctx_free(c);
	return result;
}

static PyObject *tally_bad(PyObject *self, PyObject *args)
{
	PyObject *row, *column, *key;
	struct ctx *c;

	if (!PyArg_ParseTuple(args, "OO", &row, &column))
		return NULL;
	c = ctx_new(self);
	if (!c)
		return NULL;
	key = PyObject_GetItem(row, column);
	if (!key) {
		ctx_free(c);
		return NULL;
	}
	if (PyDict_SetItem(c->counter, column, Py_True) < 0) {
		Py_DECREF(key);
		ctx_free(c);
		return NULL;
	}
	Py_DECREF(key);
	ctx_free(c);
	Py_DECREF(key);	// expect: over-release
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{"tally", tally_ok, METH_VARARGS, NULL},
	{"tally2", tally_bad, METH_VARARGS, NULL},
	{NULL, NULL, 0, NULL}
};

struct PyModuleDef module_def = {
	PyModuleDef_HEAD_INIT, "tally", NULL, 0, methods
};
