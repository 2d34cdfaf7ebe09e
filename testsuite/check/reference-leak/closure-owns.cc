// SPDX-License-Identifier: GPL-3.0-or-later
/* A closure that releases what it captured has the reference. */
#include <Python.h>

#include <functional>

extern void post(std::function<void()> f);

static PyObject *captured_ok(PyObject *, PyObject *cb)
{
	Py_INCREF(cb);
	try {
		post([cb]() { Py_DECREF(cb); });
	} catch (...) {
		PyErr_SetString(PyExc_OSError, "x");
		return nullptr;
	}
	Py_RETURN_NONE;
}
static PyObject *not_released_bad(PyObject *, PyObject *cb)
{
	int n = 0;

	Py_INCREF(cb);
	try {
		post([n]() { (void) n; });
	} catch (...) {
		PyErr_SetString(PyExc_OSError, "x");
		return nullptr;
	}
	Py_RETURN_NONE; // expect: reference-leak 'cb'
}

static PyMethodDef methods[] = {
	{ "captured", captured_ok, METH_O, nullptr },
	{ "not_released", not_released_bad, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
PyMethodDef *table = methods;
