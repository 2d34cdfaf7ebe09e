// SPDX-License-Identifier: GPL-3.0-or-later
// A module with its state where it belongs.
// pyrefcheck: args=strict
#include <Python.h>

typedef struct { PyObject *error; PyTypeObject *type; } State;

static const char *const names[] = { "a", "b" };
static PyObject *get(PyObject *m, PyObject *ignored)
{
	State *s = PyModule_GetState(m);

	return Py_NewRef(s->error);
}
static int exec(PyObject *m)
{
	State *s = PyModule_GetState(m);

	s->error = PyErr_NewException("right.error", NULL, NULL);
	if (!s->error)
		return -1;
	return PyModule_AddObjectRef(m, names[0], s->error);
}
static int traverse(PyObject *m, visitproc visit, void *arg)
{
	State *s = PyModule_GetState(m);

	Py_VISIT(s->error);
	Py_VISIT(s->type);
	return 0;
}
static int clear(PyObject *m)
{
	State *s = PyModule_GetState(m);

	Py_CLEAR(s->error);
	Py_CLEAR(s->type);
	return 0;
}
static void module_free(void *m) { clear(m); }
static PyMethodDef methods[] = { {"get", get, METH_NOARGS}, {NULL} };
static PyModuleDef_Slot slots[] = { {Py_mod_exec, exec}, {0, NULL} };
static PyModuleDef def = { PyModuleDef_HEAD_INIT, .m_name = "right", .m_size = sizeof(State), .m_methods = methods, .m_slots = slots, .m_traverse = traverse, .m_clear = clear, .m_free = module_free };

PyMODINIT_FUNC PyInit_right(void) { return PyModuleDef_Init(&def); }
