// SPDX-License-Identifier: GPL-3.0-or-later
/* Room for one more than there is: memory ends before the length does. */
#include <Python.h>

#include <new>
#include <vector>

struct B { PyObject_HEAD std::vector<PyObject *> *cols; };

static PyObject *one_ok(B *self, PyObject *col)
{
	try {
		self->cols->reserve(self->cols->size() + 1);
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
	self->cols->push_back(Py_NewRef(col));
	Py_RETURN_NONE;
}
static PyObject *told_bad(B *self, PyObject *number)
{
	Py_ssize_t n = PyLong_AsSsize_t(number);

	if (n == -1 && PyErr_Occurred())
		return nullptr;
	try {
		self->cols->reserve(n); // expect: exception-boundary
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "one", (PyCFunction) one_ok, METH_O, nullptr },
	{ "told", (PyCFunction) told_bad, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
PyMethodDef *table = methods;
