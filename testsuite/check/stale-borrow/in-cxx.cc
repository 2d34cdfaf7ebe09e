// SPDX-License-Identifier: GPL-3.0-or-later
// A range over a list that the loop's body can change.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *first_bad(PyObject *, PyObject *args)
{
	PyObject *list, *other;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &other))
		return nullptr;
	PyObject *item = PyList_GetItem(list, 0);
	if (item == nullptr)
		return nullptr;
	PyObject *repr = PyObject_Repr(other);
	if (repr == nullptr)
		return nullptr;
	Py_DECREF(repr);
	return PyObject_Str(item); // expect: stale-borrow 'item' 'PyObject_Repr'
}

static PyObject *first_ok(PyObject *, PyObject *args)
{
	PyObject *list, *other;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &other))
		return nullptr;
	PyObject *repr = PyObject_Repr(other);
	if (repr == nullptr)
		return nullptr;
	Py_DECREF(repr);
	PyObject *item = PyList_GetItem(list, 0);
	if (item == nullptr)
		return nullptr;
	return PyObject_Str(item);
}

static PyMethodDef methods[] = {
	{ "first_bad", first_bad, METH_VARARGS, nullptr },
	{ "first", first_ok, METH_VARARGS, nullptr },
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
