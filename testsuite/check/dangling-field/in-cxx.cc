// SPDX-License-Identifier: GPL-3.0-or-later
// The same on a C++ object behind the Python object.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace {
struct Slot {
	PyObject_HEAD
	PyObject *value;
};
}

static void slot_dealloc_ok(PyObject *op)
{
	PyTypeObject *type = Py_TYPE(op);

	Py_XDECREF(reinterpret_cast<Slot *>(op)->value);
	type->tp_free(op);
	Py_DECREF(type);
}

static PyObject *set_bad(PyObject *op, PyObject *arg)
{
	Slot *self = reinterpret_cast<Slot *>(op);

	Py_XDECREF(self->value); // expect: dangling-field 'value'
	self->value = Py_NewRef(arg);
	Py_RETURN_NONE;
}

static PyObject *set_ok(PyObject *op, PyObject *arg)
{
	Slot *self = reinterpret_cast<Slot *>(op);
	PyObject *old = self->value;

	self->value = Py_NewRef(arg);
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "set_bad", set_bad, METH_O, nullptr },
	{ "set", set_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
static PyType_Slot slots[] = {
	{ Py_tp_dealloc, reinterpret_cast<void *>(slot_dealloc_ok) },
	{ Py_tp_methods, methods },
	{ 0, nullptr }
};
static PyType_Spec spec = {
	"in_cxx.Slot", sizeof (Slot), 0, Py_TPFLAGS_DEFAULT, slots
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
	if (type == nullptr || PyModule_AddObjectRef(m, "Slot", type) < 0) {
		Py_XDECREF(type);
		Py_DECREF(m);
		return nullptr;
	}
	Py_DECREF(type);
	return m;
}
