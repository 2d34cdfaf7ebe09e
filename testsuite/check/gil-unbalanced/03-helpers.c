// SPDX-License-Identifier: GPL-3.0-or-later
/* Helpers that move the GIL for their callers. */
#include <Python.h>
#include <unistd.h>

struct context {
	PyThreadState *save;
	PyGILState_STATE state;
};

static void leave_python(struct context *c)
{
	c->save = PyEval_SaveThread();
}

static void enter_python(struct context *c)
{
	PyEval_RestoreThread(c->save);
}

static PyObject *pair_ok(PyObject *self, PyObject *arg)
{
	struct context c;

	leave_python(&c);
	sleep(1);
	enter_python(&c);
	Py_RETURN_NONE;
}

static PyObject *pair_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = Py_NewRef(arg);
	struct context c;

	leave_python(&c);
	if (sleep(1))
		return r; // expect: gil-unbalanced 'returns with the GIL released'
	enter_python(&c);
	return r;
}

static PyObject *pair_twice_bad(PyObject *self, PyObject *arg)
{
	struct context c;

	leave_python(&c);
	sleep(1);
	leave_python(&c); // expect: gil-unbalanced 'second time'
	enter_python(&c);
	Py_RETURN_NONE;
}

/* Through results. */
static PyThreadState *save_thread(void)
{
	return PyEval_SaveThread();
}

static void restore_thread(PyThreadState *t)
{
	if (t)
		PyEval_RestoreThread(t);
}

static PyObject *result_ok(PyObject *self, PyObject *arg)
{
	PyThreadState *t = save_thread();

	sleep(1);
	restore_thread(t);
	Py_RETURN_NONE;
}

static PyObject *result_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = Py_NewRef(arg);
	PyThreadState *t = save_thread();

	if (sleep(1))
		return r; // expect: gil-unbalanced 'returns with the GIL released'
	restore_thread(t);
	return r;
}

/* Gives it back on one of its ways only. */
static int forgetful(void)
{
	Py_BEGIN_ALLOW_THREADS
	if (sleep(1))
		return -1; // expect: gil-unbalanced 'returns with the GIL released'
	Py_END_ALLOW_THREADS
	return 0;
}

static PyObject *forgetful_caller(PyObject *self, PyObject *arg)
{
	Py_INCREF(arg);
	forgetful();
	return arg;
}

/* A wrapper class's pair for callbacks. */
static PyGILState_STATE attach(void)
{
	return PyGILState_Ensure();
}

static void detach(PyGILState_STATE g)
{
	PyGILState_Release(g);
}

static PyObject *attach_ok(PyObject *self, PyObject *arg)
{
	PyGILState_STATE g = attach();
	PyObject *r = PyObject_Repr(arg);

	detach(g);
	return r;
}

static PyObject *attach_bad(PyObject *self, PyObject *arg)
{
	PyGILState_STATE g = attach();
	PyObject *r = PyObject_Repr(arg);

	if (!r)
		return NULL; // expect: gil-unbalanced 'PyGILState_Release'
	detach(g);
	return r;
}

static PyMethodDef methods[] = {
	{ "pair_ok", pair_ok, METH_O, NULL },
	{ "pair_bad", pair_bad, METH_O, NULL },
	{ "pair_twice_bad", pair_twice_bad, METH_O, NULL },
	{ "result_ok", result_ok, METH_O, NULL },
	{ "result_bad", result_bad, METH_O, NULL },
	{ "attach_ok", attach_ok, METH_O, NULL },
	{ "attach_bad", attach_bad, METH_O, NULL },
	{ "forgetful_caller", forgetful_caller, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_helpers(void)
{
	return PyModule_Create(&module);
}
