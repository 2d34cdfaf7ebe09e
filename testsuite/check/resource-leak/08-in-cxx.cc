// SPDX-License-Identifier: GPL-3.0-or-later
// new and delete, and owners with destructors.
#include <Python.h>
#include <new>

namespace {

class Owner {
public:
	explicit Owner(char *p) : p(p) { }
	~Owner() { PyMem_Free(p); }
	char *p;
};

PyObject *owner_ok(PyObject *, PyObject *arg)
{
	Owner o(static_cast<char *>(PyMem_Malloc(100)));
	long n;

	if (!o.p)
		return PyErr_NoMemory();
	n = PyLong_AsLong(arg);
	if (n == -1 && PyErr_Occurred())
		return nullptr;
	o.p[0] = static_cast<char>(n);
	return PyBytes_FromStringAndSize(o.p, 1);
}

PyObject *array_bad(PyObject *, PyObject *arg)
{
	char *p = new (std::nothrow) char[100];
	long n;

	if (!p)
		return PyErr_NoMemory();
	n = PyLong_AsLong(arg);
	if (n == -1 && PyErr_Occurred())
		return nullptr; // expect: resource-leak 'p' 'new'
	p[0] = static_cast<char>(n);
	PyObject *r = PyBytes_FromStringAndSize(p, 1);
	delete[] p;
	return r;
}

PyObject *array_ok(PyObject *, PyObject *arg)
{
	char *p = new (std::nothrow) char[100];
	long n;

	if (!p)
		return PyErr_NoMemory();
	n = PyLong_AsLong(arg);
	if (n == -1 && PyErr_Occurred()) {
		delete[] p;
		return nullptr;
	}
	p[0] = static_cast<char>(n);
	PyObject *r = PyBytes_FromStringAndSize(p, 1);
	delete[] p;
	return r;
}

PyMethodDef methods[] = {
	{ "owner_ok", owner_ok, METH_O, nullptr },
	{ "array_bad", array_bad, METH_O, nullptr },
	{ "array_ok", array_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr },
};

PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "in_cxx", nullptr, 0, methods, nullptr, nullptr,
	nullptr, nullptr,
};

}

PyMODINIT_FUNC PyInit_in_cxx(void)
{
	return PyModule_Create(&module);
}
