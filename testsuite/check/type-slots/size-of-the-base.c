// SPDX-License-Identifier: GPL-3.0-or-later
/* The size of the struct that an instance only begins with. */
#include <Python.h>

typedef struct { PyObject_HEAD int v; } Base;
typedef struct { Base base; PyObject *extra[4]; } Derived;

static PyObject *get_v(PyObject *self, PyObject *unused)
{
	Derived *d = (Derived *) self;

	return PyLong_FromLong(d->base.v + (d->extra[0] != NULL));
}

static PyObject *base_v(PyObject *self, PyObject *unused)
{
	return PyLong_FromLong(((Base *) self)->v);
}

static void dealloc(PyObject *self)
{
	PyTypeObject *t = Py_TYPE(self);
	int i;

	for (i = 0; i < 4; i++)
		Py_CLEAR(((Derived *) self)->extra[i]);
	t->tp_free(self);
	Py_DECREF(t);
}

static void base_dealloc(PyObject *self)
{
	PyTypeObject *t = Py_TYPE(self);

	t->tp_free(self);
	Py_DECREF(t);
}

static PyMethodDef methods[] = { { "v", get_v, METH_NOARGS, NULL },
	{ NULL } };
static PyMethodDef base_methods[] = { { "v", base_v, METH_NOARGS, NULL },
	{ NULL } };
static PyType_Slot slots[] = { { Py_tp_dealloc, dealloc },
	{ Py_tp_methods, methods }, { 0, NULL } };
static PyType_Slot base_slots[] = { { Py_tp_dealloc, base_dealloc },
	{ Py_tp_methods, base_methods }, { 0, NULL } };
PyType_Spec bad_spec = { "m.Bad", sizeof(Base), 0, Py_TPFLAGS_DEFAULT, // expect: type-slots 'm.Bad'
	slots };
PyType_Spec base_spec = { "m.Base", sizeof(Base), 0, Py_TPFLAGS_DEFAULT,
	base_slots };
