/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A callback that tells nobody, in a unit that never asks for an exception:
 * that it tested the result helps nobody.  And functions that are called
 * without the GIL, which set and ask for none. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern void lib_on_end(void (*)(void *), void *);
extern void lib_on_more(int (*)(void *), void *);

static void end_bad(void *arg)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallNoArgs(arg); // expect: unchecked-error 'PyObject_CallNoArgs'

	if (r)
		Py_DECREF(r);
	PyGILState_Release(g);
}

static void end_ok(void *arg)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallNoArgs(arg);

	if (r)
		Py_DECREF(r);
	else
		PyErr_Print();
	PyGILState_Release(g);
}

static int more_ok(void *arg)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallNoArgs(arg);
	int ret = r ? 0 : -1;

	Py_XDECREF(r);
	PyGILState_Release(g);
	return ret;
}

static PyObject *reg(PyObject *m, PyObject *f)
{
	lib_on_end(end_bad, f);
	lib_on_end(end_ok, f);
	lib_on_more(more_ok, f);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "reg", reg, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
