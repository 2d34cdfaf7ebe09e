// SPDX-License-Identifier: GPL-3.0-or-later
/* Ensure and Release, in callbacks and in threads. */
#include <Python.h>
#include <pthread.h>

typedef void (*fn)(void *data, int status);
void library_set(fn f, void *data);

static void early_bad(void *data, int status)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r;

	if (status < 0)
		return; // expect: gil-unbalanced
	r = PyObject_CallNoArgs(data);
	if (!r)
		PyErr_WriteUnraisable(data);
	Py_XDECREF(r);
	PyGILState_Release(g);
}

static void early_ok(void *data, int status)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r;

	if (status < 0)
		goto out;
	r = PyObject_CallNoArgs(data);
	if (!r)
		PyErr_WriteUnraisable(data);
	Py_XDECREF(r);
out:
	PyGILState_Release(g);
}

static void twice_bad(void *data, int status)
{
	PyGILState_STATE g = PyGILState_Ensure();

	if (status < 0) {
		PyErr_Print();
		PyGILState_Release(g);
	}
	PyGILState_Release(g); // expect: gil-unbalanced
}

static void loop_bad(void *data, int status)
{
	PyGILState_STATE g;

	do {
		g = PyGILState_Ensure();
		PySys_WriteStdout("%d\n", status);
	} while (--status > 0);
	PyGILState_Release(g);
} // expect: gil-unbalanced

static void loop_ok(void *data, int status)
{
	PyGILState_STATE g;

	do {
		g = PyGILState_Ensure();
		PySys_WriteStdout("%d\n", status);
		PyGILState_Release(g);
	} while (--status > 0);
}

static void only_release_bad(void *data, int status)
{
	PyGILState_STATE g = PyGILState_UNLOCKED;

	if (status)
		g = PyGILState_Ensure();
	PyGILState_Release(g); // expect: gil-unbalanced
}

static void conditional_ok(void *data, int status)
{
	PyGILState_STATE g = PyGILState_UNLOCKED;
	int held = PyGILState_Check();

	if (!held)
		g = PyGILState_Ensure();
	PySys_WriteStdout("%d\n", status);
	if (!held)
		PyGILState_Release(g);
}

static int enter(PyGILState_STATE *g)
{
	if (!Py_IsInitialized())
		return 0;
	*g = PyGILState_Ensure();
	return 1;
}

static void leave(PyGILState_STATE *g)
{
	PyGILState_Release(*g);
}

static void helper_ok(void *data, int status)
{
	PyGILState_STATE g;

	if (!enter(&g))
		return;
	PySys_WriteStdout("%d\n", status);
	leave(&g);
}

static void helper_bad(void *data, int status)
{
	PyGILState_STATE g;

	if (!enter(&g))
		return;
	if (status == 3)
		return; // expect: gil-unbalanced
	PySys_WriteStdout("%d\n", status);
	leave(&g);
}

static void *thread_bad(void *data)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallNoArgs(data);

	if (!r) {
		PyErr_Print();
		return NULL; // expect: gil-unbalanced
	}
	Py_DECREF(r);
	PyGILState_Release(g);
	return NULL;
}

static void *state_bad(void *data)
{
	PyThreadState *ts = PyThreadState_New(data);

	if (!ts)
		return NULL;
	PyEval_AcquireThread(ts);
	if (PyRun_SimpleString("work()") < 0)
		return NULL; // expect: gil-unbalanced
	PyThreadState_Clear(ts);
	PyThreadState_DeleteCurrent();
	return NULL;
}

static void *state_ok(void *data)
{
	PyThreadState *ts = PyThreadState_New(data);

	if (!ts)
		return NULL;
	PyEval_AcquireThread(ts);
	PyRun_SimpleString("work()");
	PyThreadState_Clear(ts);
	PyEval_ReleaseThread(ts);
	PyThreadState_Delete(ts);
	return NULL;
}

static PyObject *swap_bad(PyObject *self, PyObject *arg)
{
	PyThreadState *old = PyThreadState_Get();
	PyThreadState *sub = Py_NewInterpreter();

	if (!sub) {
		PyThreadState_Swap(old);
		return PyErr_Format(PyExc_RuntimeError, "no interpreter");
	}
	Py_EndInterpreter(sub);
	return NULL; // expect: gil-unbalanced
}

static PyObject *start(PyObject *self, PyObject *arg)
{
	pthread_t t;

	library_set(early_bad, arg);
	library_set(early_ok, arg);
	library_set(twice_bad, arg);
	library_set(loop_bad, arg);
	library_set(loop_ok, arg);
	library_set(only_release_bad, arg);
	library_set(conditional_ok, arg);
	library_set(helper_ok, arg);
	library_set(helper_bad, arg);
	if (pthread_create(&t, NULL, thread_bad, arg)
	    || pthread_create(&t, NULL, state_bad, PyInterpreterState_Get())
	    || pthread_create(&t, NULL, state_ok, PyInterpreterState_Get()))
		return PyErr_SetFromErrno(PyExc_OSError);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "start", start, METH_O, NULL },
	{ "swap", swap_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *ensure_methods(void)
{
	return methods;
}
