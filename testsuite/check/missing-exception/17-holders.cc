// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// std::unique_ptr: what its members tell is what was put into it.
#include <Python.h>
#include <memory>

struct decref {
	void operator()(PyObject *p) const noexcept { Py_XDECREF(p); }
};
using owner = std::unique_ptr<PyObject, decref>;

static PyObject *pair_ok(PyObject *, PyObject *o)
{
	owner a(PyObject_Repr(o));
	if (!a)
		return nullptr;
	owner b(PyObject_Str(o));
	if (!b)
		return nullptr;
	return PyTuple_Pack(2, a.get(), b.get());
}

static PyObject *number_bad(PyObject *, PyObject *o)
{
	owner a(PyObject_Repr(o));
	if (!a)
		return nullptr;
	if (!PyLong_Check(o))
		return nullptr; // expect: missing-exception
	return PyTuple_Pack(2, a.get(), o);
}

static PyObject *number_ok(PyObject *, PyObject *o)
{
	owner a(PyObject_Repr(o));
	if (!a.get())
		return nullptr;
	if (!PyLong_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "an int is needed");
		return nullptr;
	}
	return PyTuple_Pack(2, a.get(), o);
}

static PyMethodDef methods[] = {
	{"a", pair_ok, METH_O, nullptr},
	{"b", number_bad, METH_O, nullptr},
	{"c", number_ok, METH_O, nullptr},
	{nullptr, nullptr, 0, nullptr}
};

PyMethodDef *exported_methods()
{
	return methods;
}
