// SPDX-License-Identifier: GPL-3.0-or-later
// A pointer out of a holder that is gone.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace {
struct Held {
	PyObject *o;
	~Held() { Py_XDECREF(o); }
};
}

static PyObject *scope_bad(PyObject *, PyObject *arg)
{
	PyObject *o;
	{
		Held h = { PyObject_Repr(arg) };

		if (!h.o)
			return nullptr;
		o = h.o;
	}
	return o; // expect: use-after-release
}

static PyObject *scope_ok(PyObject *, PyObject *arg)
{
	PyObject *o;
	{
		Held h = { PyObject_Repr(arg) };

		if (!h.o)
			return nullptr;
		o = Py_NewRef(h.o);
	}
	return o;
}

static PyObject *plain_bad(PyObject *, PyObject *arg)
{
	PyObject *o = PyObject_Repr(arg);

	if (!o)
		return nullptr;
	Py_DECREF(o);
	return PyLong_FromSsize_t(PyUnicode_GET_LENGTH(o)); // expect: use-after-release 'o'
}

static PyMethodDef methods[] = {
	{ "scope_bad", scope_bad, METH_O, nullptr },
	{ "scope", scope_ok, METH_O, nullptr },
	{ "plain_bad", plain_bad, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "in_cxx", nullptr, 0, methods, nullptr,
	nullptr, nullptr, nullptr
};

PyMODINIT_FUNC PyInit_in_cxx(void)
{
	return PyModuleDef_Init(&module);
}
