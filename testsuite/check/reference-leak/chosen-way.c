// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper with more ways than can be told apart, of which only those for one
 * choice of the caller's leave a reference. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct walk {
	int axis, last;
	Py_ssize_t length, stride, left, rounds;
	Py_ssize_t shape[8], strides[8];
	PyObject *flat;
};

struct array {
	PyObject_HEAD
	int nd, flags;
	Py_ssize_t *shape, *strides;
};

PyObject *flattened(struct array *a, int order);

static void begin(struct walk *w, struct array *a, int flat, int any_order)
{
	int i, n = 0;

	w->axis = 0;
	w->left = 0;
	w->rounds = 1;
	w->flat = NULL;
	if (a->nd == 1) {
		w->last = -1;
		w->length = a->shape[0];
		w->stride = a->strides[0];
	} else if (a->nd == 0) {
		w->last = -1;
		w->length = 1;
		w->stride = 0;
	} else if ((a->flags & 1) && !(a->flags & 2)) {
		w->last = -1;
		w->axis = a->nd - 1;
		w->length = a->shape[0];
		w->stride = 0;
		for (i = a->nd - 1; i > -1; i--) {
			if (a->strides[i] == 0)
				continue;
			w->stride = a->strides[i];
			break;
		}
	} else if ((a->flags & 2) && !(a->flags & 1)) {
		w->last = -1;
		if (any_order || !flat) {
			w->length = a->shape[1];
			w->stride = 0;
			for (i = 0; i < a->nd; i++) {
				if (a->strides[i] == 0)
					continue;
				w->stride = a->strides[i];
				break;
			}
		} else {
			a = (struct array *)flattened(a, any_order ? 1 : 0);
			w->flat = (PyObject *)a;
			w->length = a->shape[0];
			w->stride = a->strides[0];
		}
	} else if (flat) {
		w->last = -1;
		a = (struct array *)flattened(a, any_order ? 1 : 0);
		w->flat = (PyObject *)a;
		w->length = a->shape[0];
		w->stride = a->strides[0];
	} else {
		w->last = a->nd - 2;
		w->stride = a->strides[0];
		for (i = 0; i < a->nd; i++) {
			if (i == w->axis) {
				w->stride = a->strides[i];
				w->length = a->shape[i];
			} else {
				w->strides[n] = a->strides[i];
				w->shape[n] = a->shape[i];
				w->rounds *= a->shape[i];
				n++;
			}
		}
	}
}

static PyObject *as_it_is_ok(PyObject *self, struct array *a)
{
	struct walk w;

	begin(&w, a, 0, 1);
	return PyLong_FromSsize_t(w.length);
}

static PyObject *flat_ok(PyObject *self, struct array *a)
{
	struct walk w;
	Py_ssize_t n;

	begin(&w, a, 1, 0);
	n = w.length;
	Py_XDECREF(w.flat);
	return PyLong_FromSsize_t(n);
}

static PyObject *flat_bad(PyObject *self, struct array *a)
{
	struct walk w;

	begin(&w, a, 1, 0);
	return PyLong_FromSsize_t(w.length); // expect: reference-leak 'flat'
}

PyObject *use(PyObject *a, int how)
{
	return how == 0 ? as_it_is_ok(a, (struct array *)a)
		: how == 1 ? flat_ok(a, (struct array *)a)
		: flat_bad(a, (struct array *)a);
}
