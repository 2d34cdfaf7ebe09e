// SPDX-License-Identifier: GPL-3.0-or-later
/* PyGILState_Ensure in threads and callbacks. */
#include <Python.h>
#include <pthread.h>
#include <sched.h>

static void *early_bad(void *data)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallNoArgs(data);

	if (!r) {
		PyErr_WriteUnraisable(data);
		return NULL; // expect: gil-unbalanced 'PyGILState_Release'
	}
	Py_DECREF(r);
	PyGILState_Release(g);
	return NULL;
}

static void *early_ok(void *data)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallNoArgs(data);

	if (!r) {
		PyErr_WriteUnraisable(data);
		PyGILState_Release(g);
		return NULL;
	}
	Py_DECREF(r);
	PyGILState_Release(g);
	return NULL;
}

static void *never_bad(void *data)
{
	PyGILState_STATE g = PyGILState_Ensure();

	(void) g;
	PyErr_WriteUnraisable(data);
	return NULL; // expect: gil-unbalanced 'PyGILState_Release'
}

static void *nested_ok(void *data)
{
	PyGILState_STATE g = PyGILState_Ensure(), h;

	h = PyGILState_Ensure();
	PyErr_WriteUnraisable(data);
	PyGILState_Release(h);
	PyGILState_Release(g);
	return NULL;
}

static void *nested_bad(void *data)
{
	PyGILState_STATE g = PyGILState_Ensure(), h;

	h = PyGILState_Ensure();
	PyErr_WriteUnraisable(data);
	PyGILState_Release(h);
	(void) g;
	return NULL; // expect: gil-unbalanced 'PyGILState_Release'
}

static void *loop_ok(void *data)
{
	int i;

	for (i = 0; i < 10; i++) {
		PyGILState_STATE g = PyGILState_Ensure();
		PyObject *r = PyObject_CallNoArgs(data);

		if (!r) {
			PyErr_WriteUnraisable(data);
			PyGILState_Release(g);
			break;
		}
		Py_DECREF(r);
		PyGILState_Release(g);
	}
	return NULL;
}

static void *unmatched_bad(void *data)
{
	PyGILState_STATE g = PyGILState_Ensure();

	PyErr_WriteUnraisable(data);
	PyGILState_Release(g);
	PyGILState_Release(g); // expect: gil-unbalanced 'without a matching'
	return NULL;
}

/* Released around a wait, and taken again. */
static void *inner_ok(void *data)
{
	PyGILState_STATE g = PyGILState_Ensure();

	Py_BEGIN_ALLOW_THREADS
	sched_yield();
	Py_END_ALLOW_THREADS
	PyGILState_Release(g);
	return NULL;
}


static PyObject *start_ok(PyObject *self, PyObject *arg)
{
	pthread_t t;

	if (pthread_create(&t, NULL, early_bad, arg)
	    || pthread_create(&t, NULL, early_ok, arg)
	    || pthread_create(&t, NULL, never_bad, arg)
	    || pthread_create(&t, NULL, nested_ok, arg)
	    || pthread_create(&t, NULL, nested_bad, arg)
	    || pthread_create(&t, NULL, loop_ok, arg)
	    || pthread_create(&t, NULL, unmatched_bad, arg)
	    || pthread_create(&t, NULL, inner_ok, arg)) {
		PyErr_SetString(PyExc_RuntimeError, "no thread");
		return NULL;
	}
	Py_RETURN_NONE;
}

/* In a method: held before, held afterwards. */
static PyObject *method_bad(PyObject *self, PyObject *arg)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_Repr(arg);

	if (!r)
		return NULL; // expect: gil-unbalanced 'PyGILState_Release'
	PyGILState_Release(g);
	return r;
}

static PyObject *method_ok(PyObject *self, PyObject *arg)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_Repr(arg);

	PyGILState_Release(g);
	return r;
}

static PyMethodDef methods[] = {
	{ "start_ok", start_ok, METH_O, NULL },
	{ "method_bad", method_bad, METH_O, NULL },
	{ "method_ok", method_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "ensure", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_ensure(void)
{
	return PyModule_Create(&module);
}
