// SPDX-License-Identifier: GPL-3.0-or-later
/* What new made, the field of a type gets, and its dealloc takes for memory of
 * PyMem_Malloc. */
#include <Python.h>
#include <new>

struct Impl { int a = 1; };

struct IBad { PyObject_HEAD Impl *impl; };
struct IOk { PyObject_HEAD Impl *impl; };

template <class T> static PyObject *make(PyTypeObject *type)
{
	T *self = reinterpret_cast<T *>(type->tp_alloc(type, 0));

	if (!self)
		return nullptr;
	self->impl = new (std::nothrow) Impl();
	if (!self->impl) {
		Py_DECREF(self);
		return PyErr_NoMemory();
	}
	return reinterpret_cast<PyObject *>(self);
}

PyObject *bad_new(PyTypeObject *type, PyObject *, PyObject *)
{
	return make<IBad>(type);
}

void bad_dealloc(PyObject *op)
{
	PyMem_Free(reinterpret_cast<IBad *>(op)->impl); // expect: allocator-mismatch 'impl'
	Py_TYPE(op)->tp_free(op);
}

PyObject *ok_new(PyTypeObject *type, PyObject *, PyObject *)
{
	return make<IOk>(type);
}

void ok_dealloc(PyObject *op)
{
	delete reinterpret_cast<IOk *>(op)->impl;
	Py_TYPE(op)->tp_free(op);
}
