// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper that throws more types than are told apart: what the last handler
 * catches is known all the same. */
#include <Python.h>

struct e1 {}; struct e2 {}; struct e3 {}; struct e4 {}; struct e5 {};
struct e6 {}; struct e7 {};

static void pick(int n)
{
	switch (n) {
	case 1: throw e1();
	case 2: throw e2();
	case 3: throw e3();
	case 4: throw e4();
	case 5: throw e5();
	case 6: throw e6();
	case 7: throw e7();
	}
}

static PyObject *seventh_bad(PyObject *, PyObject *arg)
{
	PyObject *s = PyObject_Str(arg);

	if (!s)
		return nullptr;
	try {
		pick((int) PyUnicode_GET_LENGTH(s));
	} catch (const e7 &) {
		PyErr_SetString(PyExc_RuntimeError, "seven");
		return nullptr; // expect: reference-leak 's'
	} catch (...) {
		Py_DECREF(s);
		PyErr_SetString(PyExc_RuntimeError, "another");
		return nullptr;
	}
	return s;
}

static PyObject *seventh_ok(PyObject *, PyObject *arg)
{
	PyObject *s = PyObject_Str(arg);

	if (!s)
		return nullptr;
	try {
		pick((int) PyUnicode_GET_LENGTH(s));
	} catch (const e7 &) {
		Py_DECREF(s);
		PyErr_SetString(PyExc_RuntimeError, "seven");
		return nullptr;
	} catch (...) {
		Py_DECREF(s);
		PyErr_SetString(PyExc_RuntimeError, "another");
		return nullptr;
	}
	return s;
}

static PyMethodDef methods[] = {
	{ "bad", seventh_bad, METH_O, nullptr },
	{ "ok", seventh_ok, METH_O, nullptr },
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
