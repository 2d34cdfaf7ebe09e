/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hash of a whole is mixed from those of its parts: a part that has none
 * sets an exception, and what is made of its -1 is no failure. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *a, *b;
} Pair;

static Py_hash_t
mixed_bad(Pair *self)
{
	Py_hash_t x, y;

	x = PyObject_Hash(self->a);
	if (x == -1)
		return -1;
	y = PyObject_Hash(self->b);	// expect: unchecked-error 'PyObject_Hash'
	x = (Py_hash_t) ((Py_uhash_t) x * 1000003u ^ (Py_uhash_t) y);
	return x == -1 ? -2 : x;
}

static Py_hash_t
mixed_ok(Pair *self)
{
	Py_hash_t x, y;

	x = PyObject_Hash(self->a);
	if (x == -1)
		return -1;
	y = PyObject_Hash(self->b);
	if (y == -1)
		return -1;
	x = (Py_hash_t) ((Py_uhash_t) x * 1000003u ^ (Py_uhash_t) y);
	return x == -1 ? -2 : x;
}

static Py_hash_t
handed_on_ok(Pair *self)
{
	return PyObject_Hash(self->a);
}

static PyTypeObject type_a = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.A",
	.tp_basicsize = sizeof(Pair), .tp_hash = (hashfunc) mixed_bad
};

static PyTypeObject type_c = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.C",
	.tp_basicsize = sizeof(Pair), .tp_hash = (hashfunc) mixed_ok
};

static PyTypeObject type_d = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.D",
	.tp_basicsize = sizeof(Pair), .tp_hash = (hashfunc) handed_on_ok
};

PyTypeObject *const types[] = { &type_a, &type_c, &type_d };
