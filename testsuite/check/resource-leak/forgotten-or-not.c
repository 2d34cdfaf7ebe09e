// SPDX-License-Identifier: GPL-3.0-or-later
/* What an unknown function made: a flag in it tells whether it is to be
 * released; what is read after the call was not released by that. */
#include <Python.h>
#include <stdlib.h>

struct bytes { int own; char *at; };
struct device { int n_open; const char *path; };

struct bytes *bytes_from(PyObject *o);
struct device *device_get(const char *path);
int device_close(struct device *d);

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
