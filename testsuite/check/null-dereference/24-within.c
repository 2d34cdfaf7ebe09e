// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper that fails out of range, asked by who knows that it is within: by
 * the length in a member, by ob_size, through another helper. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct node { PyObject *items[32]; };
struct vector {
	PyObject_HEAD
	Py_ssize_t count;
	struct node *root, *tail;
	unsigned shift;
};

static struct node *node_of(struct vector *self, Py_ssize_t i)
{
	struct node *n;
	unsigned level;

	if (i >= 0 && i < self->count) {
		if (i >= self->count - 32)
			return self->tail;
		n = self->root;
		for (level = self->shift; level > 0; level -= 5)
			n = (struct node *) n->items[(i >> level) & 31];
		return n;
	}
	PyErr_SetString(PyExc_IndexError, "out of range");
	return NULL;
}

static PyObject *item_of(struct vector *self, Py_ssize_t i)
{
	struct node *n = node_of(self, i);
	PyObject *r = NULL;

	if (n != NULL)
		r = n->items[i & 31];
	return r;
}

PyObject *hash_all_ok(struct vector *self, PyObject *unused)
{
	Py_ssize_t i;
	Py_hash_t h = 0, one;

	for (i = 0; i < self->count; i++) {
		PyObject *o = item_of(self, i);

		Py_INCREF(o);
		one = PyObject_Hash(o);
		Py_DECREF(o);
		if (one == -1)
			return NULL;
		h ^= one;
	}
	return PyLong_FromSsize_t(h);
}

PyObject *hash_any_bad(struct vector *self, PyObject *arg)
{
	Py_ssize_t i = PyLong_AsSsize_t(arg);
	PyObject *o;
	Py_hash_t h;

	if (i == -1 && PyErr_Occurred())
		return NULL;
	o = item_of(self, i);
	Py_INCREF(o); // expect: null-dereference 'o'
	h = PyObject_Hash(o);
	Py_DECREF(o);
	return h == -1 ? NULL : PyLong_FromSsize_t(h);
}

struct ring {
	PyObject_VAR_HEAD
	int at;
	PyObject *v[8];
};

static PyObject *ring_pop(struct ring *self, PyObject *unused)
{
	PyObject *o;

	if (Py_SIZE(self) == 0) {
		PyErr_SetString(PyExc_IndexError, "pop from an empty ring");
		return NULL;
	}
	Py_SET_SIZE(self, Py_SIZE(self) - 1);
	o = Py_NewRef(self->v[self->at]);
	self->at = self->at ? self->at - 1 : 7;
	return o;
}

PyObject *ring_trim_ok(struct ring *self, PyObject *unused)
{
	while (Py_SIZE(self)) {
		PyObject *o = ring_pop(self, NULL);

		Py_DECREF(o);
	}
	Py_RETURN_NONE;
}

#define NEEDS_TRIM(self, most) ((size_t) (most) < (size_t) Py_SIZE(self))

static int ring_push(struct ring *self, PyObject *item, Py_ssize_t most)
{
	Py_SET_SIZE(self, Py_SIZE(self) + 1);
	self->at = (self->at + 1) & 7;
	self->v[self->at] = Py_NewRef(item);
	if (NEEDS_TRIM(self, most)) {
		PyObject *old = ring_pop(self, NULL);

		Py_DECREF(old);
	}
	return 0;
}

PyObject *ring_append_ok(struct ring *self, PyObject *item)
{
	if (ring_push(self, item, PyObject_IsTrue(item)) < 0)
		return NULL;
	Py_RETURN_NONE;
}

PyObject *ring_drop_bad(struct ring *self, PyObject *unused)
{
	PyObject *o = ring_pop(self, NULL);

	Py_DECREF(o); // expect: null-dereference 'o'
	Py_RETURN_NONE;
}

static PyObject *first_of(PyObject *list)
{
	if (PyList_GET_SIZE(list) == 0) {
		PyErr_SetString(PyExc_ValueError, "empty");
		return NULL;
	}
	return PyList_GET_ITEM(list, 0);
}

PyObject *first_ok(PyObject *self, PyObject *arg)
{
	PyObject *o;

	if (!PyList_Check(arg))
		return PyErr_Format(PyExc_TypeError, "a list, please");
	if (PyList_GET_SIZE(arg) == 0)
		Py_RETURN_NONE;
	o = first_of(arg);
	Py_INCREF(o);
	return o;
}

PyObject *first_bad(PyObject *self, PyObject *arg)
{
	PyObject *o;

	if (!PyList_Check(arg))
		return PyErr_Format(PyExc_TypeError, "a list, please");
	o = first_of(arg);
	Py_INCREF(o); // expect: null-dereference 'o'
	return o;
}

struct holder {
	PyObject_HEAD
	PyObject *refs, *last;
};

/* What an own list holds are weak references: only a mistake makes
 * PyWeakref_GetObject fail, and a comparison with None is no test for it. */
PyObject *alive_ok(struct holder *self, PyObject *unused)
{
	Py_ssize_t i, n = 0;

	for (i = 0; i < PyList_GET_SIZE(self->refs); i++) {
		PyObject *o = PyWeakref_GetObject(
			PyList_GET_ITEM(self->refs, i));

		if (o != Py_None) {
			Py_INCREF(o);
			n += Py_REFCNT(o) > 2;
			Py_DECREF(o);
		}
	}
	return PyLong_FromSsize_t(n);
}

PyObject *alive_bad(struct holder *self, PyObject *unused)
{
	PyObject *o = PyWeakref_GetObject(self->last);

	if (o == NULL)
		puts("no weak reference");
	Py_INCREF(o); // expect: null-dereference 'o'
	return o;
}
