/* SPDX-License-Identifier: GPL-3.0-or-later */
// pyrefcheck: lang=c
/* What stands in a module's state is given up with the module alone, unless a
 * function that Python calls sets it anew. */
#include <Python.h>
typedef struct { PyObject *declared, *hook; } state;

static PyObject *get_ok(PyObject *m, PyObject *arg)
{
	state *st = PyModule_GetState(m);
	PyObject *declared = st->declared;
	PyObject *name = PyObject_GetAttrString(arg, "name");

	if (!name)
		return NULL;
	Py_DECREF(name);
	return PyObject_CallOneArg(declared, arg);
}

static PyObject *run_bad(PyObject *m, PyObject *arg)
{
	state *st = PyModule_GetState(m);
	PyObject *hook = st->hook, *name;

	if (!hook)
		Py_RETURN_NONE;
	name = PyObject_GetAttrString(arg, "name");
	if (!name)
		return NULL;
	Py_DECREF(name);
	return PyObject_CallOneArg(hook, arg); // expect: stale-borrow 'hook'
}

static PyObject *set_hook(PyObject *m, PyObject *arg)
{
	state *st = PyModule_GetState(m);
	PyObject *old = st->hook;

	st->hook = Py_NewRef(arg);
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static int state_exec(PyObject *m)
{
	state *st = PyModule_GetState(m);

	st->declared = PyImport_ImportModule("declared");
	return st->declared ? 0 : -1;
}

static int state_traverse(PyObject *m, visitproc visit, void *arg)
{
	state *st = PyModule_GetState(m);

	Py_VISIT(st->declared);
	Py_VISIT(st->hook);
	return 0;
}

static int state_clear(PyObject *m)
{
	state *st = PyModule_GetState(m);

	Py_CLEAR(st->declared);
	Py_CLEAR(st->hook);
	return 0;
}

static void state_free(void *m)
{
	state_clear((PyObject *) m);
}

static PyMethodDef methods[] = {
	{ "get", get_ok, METH_O, NULL }, { "run", run_bad, METH_O, NULL },
	{ "set_hook", set_hook, METH_O, NULL }, { NULL, NULL, 0, NULL }
};
static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, state_exec }, { 0, NULL }
};
struct PyModuleDef state_module = {
	PyModuleDef_HEAD_INIT, .m_name = "state", .m_size = sizeof(state),
	.m_methods = methods, .m_slots = slots, .m_traverse = state_traverse,
	.m_clear = state_clear, .m_free = state_free,
};
