// SPDX-License-Identifier: GPL-3.0-or-later
/* A status that is a number above: the failure is another. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct { unsigned short mask; } Record;

static int find(const Record *r, PyObject *key, PyObject **found)
{
	int length;

	if (!r) {
		PyErr_SetString(PyExc_ValueError, "closed");
		return -1;
	}
	length = r->mask;
	*found = PyObject_Repr(key);
	if (!*found)
		return -1;
	return length >= 96 ? length - 96 : 0;
}

PyObject *get_ok(Record *r, PyObject *key)
{
	PyObject *found = NULL;

	if (find(r, key, &found) == -1)
		return NULL;
	return found;
}

static int find_above(const Record *r, PyObject *key, PyObject **found)
{
	int length;

	if (!r) {
		PyErr_SetString(PyExc_ValueError, "closed");
		return -1;
	}
	length = r->mask;
	*found = PyObject_Repr(key);
	if (!*found)
		return -1;
	return length < 96 ? length - 96 : 0;
}

PyObject *get_bad(Record *r, PyObject *key)
{
	PyObject *found = NULL;

	if (find_above(r, key, &found) < 0)
		return NULL; // expect: reference-leak 'found'
	return found;
}
