// SPDX-License-Identifier: GPL-3.0-or-later
/* What an unknown function made: a flag in it tells whether it is to be
 * released; what is read after the call was not released by that. */
#include <Python.h>
#include <stdlib.h>
#include <string.h>

struct bytes { int own; char *at; };
struct device { int n_open; const char *path; };

struct bytes *bytes_from(PyObject *o);
struct device *device_get(const char *path);
int device_close(struct device *d);
const char *lib_keyname(int k);
int lib_use(const char *s);

PyObject *own_flag_ok(PyObject *self, PyObject *o)
{
	struct bytes *b = bytes_from(o);
	PyObject *r;

	if (!b)
		return NULL;
	r = PyLong_FromLong(b->at[0]);
	if (b->own == 1)
		free(b);
	return r;
}

PyObject *own_flag_bad(PyObject *self, PyObject *o)
{
	struct bytes *b = bytes_from(o);
	PyObject *r;

	if (!b)
		return NULL;
	r = PyLong_FromLong(b->at[0]);
	if (!r)
		return NULL; // expect: resource-leak 'b' (memory)
	if (b->own == 1)
		free(b);
	return r;
}

PyObject *read_after_ok(PyObject *self, PyObject *arg)
{
	struct device *d = device_get("x");

	if (!d)
		return PyErr_NoMemory();
	if (!d->n_open) {
		PyErr_SetString(PyExc_OSError, "it is not open");
		return NULL;
	}
	if (!device_close(d)) {
		PyErr_SetString(PyExc_OSError, d->path);
		return NULL;
	}
	return PyLong_FromLong(d->n_open);
}

PyObject *not_read_after_bad(PyObject *self, PyObject *arg)
{
	struct device *d = device_get("x");
	int n;

	if (!d)
		return PyErr_NoMemory();
	if (!d->n_open) {
		PyErr_SetString(PyExc_OSError, "it is not open");
		return NULL; // expect: resource-leak 'd'
	}
	n = d->n_open;
	if (!device_close(d)) {
		PyErr_SetString(PyExc_OSError, "it does not close");
		return NULL;
	}
	return PyLong_FromLong(n);
}

/* Only the copy is released, which is another than what the library gave. */
PyObject *copied_ok(PyObject *self, PyObject *arg)
{
	char *s = (char *) lib_keyname(3), *t;

	if (!s)
		return PyErr_NoMemory();
	if (strncmp(s, "KEY_F(", 6) == 0) {
		t = PyMem_Malloc(strlen(s) + 1);
		if (!t)
			return PyErr_NoMemory();
		strcpy(t, s);
	} else {
		t = s;
	}
	if (lib_use(t)) {
		PyErr_SetString(PyExc_ValueError, "it can't be used");
		if (t != s)
			PyMem_Free(t);
		return NULL;
	}
	if (t != s)
		PyMem_Free(t);
	Py_RETURN_NONE;
}
