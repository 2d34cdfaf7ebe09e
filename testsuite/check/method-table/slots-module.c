// SPDX-License-Identifier: GPL-3.0-or-later
// The slots of a module definition.
#include <Python.h>

static int exec_ok(PyObject *m) { return 0; }
static PyObject *exec_object(PyObject *m) { Py_RETURN_NONE; }
static PyObject *create_one(PyObject *spec) { return Py_NewRef(spec); }
static int create_int(PyObject *spec, PyModuleDef *def) { return 0; }

static PyModuleDef_Slot right[] = {
	{Py_mod_create, create_one},
	{Py_mod_exec, exec_ok},
	{Py_mod_exec, exec_ok},
	{0, NULL}
};
static PyModuleDef_Slot wrong[] = {
	{Py_mod_create, create_int}, // expect: method-table 'returns ‘int’'
	{Py_mod_exec, exec_object}, // expect: method-table 'must return ‘int’'
	{Py_mod_create, create_one}, // expect: method-table 'twice'
	{77, exec_ok}, // expect: method-table '77'
	{0, NULL}
};
static PyModuleDef a = { PyModuleDef_HEAD_INIT, .m_name = "a", .m_slots = right };
static PyModuleDef b = { PyModuleDef_HEAD_INIT, .m_name = "b", .m_slots = wrong };
static PyModuleDef sized = { PyModuleDef_HEAD_INIT, .m_name = "c", .m_size = -1, .m_slots = right }; // expect: method-table 'm_size'

PyMODINIT_FUNC PyInit_a(void) { return PyModuleDef_Init(&a); }
PyMODINIT_FUNC PyInit_b(void) { return PyModuleDef_Init(&b); }
PyMODINIT_FUNC PyInit_c(void) { return PyModuleDef_Init(&sized); }
