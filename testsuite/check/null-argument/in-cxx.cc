// SPDX-License-Identifier: GPL-3.0-or-later
// nullptr, plain and through a template.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace {
template <typename F> PyObject *apply(F f, PyObject *o)
{
	return f(o);
}
}

static PyObject *plain_bad(PyObject *, PyObject *arg)
{
	PyObject *attr = PyObject_GetAttrString(arg, "attr");
	PyObject *r = PyObject_GetIter(attr); // expect: null-argument 'PyObject_GetIter' 'attr'

	Py_XDECREF(attr);
	return r;
}

static PyObject *plain_ok(PyObject *, PyObject *arg)
{
	PyObject *attr = PyObject_GetAttrString(arg, "attr");

	if (attr == nullptr)
		return nullptr;
	PyObject *r = PyNumber_Absolute(attr);
	Py_DECREF(attr);
	return r;
}

static PyObject *template_bad(PyObject *, PyObject *arg)
{
	PyObject *repr = apply(PyObject_Repr, arg);
	PyObject *r = PyUnicode_AsUTF8String(repr); // expect: null-argument 'PyUnicode_AsUTF8String' 'repr'

	Py_XDECREF(repr);
	return r;
}

static PyObject *template_ok(PyObject *, PyObject *arg)
{
	PyObject *repr = apply(PyObject_Repr, arg);

	if (!repr)
		return nullptr;
	PyObject *r = PyUnicode_AsUTF8String(repr);
	Py_DECREF(repr);
	return r;
}

static PyMethodDef methods[] = {
	{ "plain_bad", plain_bad, METH_O, nullptr },
	{ "plain", plain_ok, METH_O, nullptr },
	{ "template_bad", template_bad, METH_O, nullptr },
	{ "template", template_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "in_cxx", nullptr, -1, methods, nullptr,
	nullptr, nullptr, nullptr
};

PyMODINIT_FUNC PyInit_in_cxx(void)
{
	return PyModule_Create(&module);
}
