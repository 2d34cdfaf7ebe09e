/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who caught one exception can catch another; and what is a guess is one after
 * a handler, too. */
#include <Python.h>

#include <new>
#include <stdexcept>
#include <vector>

static std::vector<int> first = { 1, 2, 3 }, second = { 4, 5, 6, 7 };

static PyObject *
second_bad(PyObject *, PyObject *args)
{
	unsigned n;
	bool failed = false;
	int k = 0;

	if (!PyArg_ParseTuple(args, "I", &n))
		return nullptr;
	try {
		k = first.at(n);
	} catch (const std::out_of_range &) {
		failed = true;
	}
	if (!failed)
		return PyLong_FromLong(k);
	try {
		return PyLong_FromLong(second.at(n));
	} catch (const std::out_of_range &) {
		return nullptr;	// expect: missing-exception
	}
}

static PyObject *
second_ok(PyObject *, PyObject *args)
{
	unsigned n;
	bool failed = false;
	int k = 0;

	if (!PyArg_ParseTuple(args, "I", &n))
		return nullptr;
	try {
		k = first.at(n);
	} catch (const std::out_of_range &) {
		failed = true;
	}
	if (!failed)
		return PyLong_FromLong(k);
	try {
		return PyLong_FromLong(second.at(n));
	} catch (const std::out_of_range &e) {
		PyErr_SetString(PyExc_IndexError, e.what());
		return nullptr;
	}
}

struct node { int k; };

extern struct node *current();

/* Nobody gives NULL. */
static int
value_of(const struct node *n)
{
	if (!n)
		return -1;
	if (n->k < 0) {
		PyErr_SetString(PyExc_ValueError, "negative");
		return -1;
	}
	return n->k;
}

static PyObject *
guess_ok(PyObject *, PyObject *args)
{
	unsigned n;
	int k = 0;
	bool failed = false;

	if (!PyArg_ParseTuple(args, "I", &n))
		return nullptr;
	try {
		k = first.at(n);
	} catch (const std::out_of_range &) {
		failed = true;
	}
	if (failed) {
		k = value_of(current());
		if (k < 0)
			return nullptr;
	}
	return PyLong_FromLong(k);
}

static PyMethodDef methods[] = {
	{ "second", second_bad, METH_VARARGS, nullptr },
	{ "second_", second_ok, METH_VARARGS, nullptr },
	{ "guess", guess_ok, METH_VARARGS, nullptr },
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
