// SPDX-License-Identifier: GPL-3.0-or-later
// Types of a C++ unit.
#include <Python.h>

struct Thing { PyObject_HEAD double x; void *p; };

extern "C" {
static int thing_repr(Thing *self) { return self->p != nullptr; }
static PyObject *thing_str(Thing *self) { return PyUnicode_FromFormat("%d", (int) self->x); }
static bool thing_bool(Thing *self) { return self->x != 0; }
static void thing_dealloc(Thing *self) { PyTypeObject *t = Py_TYPE(self); t->tp_free(self); Py_DECREF(t); }
}

static PyType_Slot wrong[] = {
	{Py_tp_repr, (void *) thing_repr}, // expect: type-slots 'returns ‘int’'
	{Py_tp_str, reinterpret_cast<void *>(thing_str)},
	{Py_tp_dealloc, (void *) thing_dealloc},
	{Py_nb_bool, (void *) thing_bool}, // expect: type-slots 'returns ‘bool’'
	{0, nullptr}
};
static PyType_Slot right[] = {
	{Py_tp_str, reinterpret_cast<void *>(thing_str)},
	{0, nullptr}
};
static PyType_Spec wrong_spec = {"cxx.Wrong", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, wrong};
static PyType_Spec small_spec = {"cxx.Small", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, right}; // expect: type-slots 'Thing'
static PyType_Spec right_spec = {"cxx.Right", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, right};

PyObject *make(PyObject *m, int k)
{
	return PyType_FromModuleAndSpec(m, k == 0 ? &wrong_spec : k == 1 ? &small_spec : &right_spec, nullptr);
}
