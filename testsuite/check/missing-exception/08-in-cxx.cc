// SPDX-License-Identifier: GPL-3.0-or-later
// Methods in C++.
#include <Python.h>
#include <new>

namespace {

class Buffer {
public:
	explicit Buffer(size_t n) : data(new (std::nothrow) char[n]) { }
	~Buffer() { delete[] data; }
	char *data;
};

PyObject *buffer_bad(PyObject *, PyObject *)
{
	Buffer b(100);

	if (!b.data)
		return nullptr; // expect: missing-exception 'buffer_bad'
	b.data[0] = 'x';
	return PyBytes_FromStringAndSize(b.data, 1);
}

PyObject *buffer_ok(PyObject *, PyObject *)
{
	Buffer b(100);

	if (!b.data)
		return PyErr_NoMemory();
	b.data[0] = 'x';
	return PyBytes_FromStringAndSize(b.data, 1);
}

PyObject *sign_bad(PyObject *, PyObject *arg)
{
	if (!PyLong_Check(arg))
		return nullptr; // expect: missing-exception 'sign_bad'
	return PyNumber_Negative(arg);
}

PyMethodDef methods[] = {
	{ "buffer_bad", buffer_bad, METH_NOARGS, nullptr },
	{ "buffer_ok", buffer_ok, METH_NOARGS, nullptr },
	{ "sign_bad", sign_bad, METH_O, nullptr },
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
