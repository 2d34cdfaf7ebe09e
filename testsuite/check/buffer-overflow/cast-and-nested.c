// SPDX-License-Identifier: GPL-3.0-or-later
/* A constant place behind an array: through a cast, and in structs within
 * structs, where it counts from the struct that has the array. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	int arr[8];
	int n;
} Row;

typedef struct { int a[4]; int b[4]; } Pair;

typedef struct {
	PyObject_HEAD
	int last[2];
	Pair in;
	Pair rows[3];
	struct { int last[4]; } own;
	long end;
} Table;

static PyObject *cast_bad(PyObject *self, PyObject *unused)
{
	return PyLong_FromLong(((Row *) self)->arr[8]); // expect: buffer-overflow 'arr'
}

static PyObject *cast_store_bad(PyObject *self, PyObject *unused)
{
	((Row *) self)->arr[8] = 0; // expect: buffer-overflow 'arr'
	Py_RETURN_NONE;
}

static PyObject *cast_ok(PyObject *self, PyObject *unused)
{
	return PyLong_FromLong(((Row *) self)->arr[7]);
}

static PyObject *nested_bad(PyObject *self, PyObject *unused)
{
	return PyLong_FromLong(((Table *) self)->in.b[4]); // expect: buffer-overflow 'b'
}

static PyObject *row_bad(PyObject *self, PyObject *unused)
{
	Table *t = (Table *) self;

	return PyLong_FromLong(t->rows[1].a[4]); // expect: buffer-overflow 'a'
}

static PyObject *nested_ok(PyObject *self, PyObject *unused)
{
	Table *t = (Table *) self;

	return PyLong_FromLong(((Table *) self)->in.b[3] + t->rows[2].b[3]
			       + t->in.b[0] + t->last[1]);
}

/* Of two members of one name in one struct, one is in a struct without. */
static PyObject *namesake_ok(PyObject *self, PyObject *unused)
{
	return PyLong_FromLong(((Table *) self)->own.last[3]);
}

static PyObject *index_bad(PyObject *self, PyObject *o)
{
	Table *t = (Table *) self;
	long n = PyLong_AsLong(o);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0 || n > 4)
		return PyErr_Format(PyExc_IndexError, "%ld", n);
	return PyLong_FromLong(t->in.b[n]); // expect: buffer-overflow 'b'
}

static PyObject *index_ok(PyObject *self, PyObject *o)
{
	Table *t = (Table *) self;
	long n = PyLong_AsLong(o);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0 || n >= 4)
		return PyErr_Format(PyExc_IndexError, "%ld", n);
	return PyLong_FromLong(t->in.b[n] + t->rows[n & 1].a[n]);
}

PyMethodDef methods[] = {
	{ "cast_bad", cast_bad, METH_NOARGS, NULL },
	{ "cast_store_bad", cast_store_bad, METH_NOARGS, NULL },
	{ "cast_ok", cast_ok, METH_NOARGS, NULL },
	{ "nested_bad", nested_bad, METH_NOARGS, NULL },
	{ "row_bad", row_bad, METH_NOARGS, NULL },
	{ "nested_ok", nested_ok, METH_NOARGS, NULL },
	{ "namesake_ok", namesake_ok, METH_NOARGS, NULL },
	{ "index_bad", index_bad, METH_O, NULL },
	{ "index_ok", index_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
