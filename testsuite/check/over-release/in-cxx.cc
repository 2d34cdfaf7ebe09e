// SPDX-License-Identifier: GPL-3.0-or-later
// A holder releases what was released by hand.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace {
struct Held {
	PyObject *o;
	~Held() { Py_XDECREF(o); }
};
}

static PyObject *by_hand_bad(PyObject *, PyObject *arg)
{
	PyObject *o = PyObject_Repr(arg);

	if (o == nullptr)
		return nullptr;
	for (int i = 0; i < 2; ++i)
		Py_DECREF(o); // expect: over-release 'o' 'released before'
	Py_RETURN_NONE;
}

static PyObject *held_ok(PyObject *, PyObject *arg)
{
	Held h = { PyObject_Repr(arg) };

	if (h.o == nullptr)
		return nullptr;
	return PyLong_FromSsize_t(PyUnicode_GET_LENGTH(h.o));
}

static PyObject *held_bad(PyObject *, PyObject *arg)
{
	Held h = { PyObject_Repr(arg) };

	if (h.o == nullptr)
		return nullptr;
	PyObject *n = PyLong_FromSsize_t(PyUnicode_GET_LENGTH(h.o));
	Py_DECREF(h.o);
	return n;
} // expect: over-release 'h'

static PyMethodDef methods[] = {
	{ "by_hand_bad", by_hand_bad, METH_O, nullptr },
	{ "held", held_ok, METH_O, nullptr },
	{ "held_bad", held_bad, METH_O, nullptr },
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
