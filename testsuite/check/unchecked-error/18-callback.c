/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Callbacks that take the GIL have nobody to tell of a failure: what they leave
 * set appears in whatever runs next.  And numbers that go to a library, which
 * knows nothing of exceptions. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern void lib_on_event(int (*)(int, void *), void *);
extern void lib_on_end(void (*)(void *), void *);
typedef struct lib lib;
extern lib *the_lib;
extern int lib_set(lib *, int, long);
extern void lib_flush(lib *);
extern int obj_set(PyObject *, long);

static int event_bad(int n, void *arg)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallFunction(arg, "i", n);
	int ret = 0;

	if (r == NULL) {
		PyErr_WriteUnraisable(arg);
	} else {
		ret = (int) PyLong_AsLong(r); // expect: unchecked-error 'PyLong_AsLong'
		Py_DECREF(r);
	}
	PyGILState_Release(g);
	return ret;
}

static int event_ok(int n, void *arg)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallFunction(arg, "i", n);
	int ret = 0;

	if (r != NULL) {
		ret = (int) PyLong_AsLong(r);
		Py_DECREF(r);
	}
	if (r == NULL || (ret == -1 && PyErr_Occurred()))
		PyErr_WriteUnraisable(arg);
	PyGILState_Release(g);
	return ret;
}

/* The failure is passed on by the result, for the caller of the library. */
static int event_tells_ok(int n, void *arg)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallFunction(arg, "i", n);
	int ret = r ? 0 : -1;

	Py_XDECREF(r);
	PyGILState_Release(g);
	return ret;
}

static void end_bad(void *arg)
{
	PyGILState_STATE g = PyGILState_Ensure();

	Py_XDECREF(PyObject_CallNoArgs(arg)); // expect: unchecked-error 'PyObject_CallNoArgs'
	PyGILState_Release(g);
}

static void end_ok(void *arg)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallNoArgs(arg);

	if (!r)
		PyErr_WriteUnraisable(arg);
	Py_XDECREF(r);
	PyGILState_Release(g);
}

static PyObject *reg(PyObject *m, PyObject *f)
{
	lib_on_event(event_bad, f);
	lib_on_event(event_ok, f);
	lib_on_event(event_tells_ok, f);
	lib_on_end(end_bad, f);
	lib_on_end(end_ok, f);
	Py_RETURN_NONE;
}

static PyObject *set_bad(PyObject *m, PyObject *o)
{
	if (lib_set(the_lib, 1, PyLong_AsLong(o)) != 0) { // expect: unchecked-error 'PyLong_AsLong'
		PyErr_SetString(PyExc_ValueError, "not taken");
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *set_ok(PyObject *m, PyObject *o)
{
	long v = PyLong_AsLong(o);

	if (v == -1 && PyErr_Occurred())
		return NULL;
	if (lib_set(the_lib, 1, v) != 0) {
		PyErr_SetString(PyExc_ValueError, "not taken");
		return NULL;
	}
	Py_RETURN_NONE;
}

/* What gets objects may ask for the exception. */
static PyObject *set_object_ok(PyObject *m, PyObject *o)
{
	if (obj_set(m, PyLong_AsLong(o)) != 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "reg", reg, METH_O, NULL },
	{ "set_bad", set_bad, METH_O, NULL },
	{ "set_ok", set_ok, METH_O, NULL },
	{ "set_object_ok", set_object_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
