// SPDX-License-Identifier: GPL-3.0-or-later
/* What tp_new gets from C++'s `new' is there whenever a method runs. */
#include <Python.h>
#include <new>

struct Impl { int n; };

struct Full {
	PyObject_HEAD
	Impl *ptr;
};

struct Bare {
	PyObject_HEAD
	Impl *ptr;
};

static PyObject *full_new(PyTypeObject *t, PyObject *args, PyObject *)
{
	Full *self = (Full *) t->tp_alloc(t, 0);
	int n;

	if (!self)
		return nullptr;
	if (!PyArg_ParseTuple(args, "i", &n)) {
		Py_DECREF(self);
		return nullptr;
	}
	try {
		if (n > 3)
			self->ptr = new Impl();
		else
			self->ptr = new Impl { n };
	} catch (const std::bad_alloc &) {
		Py_DECREF(self);
		return PyErr_NoMemory();
	}
	return (PyObject *) self;
}

static void full_dealloc(Full *self)
{
	delete self->ptr;
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyObject *full_n_ok(Full *self, PyObject *)
{
	if (!self->ptr)
		return nullptr;
	return PyLong_FromLong(self->ptr->n);
}

static PyMethodDef full_methods[] = {
	{ "n", (PyCFunction) full_n_ok, METH_NOARGS, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};

static PyObject *bare_new(PyTypeObject *t, PyObject *args, PyObject *)
{
	Bare *self = (Bare *) t->tp_alloc(t, 0);
	int n;

	if (!self)
		return nullptr;
	if (!PyArg_ParseTuple(args, "i", &n)) {
		Py_DECREF(self);
		return nullptr;
	}
	self->ptr = new (std::nothrow) Impl { n };
	return (PyObject *) self;
}

static void bare_dealloc(Bare *self)
{
	delete self->ptr;
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyObject *bare_n_bad(Bare *self, PyObject *)
{
	if (!self->ptr)
		return nullptr; // expect: missing-exception 'bare_n_bad'
	return PyLong_FromLong(self->ptr->n);
}

static PyMethodDef bare_methods[] = {
	{ "n", (PyCFunction) bare_n_bad, METH_NOARGS, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};

PyTypeObject Full_Type = {
	PyVarObject_HEAD_INIT(nullptr, 0) "present.Full", sizeof(Full), 0,
	(destructor) full_dealloc
};

PyTypeObject Bare_Type = {
	PyVarObject_HEAD_INIT(nullptr, 0) "present.Bare", sizeof(Bare), 0,
	(destructor) bare_dealloc
};

int ready()
{
	Full_Type.tp_flags = Py_TPFLAGS_DEFAULT;
	Full_Type.tp_methods = full_methods;
	Full_Type.tp_new = full_new;
	Bare_Type.tp_flags = Py_TPFLAGS_DEFAULT;
	Bare_Type.tp_methods = bare_methods;
	Bare_Type.tp_new = bare_new;
	return PyType_Ready(&Full_Type) < 0 ? -1 : PyType_Ready(&Bare_Type);
}
