// SPDX-License-Identifier: GPL-3.0-or-later
// Arrays without their end, wherever CPython walks them.
#include <Python.h>
#include <structmember.h>

typedef struct { PyObject_HEAD int x; } Thing;
static PyObject *two(PyObject *self, PyObject *args) { Py_RETURN_NONE; }
static PyObject *repr(PyObject *self) { return PyUnicode_FromString("x"); }
static int exec(PyObject *m) { return 0; }

static PyMethodDef methods[] = { {"two", two, METH_VARARGS}, }; // expect: method-table 'no end'
static PyMemberDef members[] = { {"x", T_INT, offsetof(Thing, x)}, }; // expect: method-table 'no end'
static PyType_Slot slots[] = { {Py_tp_repr, repr}, {Py_tp_methods, methods}, {Py_tp_members, members}, }; // expect: method-table 'no end'
static PyType_Spec spec = {"ends.A", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, slots};
static PyModuleDef_Slot mslots[] = { {Py_mod_exec, exec}, }; // expect: method-table 'no end'
static PyMethodDef module_methods[] = { // expect: method-table 'no end'
#ifdef NEVER_DEFINED
	{"two", two, METH_VARARGS},
	{NULL}
#else
	{"three", two, METH_VARARGS},
#endif
};
static PyMethodDef sized[2] = { {"two", two, METH_VARARGS}, };
static PyMethodDef full[2] = { {"two", two, METH_VARARGS}, {"b", two, METH_O} }; // expect: method-table 'no end'
static PyTypeObject old = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "ends.B", .tp_basicsize = sizeof(Thing), .tp_methods = full };
static PyTypeObject old2 = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "ends.C", .tp_basicsize = sizeof(Thing), .tp_methods = sized };
static PyModuleDef def = { PyModuleDef_HEAD_INIT, .m_name = "ends", .m_methods = module_methods, .m_slots = mslots };

PyObject *make(PyObject *m) { return PyType_FromModuleAndSpec(m, &spec, NULL); }
int ready(void) { return PyType_Ready(&old) < 0 || PyType_Ready(&old2) < 0 ? -1 : 0; }
PyMODINIT_FUNC PyInit_ends(void) { return PyModuleDef_Init(&def); }
