// SPDX-License-Identifier: GPL-3.0-or-later
/* What slots answer that was computed, or that another function answered: a
 * hash of -1, a parser's 0, a filled buffer's 1. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct { PyObject_HEAD Py_hash_t a, b; char data[8]; } Pair;

static Py_hash_t hash_bad(PyObject *op)
{
	Pair *p = (Pair *) op;

	return p->a ^ (p->b << 1); // expect: type-slots 'hash_bad'
}

static Py_hash_t hash_ok(PyObject *op)
{
	Pair *p = (Pair *) op;
	Py_hash_t h = p->a ^ (p->b << 1);

	return h == -1 ? -2 : h;
}

static Py_hash_t asked_ok(PyObject *op)
{
	return PyObject_Hash((PyObject *) Py_TYPE(op));
}

static int fill_bad(PyObject *self, Py_buffer *view, int flags)
{
	if (PyBuffer_FillInfo(view, self, ((Pair *) self)->data, 8, 0, flags)
	    < 0)
		return -1;
	return 1; // expect: type-slots 'fill_bad'
}

static int fill_ok(PyObject *self, Py_buffer *view, int flags)
{
	return PyBuffer_FillInfo(view, self, ((Pair *) self)->data, 8, 0,
				 flags);
}

static int init_bad(Pair *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", "b", NULL };

	return PyArg_ParseTupleAndKeywords(args, kw, "n|n", names, // expect: type-slots 'init_bad'
					   &self->a, &self->b);
}

static int init_ok(Pair *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", "b", NULL };

	return PyArg_ParseTupleAndKeywords(args, kw, "n|n", names, &self->a,
					   &self->b) ? 0 : -1;
}

static void dealloc(PyObject *self)
{
	PyTypeObject *t = Py_TYPE(self);

	t->tp_free(self);
	Py_DECREF(t);
}

static PyType_Slot bad_slots[] = {
	{ Py_tp_dealloc, dealloc }, { Py_tp_hash, hash_bad },
	{ Py_tp_init, init_bad }, { Py_bf_getbuffer, fill_bad }, { 0, NULL } };
static PyType_Slot ok_slots[] = {
	{ Py_tp_dealloc, dealloc }, { Py_tp_hash, hash_ok },
	{ Py_tp_init, init_ok }, { Py_bf_getbuffer, fill_ok }, { 0, NULL } };
static PyType_Slot asked_slots[] = {
	{ Py_tp_dealloc, dealloc }, { Py_tp_hash, asked_ok }, { 0, NULL } };
PyType_Spec bad_spec = { "m.Bad", sizeof(Pair), 0, Py_TPFLAGS_DEFAULT,
	bad_slots };
PyType_Spec ok_spec = { "m.Ok", sizeof(Pair), 0, Py_TPFLAGS_DEFAULT,
	ok_slots };
PyType_Spec asked_spec = { "m.Asked", sizeof(Pair), 0, Py_TPFLAGS_DEFAULT,
	asked_slots };
