// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: opt=O0
// A static type that is a copy of one written out: told once, there.
#include <Python.h>

static void thing_print(PyObject *self) { }
static PyObject *thing_repr(PyObject *self) { return PyUnicode_FromString("thing"); }

static PyTypeObject *thing_type(void)
{
	static PyTypeObject type;
	static int ready;

	if (!ready) {
		const PyTypeObject written = { // expect: type-slots 'tp_vectorcall_offset'
			PyVarObject_HEAD_INIT(NULL, 0)
			.tp_name = "m.Thing",
			.tp_basicsize = sizeof(PyObject),
			.tp_flags = Py_TPFLAGS_DEFAULT,
			.tp_vectorcall_offset = (Py_ssize_t) thing_print,
			.tp_repr = thing_repr,
		};
		type = written;
		ready = 1;
		if (PyType_Ready(&type) < 0)
			return NULL;
	}
	return &type;
}
/* Another type with a fault of its own. */
static PyTypeObject *other_type(void)
{
	static PyTypeObject type = { // expect: type-slots 'tp_vectorcall_offset'
		PyVarObject_HEAD_INIT(NULL, 0)
		.tp_name = "m.Other",
		.tp_basicsize = sizeof(PyObject),
		.tp_flags = Py_TPFLAGS_DEFAULT,
		.tp_vectorcall_offset = (Py_ssize_t) thing_print,
		.tp_repr = thing_repr,
	};

	return PyType_Ready(&type) < 0 ? NULL : &type;
}
PyObject *thing_new(PyObject *self, PyObject *other)
{
	PyTypeObject *t = other ? other_type() : thing_type();

	return t ? t->tp_alloc(t, 0) : NULL;
}
