// SPDX-License-Identifier: GPL-3.0-or-later
// Slot functions of wrong shape behind casts, each beside a right one.
#include <Python.h>

typedef struct { PyObject_HEAD int x; } Thing;

static int hash_int(Thing *self) { return self->x; }
static Py_hash_t hash_right(Thing *self) { return self->x; }
static int repr_int(Thing *self) { return self->x; }
static PyObject *repr_right(Thing *self) { return PyUnicode_FromFormat("%ld", (long) self->x); }
static PyObject *init_object(Thing *self, PyObject *args, PyObject *kwds) { self->x = kwds != NULL; Py_RETURN_NONE; }
static int init_right(Thing *self, PyObject *args, PyObject *kwds) { self->x = kwds != NULL; return 0; }
static PyObject *len_object(Thing *self) { return PyLong_FromLong(self->x); }
static int len_int(Thing *self) { return self->x; }
static Py_ssize_t len_right(Thing *self) { return self->x; }
static PyObject *item_object(Thing *self, PyObject *index) { return Py_NewRef(self->x ? index : (PyObject *) self); }
static PyObject *item_int(Thing *self, int index) { return PyLong_FromLong(self->x + index); }
static PyObject *item_right(Thing *self, Py_ssize_t index) { return PyLong_FromSsize_t(self->x + index); }
static PyObject *bool_object(Thing *self) { return PyBool_FromLong(self->x); }
static int bool_right(Thing *self) { return self->x; }
static PyObject *contains_object(Thing *self, PyObject *o) { return PyBool_FromLong(self->x && o); }
static int contains_right(Thing *self, PyObject *o) { return self->x && o; }
static PyObject *ass_object(Thing *self, PyObject *k, PyObject *v) { if (v && k) Py_RETURN_NONE; Py_RETURN_TRUE; }
static int ass_right(Thing *self, PyObject *k, PyObject *v) { self->x = v && k; return 0; }
static PyObject *compare_right(Thing *self, PyObject *o, int op) { return PyBool_FromLong((self == (void *) o) == (op == Py_EQ)); }
static int compare_int(Thing *self, PyObject *o) { return self == (void *) o; }
static PyObject *power_two(PyObject *a, PyObject *b) { return Py_NewRef(a); }
static PyObject *power_right(PyObject *a, PyObject *b, PyObject *m) { return Py_NewRef(m); }
static PyObject *neg_two(PyObject *a, PyObject *b) { return Py_NewRef(b); }
static PyObject *new_right(PyTypeObject *t, PyObject *args, PyObject *kwds) { return t->tp_alloc(t, 0); }
static PyObject *dealloc_object(Thing *self) { PyTypeObject *t = Py_TYPE(self); t->tp_free(self); Py_DECREF(t); return NULL; }
static void dealloc_right(Thing *self) { PyTypeObject *t = Py_TYPE(self); t->tp_free(self); Py_DECREF(t); }
static PyObject *getattr_object(Thing *self, PyObject *name) { return Py_NewRef(self->x ? name : (PyObject *) self); }
static PyObject *getattro_string(Thing *self, char *name) { return PyUnicode_FromString(name); }
static int call_int(Thing *self, PyObject *args, PyObject *kwds) { return self->x + (kwds != NULL); }
static PyObject *call_right(Thing *self, PyObject *args, PyObject *kwds) { return PyLong_FromLong(self->x + (kwds != NULL)); }
static int next_int(Thing *self) { return self->x++; }
static PyObject *buffer_object(Thing *self, Py_buffer *view, int flags) { if (flags && view) Py_RETURN_NONE; Py_RETURN_TRUE; }
static int buffer_right(Thing *self, Py_buffer *view, int flags) { return PyBuffer_FillInfo(view, (PyObject *) self, &self->x, sizeof(self->x), 1, flags); }

static PyType_Slot wrong[] = {
	{Py_tp_hash, hash_int}, // expect: type-slots 'hash_int' 'Py_hash_t'
	{Py_tp_repr, repr_int}, // expect: type-slots 'returns ‘int’' 'tp_repr'
	{Py_tp_init, init_object}, // expect: type-slots 'must return ‘int’'
	{Py_sq_length, len_int}, // expect: type-slots 'Py_ssize_t'
	{Py_mp_length, len_object}, // expect: type-slots 'Py_ssize_t'
	{Py_sq_item, item_object}, // expect: type-slots 'argument 2' 'Py_ssize_t'
	{Py_nb_bool, bool_object}, // expect: type-slots 'must return ‘int’'
	{Py_sq_contains, contains_object}, // expect: type-slots 'must return ‘int’'
	{Py_mp_ass_subscript, ass_object}, // expect: type-slots 'must return ‘int’'
	{Py_tp_richcompare, compare_int}, // expect: type-slots 'returns ‘int’'
	{Py_nb_power, power_two}, // expect: type-slots 'takes 2 arguments, but 3'
	{Py_nb_negative, neg_two}, // expect: type-slots 'takes 2 arguments'
	{Py_tp_dealloc, dealloc_object}, // expect: type-slots 'tp_dealloc' 'void'
	{Py_tp_getattr, getattr_object}, // expect: type-slots 'argument 2' 'char *'
	{Py_tp_call, call_int}, // expect: type-slots 'returns ‘int’'
	{Py_tp_iternext, next_int}, // expect: type-slots 'returns ‘int’'
	{Py_tp_iter, PyObject_SelfIter},
	{Py_bf_getbuffer, buffer_object}, // expect: type-slots 'must return ‘int’'
	{0, NULL}
};
static PyType_Slot wrong2[] = {
	{Py_sq_item, item_int}, // expect: type-slots 'argument 2' 'Py_ssize_t'
	{Py_tp_getattro, getattro_string}, // expect: type-slots 'argument 2'
	{0, NULL}
};
static PyType_Slot right[] = {
	{Py_tp_hash, hash_right}, {Py_tp_repr, repr_right}, {Py_tp_init, init_right},
	{Py_sq_length, len_right}, {Py_mp_length, len_right}, {Py_sq_item, item_right},
	{Py_nb_bool, bool_right}, {Py_sq_contains, contains_right}, {Py_mp_ass_subscript, ass_right},
	{Py_tp_richcompare, compare_right}, {Py_nb_power, power_right}, {Py_tp_new, new_right},
	{Py_tp_dealloc, dealloc_right}, {Py_tp_call, call_right}, {Py_bf_getbuffer, buffer_right},
	{0, NULL}
};
static PyType_Spec specs[] = {
	{"sig.Wrong", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, wrong},
	{"sig.Wrong2", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, wrong2},
};
static PyType_Spec right_spec = {"sig.Right", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, right};

PyObject *make(PyObject *m, int k)
{
	return PyType_FromModuleAndSpec(m, k == 2 ? &right_spec : &specs[k], NULL);
}

