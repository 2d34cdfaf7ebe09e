/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A library that was called without the GIL has set no exception: what it tells
 * by its result is still to be told to Python. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern int db_get(int, int *);
extern void *db_open(const char *);
extern int db_walk(int, int (*)(int));
extern int visitor(int);
extern int own_get(int, int *);
enum { DB_NOTFOUND = 3, DB_CORRUPT = 4 };

static PyObject *db_error_bad(int rc)
{
	switch (rc) {
	case DB_NOTFOUND:
		PyErr_SetString(PyExc_KeyError, "not found");
		break;
	case DB_CORRUPT:
		PyErr_SetString(PyExc_RuntimeError, "corrupt");
		break;
	default:
		break;
	}
	return NULL; // expect: missing-exception 'db_error_bad'
}

static PyObject *get(PyObject *self, PyObject *args)
{
	int key, out, rc;

	if (!PyArg_ParseTuple(args, "i:get", &key))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	rc = db_get(key, &out);
	Py_END_ALLOW_THREADS
	if (rc != 0)
		return db_error_bad(rc);
	return PyLong_FromLong(out);
}

static PyObject *get_ok(PyObject *self, PyObject *args)
{
	int key, out, rc;

	if (!PyArg_ParseTuple(args, "i:get", &key))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	rc = db_get(key, &out);
	Py_END_ALLOW_THREADS
	if (rc != 0)
		return PyErr_Format(PyExc_RuntimeError, "status %d", rc);
	return PyLong_FromLong(out);
}

static PyObject *open_bad(PyObject *self, PyObject *args)
{
	const char *p;
	void *h;

	if (!PyArg_ParseTuple(args, "s", &p))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	h = db_open(p);
	Py_END_ALLOW_THREADS
	if (h == NULL)
		return NULL; // expect: missing-exception 'open_bad'
	return PyLong_FromVoidPtr(h);
}

static PyObject *open_ok(PyObject *self, PyObject *args)
{
	const char *p;
	void *h;

	if (!PyArg_ParseTuple(args, "s", &p))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	h = db_open(p);
	Py_END_ALLOW_THREADS
	if (h == NULL)
		return PyErr_SetFromErrnoWithFilename(PyExc_OSError, p);
	return PyLong_FromVoidPtr(h);
}

/* With the GIL held it may be the extension's own, which sets one. */
static PyObject *held_ok(PyObject *self, PyObject *args)
{
	int key, out;

	if (!PyArg_ParseTuple(args, "i:get", &key))
		return NULL;
	if (own_get(key, &out) != 0)
		return NULL;
	return PyLong_FromLong(out);
}

/* So may what it calls back. */
static PyObject *walk_ok(PyObject *self, PyObject *args)
{
	int key, rc;

	if (!PyArg_ParseTuple(args, "i:walk", &key))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	rc = db_walk(key, visitor);
	Py_END_ALLOW_THREADS
	if (rc != 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "get", get, METH_VARARGS, NULL },
	{ "get_ok", get_ok, METH_VARARGS, NULL },
	{ "open_bad", open_bad, METH_VARARGS, NULL },
	{ "open_ok", open_ok, METH_VARARGS, NULL },
	{ "held_ok", held_ok, METH_VARARGS, NULL },
	{ "walk_ok", walk_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
