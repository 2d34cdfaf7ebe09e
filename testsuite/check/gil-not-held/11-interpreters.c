// SPDX-License-Identifier: GPL-3.0-or-later
/* Thread states that are made, swapped and ended by hand. */
#include <Python.h>
#include <pthread.h>
#include <unistd.h>

static PyInterpreterState *main_interpreter;

static void *worker_ok(void *data)
{
	PyThreadState *ts = PyThreadState_New(main_interpreter);

	if (!ts)
		return NULL;
	PyEval_AcquireThread(ts);
	PyRun_SimpleString("print('here')");
	PyThreadState_Clear(ts);
	PyThreadState_DeleteCurrent();
	return NULL;
}

static void *worker_bad(void *data)
{
	PyThreadState *ts = PyThreadState_New(main_interpreter);

	if (!ts)
		return NULL;
	PyRun_SimpleString("print('here')"); // expect: gil-not-held 'PyRun_SimpleString'
	PyThreadState_Delete(ts);
	return NULL;
}

static void *released_bad(void *data)
{
	PyThreadState *ts = PyThreadState_New(main_interpreter);

	if (!ts)
		return NULL;
	PyEval_AcquireThread(ts);
	PyRun_SimpleString("print('here')");
	PyEval_ReleaseThread(ts);
	PyErr_Clear(); // expect: gil-not-held 'PyErr_Clear'
	PyThreadState_Delete(ts);
	return NULL;
}

static PyObject *swap_bad(PyObject *self, PyObject *arg)
{
	PyThreadState *ts = PyThreadState_Swap(NULL);

	PyErr_SetString(PyExc_RuntimeError, "nobody"); // expect: gil-not-held 'PyErr_SetString'
	PyThreadState_Swap(ts);
	return NULL;
}

static PyObject *sub_ok(PyObject *self, PyObject *arg)
{
	PyThreadState *mine = PyThreadState_Get(), *sub;

	sub = Py_NewInterpreter();
	if (!sub) {
		PyThreadState_Swap(mine);
		return PyErr_Format(PyExc_RuntimeError, "no interpreter");
	}
	PyRun_SimpleString("print('sub')");
	Py_EndInterpreter(sub);
	PyThreadState_Swap(mine);
	Py_RETURN_NONE;
}

static PyObject *ended_bad(PyObject *self, PyObject *arg)
{
	PyThreadState *mine = PyThreadState_Get(), *sub;
	PyObject *r;

	sub = Py_NewInterpreter();
	if (!sub) {
		PyThreadState_Swap(mine);
		return PyErr_Format(PyExc_RuntimeError, "no interpreter");
	}
	PyRun_SimpleString("print('sub')");
	Py_EndInterpreter(sub);
	r = PyLong_FromLong(1); // expect: gil-not-held 'PyLong_FromLong'
	PyThreadState_Swap(mine);
	return r;
}

static PyObject *start(PyObject *self, PyObject *arg)
{
	pthread_t t;

	main_interpreter = PyInterpreterState_Get();
	if (pthread_create(&t, NULL, worker_ok, NULL)
	    || pthread_create(&t, NULL, worker_bad, NULL)
	    || pthread_create(&t, NULL, released_bad, NULL))
		return PyErr_SetFromErrno(PyExc_OSError);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "swap", swap_bad, METH_NOARGS, NULL },
	{ "sub", sub_ok, METH_NOARGS, NULL },
	{ "ended", ended_bad, METH_NOARGS, NULL },
	{ "start", start, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *interpreter_methods(void)
{
	return methods;
}
