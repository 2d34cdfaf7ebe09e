// SPDX-License-Identifier: GPL-3.0-or-later
// Methods of a C++ struct return what it holds.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace {
struct Box {
	PyObject_HEAD
	PyObject *item;
};
}

static void box_dealloc(PyObject *op)
{
	PyTypeObject *type = Py_TYPE(op);

	Py_XDECREF(reinterpret_cast<Box *>(op)->item);
	type->tp_free(op);
	Py_DECREF(type);
}

static PyObject *get_bad(PyObject *op, PyObject *)
{
	Box *self = reinterpret_cast<Box *>(op);

	if (self->item == nullptr)
		Py_RETURN_NONE;
	return self->item; // expect: missing-incref 'returned'
}

static PyObject *get_ok(PyObject *op, PyObject *)
{
	Box *self = reinterpret_cast<Box *>(op);

	if (self->item == nullptr)
		Py_RETURN_NONE;
	return Py_NewRef(self->item);
}

static PyObject *pack_bad(PyObject *, PyObject *arg)
{
	PyObject *tuple = PyTuple_New(1);

	if (tuple == nullptr)
		return nullptr;
	PyTuple_SET_ITEM(tuple, 0, arg); // expect: missing-incref 'arg' 'PyTuple_SET_ITEM'
	return tuple;
}

static PyMethodDef methods[] = {
	{ "get_bad", get_bad, METH_NOARGS, nullptr },
	{ "get", get_ok, METH_NOARGS, nullptr },
	{ "pack_bad", pack_bad, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
static PyType_Slot slots[] = {
	{ Py_tp_dealloc, reinterpret_cast<void *>(box_dealloc) },
	{ Py_tp_methods, methods },
	{ 0, nullptr }
};
static PyType_Spec spec = {
	"in_cxx.Box", sizeof (Box), 0, Py_TPFLAGS_DEFAULT, slots
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "in_cxx", nullptr, -1, nullptr, nullptr,
	nullptr, nullptr, nullptr
};

PyMODINIT_FUNC PyInit_in_cxx(void)
{
	PyObject *m = PyModule_Create(&module), *type;

	if (m == nullptr)
		return nullptr;
	type = PyType_FromSpec(&spec);
	if (type == nullptr || PyModule_AddObjectRef(m, "Box", type) < 0) {
		Py_XDECREF(type);
		Py_DECREF(m);
		return nullptr;
	}
	Py_DECREF(type);
	return m;
}
