/* SPDX-License-Identifier: GPL-3.0-or-later */
/* On its way to the handler an exception passes the end of a temporary that is
 * there on some ways only. */
#include <Python.h>

#include <stdexcept>
#include <vector>

static std::vector<int> numbers = { 1, 2, 3 };

struct scratch {
	explicit scratch(unsigned n);
	~scratch();
	unsigned left() const;
};

static PyObject *
silent_bad(PyObject *, PyObject *args)
{
	unsigned n;

	if (!PyArg_ParseTuple(args, "I", &n))
		return nullptr;
	try {
		return PyLong_FromLong(numbers.at(n > 9 ? scratch(n).left()
						  : n));
	} catch (const std::out_of_range &) {
		return nullptr;	// expect: missing-exception
	}
}

static PyObject *
told_ok(PyObject *, PyObject *args)
{
	unsigned n;

	if (!PyArg_ParseTuple(args, "I", &n))
		return nullptr;
	try {
		return PyLong_FromLong(numbers.at(n > 9 ? scratch(n).left()
						  : n));
	} catch (const std::out_of_range &e) {
		PyErr_SetString(PyExc_IndexError, e.what());
		return nullptr;
	}
}

/* Of another type: it does not come here. */
static PyObject *
passes_ok(PyObject *, PyObject *args)
{
	unsigned n;

	if (!PyArg_ParseTuple(args, "I", &n))
		return nullptr;
	try {
		try {
			return PyLong_FromLong(numbers.at(n > 9 ?
						scratch(n).left() : n));
		} catch (const std::bad_alloc &) {
			return nullptr;
		}
	} catch (...) {
		PyErr_SetString(PyExc_IndexError, "no such number");
		return nullptr;
	}
}

static PyMethodDef methods[] = {
	{ "silent", silent_bad, METH_VARARGS, nullptr },
	{ "told", told_ok, METH_VARARGS, nullptr },
	{ "passes", passes_ok, METH_VARARGS, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", nullptr, 0, methods, nullptr, nullptr,
	nullptr, nullptr
};

PyMODINIT_FUNC
PyInit_m(void)
{
	return PyModule_Create(&module);
}
