/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the standard library throws comes with no Python exception: the handler
 * has to set one, or to go on as if nothing had happened. */
#include <Python.h>

#include <new>
#include <stdexcept>
#include <string>
#include <vector>

static PyObject *
silent_bad(PyObject *, PyObject *args)
{
	unsigned n;

	if (!PyArg_ParseTuple(args, "I", &n))
		return nullptr;
	try {
		std::vector<char> v(n);

		return PyLong_FromSize_t(v.size());
	} catch (const std::bad_alloc &) {
		return nullptr;	// expect: missing-exception
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "failed");
		return nullptr;
	}
}

static PyObject *
range_bad(PyObject *, PyObject *args)
{
	unsigned n;

	if (!PyArg_ParseTuple(args, "I", &n))
		return nullptr;
	try {
		std::vector<int> v = { 1, 2, 3 };

		return PyLong_FromLong(v.at(n));
	} catch (const std::out_of_range &) {
		return nullptr;	// expect: missing-exception
	} catch (const std::exception &e) {
		PyErr_SetString(PyExc_RuntimeError, e.what());
		return nullptr;
	}
}

static PyObject *
told_ok(PyObject *, PyObject *args)
{
	unsigned n;

	if (!PyArg_ParseTuple(args, "I", &n))
		return nullptr;
	try {
		std::vector<char> v(n);

		return PyLong_FromSize_t(v.size());
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	} catch (...) {
		PyErr_SetString(PyExc_RuntimeError, "failed");
		return nullptr;
	}
}

struct failure { };

/* Not of this file: it sets an exception before it throws. */
void raise(PyObject *);

static PyObject *
anothers_ok(PyObject *, PyObject *o)
{
	try {
		raise(o);
	} catch (const failure &) {
		return nullptr;
	}
	Py_RETURN_NONE;
}

static void
raise_here(PyObject *o)
{
	if (!PyLong_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "an int is needed");
		throw failure();
	}
}

static PyObject *
helpers_ok(PyObject *, PyObject *o)
{
	try {
		raise_here(o);
	} catch (const failure &) {
		return nullptr;
	}
	Py_RETURN_NONE;
}

/* With what its argument tells there is one. */
static void
require(int status)
{
	if (status < 0)
		throw failure();
}

static PyObject *
required_ok(PyObject *, PyObject *o)
{
	try {
		require(PyObject_SetAttrString(o, "a", o));
	} catch (const failure &) {
		return nullptr;
	}
	Py_RETURN_NONE;
}

static PyObject *
own_ok(PyObject *, PyObject *o)
{
	try {
		PyObject *n = PyNumber_Long(o);

		if (!n)
			throw failure();
		return n;
	} catch (const failure &) {
		return nullptr;
	}
}

/* The handler of another type is passed by. */
static PyObject *
another_type_ok(PyObject *, PyObject *o)
{
	std::string s;

	try {
		s.append("text");
		raise(o);
	} catch (const failure &) {
		return nullptr;
	} catch (const std::exception &e) {
		PyErr_SetString(PyExc_RuntimeError, e.what());
		return nullptr;
	}
	return PyUnicode_FromString(s.c_str());
}

static PyMethodDef methods[] = {
	{ "silent", silent_bad, METH_VARARGS, nullptr },
	{ "range", range_bad, METH_VARARGS, nullptr },
	{ "told", told_ok, METH_VARARGS, nullptr },
	{ "anothers", anothers_ok, METH_O, nullptr },
	{ "helpers", helpers_ok, METH_O, nullptr },
	{ "required", required_ok, METH_O, nullptr },
	{ "own", own_ok, METH_O, nullptr },
	{ "another_type", another_type_ok, METH_O, nullptr },
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
