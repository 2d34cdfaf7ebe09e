/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A handler that sets an exception and goes on. */
#include <Python.h>

#include <new>
#include <vector>

static PyObject *
norm(PyObject *list, bool returns)
{
	double total = 0;

	try {
		std::vector<double> v;
		Py_ssize_t i;

		for (i = 0; i < PyList_GET_SIZE(list); i++)
			v.push_back((double) i);
		for (double d : v)
			total += d * d;
	} catch (const std::bad_alloc &) {
		PyErr_NoMemory();
		if (returns)
			return nullptr;
	}
	return PyFloat_FromDouble(total);
}

static PyObject *
goes_on_bad(PyObject *, PyObject *list)
{
	double total = 0;

	if (!PyList_Check(list))
		return norm(list, true);
	try {
		std::vector<double> v;
		Py_ssize_t i;

		for (i = 0; i < PyList_GET_SIZE(list); i++)
			v.push_back((double) i);
		for (double d : v)
			total += d * d;
	} catch (const std::bad_alloc &) {
		PyErr_NoMemory();
	}
	return PyFloat_FromDouble(total);	// expect: stale-exception
}

static PyObject *
returns_ok(PyObject *, PyObject *list)
{
	double total = 0;

	try {
		std::vector<double> v;
		Py_ssize_t i;

		for (i = 0; i < PyList_GET_SIZE(list); i++)
			v.push_back((double) i);
		for (double d : v)
			total += d * d;
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
	return PyFloat_FromDouble(total);
}

static PyMethodDef methods[] = {
	{ "goes_on", goes_on_bad, METH_O, nullptr },
	{ "returns", returns_ok, METH_O, nullptr },
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
