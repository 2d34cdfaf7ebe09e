// SPDX-License-Identifier: GPL-3.0-or-later
/* A std::unique_ptr whose deleter is a function. */
#include <Python.h>

#include <memory>

static PyObject *lambda_ok(PyObject *, PyObject *arg)
{
	auto dec = [](PyObject *p) { Py_XDECREF(p); };
	std::unique_ptr<PyObject, decltype(dec)> r(PyObject_Str(arg), dec);

	if (!r)
		return nullptr;
	return PyUnicode_Concat(r.get(), arg);
}
static PyObject *pointer_ok(PyObject *, PyObject *arg)
{
	std::unique_ptr<PyObject, void (*)(PyObject *)>
		r(PyObject_Str(arg), Py_DecRef);

	if (!r)
		return nullptr;
	return PyUnicode_Concat(r.get(), arg);
}
static PyObject *other_bad(PyObject *, PyObject *arg)
{
	if (arg == Py_None)
		return nullptr; // expect: missing-exception
	return PyObject_Str(arg);
}

static PyMethodDef methods[] = {
	{ "lambda", lambda_ok, METH_O, nullptr },
	{ "pointer", pointer_ok, METH_O, nullptr },
	{ "other", other_bad, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
PyMethodDef *table = methods;
