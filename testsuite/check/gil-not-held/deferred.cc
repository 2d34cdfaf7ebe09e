// SPDX-License-Identifier: GPL-3.0-or-later
/* What std::async runs later is run by whoever waits for it, with the GIL. */
#include <Python.h>

#include <future>

static PyObject *wait_ok(PyObject *, PyObject *o)
{
	try {
		auto r = std::async(std::launch::deferred, [o] {
			PyErr_WriteUnraisable(o);
		});
		r.wait();
	} catch (...) {
		return PyErr_NoMemory();
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "wait", wait_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
PyMethodDef *table = methods;
