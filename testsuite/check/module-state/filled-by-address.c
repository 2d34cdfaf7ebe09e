// SPDX-License-Identifier: GPL-3.0-or-later
// A global that is filled through its address, or by a helper.
// pyrefcheck: args=strict
#include <Python.h>

static PyObject *converted; // expect: module-state '‘converted’'
static PyObject *looked_up; // expect: module-state '‘looked_up’'
static PyObject *cleared;

static int import_into(PyObject **where, const char *name)
{
	*where = PyImport_ImportModule(name);
	return *where ? 0 : -1;
}

static int exec(PyObject *m)
{
	Py_CLEAR(cleared);
	return import_into(&looked_up, "os");
}

static PyObject *set(PyObject *m, PyObject *args)
{
	PyObject *old = converted;

	if (!PyArg_ParseTuple(args, "O&", PyUnicode_FSConverter, &converted))
		return NULL;
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = { {"set", set, METH_VARARGS}, {NULL} };
static PyModuleDef_Slot slots[] = { {Py_mod_exec, exec}, {0, NULL} };
static PyModuleDef def = { PyModuleDef_HEAD_INIT, .m_name = "filled", .m_methods = methods, .m_slots = slots };

PyMODINIT_FUNC PyInit_filled(void) { return PyModuleDef_Init(&def); }
