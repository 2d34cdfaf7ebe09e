// SPDX-License-Identifier: GPL-3.0-or-later
/* Callbacks of a library: it says itself, by its Ensure, that nothing is
   held when it begins. */
#include <Python.h>

typedef void (*event_fn)(int kind, void *data);
typedef struct loop loop;
void loop_on_event(loop *l, event_fn fn, void *data);
int loop_run(loop *l);

static void event_ok(int kind, void *data)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallFunction(data, "i", kind);

	if (!r)
		PyErr_WriteUnraisable(data);
	Py_XDECREF(r);
	PyGILState_Release(g);
}

static void early_bad(int kind, void *data)
{
	PyObject *arg = PyLong_FromLong(kind); // expect: gil-not-held 'PyLong_FromLong'
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r;

	if (!arg) {
		PyErr_Print();
		PyGILState_Release(g);
		return;
	}
	r = PyObject_CallOneArg(data, arg);
	if (!r)
		PyErr_WriteUnraisable(data);
	Py_XDECREF(r);
	Py_DECREF(arg);
	PyGILState_Release(g);
}

static void late_bad(int kind, void *data)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallFunction(data, "i", kind);

	PyGILState_Release(g);
	if (!r)
		PyErr_WriteUnraisable(data); // expect: gil-not-held 'PyErr_WriteUnraisable'
	else
		Py_DECREF(r); // expect: gil-not-held 'Py_DECREF'
}

/* One way is for those who hold it. */
static void either_ok(int kind, void *data)
{
	PyGILState_STATE g;

	if (kind < 0) {
		PyErr_SetString(PyExc_ValueError, "negative");
		return;
	}
	g = PyGILState_Ensure();
	PySys_WriteStdout("%d\n", kind);
	PyGILState_Release(g);
}

/* Called while the loop is run by a method that holds the GIL, maybe. */
static void plain_ok(int kind, void *data)
{
	PyObject *r = PyObject_CallFunction(data, "i", kind);

	if (!r)
		PyErr_WriteUnraisable(data);
	Py_XDECREF(r);
}

static PyObject *run(PyObject *self, PyObject *arg)
{
	loop *l = PyCapsule_GetPointer(arg, "loop");
	int r;

	if (!l)
		return NULL;
	loop_on_event(l, event_ok, self);
	loop_on_event(l, early_bad, self);
	loop_on_event(l, late_bad, self);
	loop_on_event(l, either_ok, self);
	loop_on_event(l, plain_ok, self);
	r = loop_run(l);
	return PyLong_FromLong(r);
}

static PyMethodDef methods[] = {
	{ "run", run, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *loop_methods(void)
{
	return methods;
}
