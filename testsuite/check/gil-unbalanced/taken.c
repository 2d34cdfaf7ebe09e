// SPDX-License-Identifier: GPL-3.0-or-later
/* A function that starts without the GIL takes it by a thread state that was
 * kept, and has to give it back on every way. */
#include <Python.h>

struct host { PyThreadState *ts; PyObject *call; };

int run_bad(struct host *h, int n)
{
	PyObject *r;

	PyEval_RestoreThread(h->ts);
	r = PyObject_CallFunction(h->call, "i", n);
	if (!r) {
		PyErr_WriteUnraisable(h->call);
		return -1;	// expect: gil-unbalanced 'with the GIL held'
	}
	Py_DECREF(r);
	h->ts = PyEval_SaveThread();
	return 0;
}
int run_ok(struct host *h, int n)
{
	PyObject *r;

	PyEval_RestoreThread(h->ts);
	r = PyObject_CallFunction(h->call, "i", n);
	if (!r)
		PyErr_WriteUnraisable(h->call);
	Py_XDECREF(r);
	h->ts = PyEval_SaveThread();
	return 0;
}
static int acquire(struct host *h)
{
	if (!h->ts)
		return 0;
	PyEval_AcquireThread(h->ts);
	return 1;
}
int tested_bad(struct host *h, int n)
{
	PyObject *r;

	if (!acquire(h))
		return -1;
	r = PyObject_CallFunction(h->call, "i", n);
	if (!r) {
		PyErr_WriteUnraisable(h->call);
		return -1;	// expect: gil-unbalanced 'with the GIL held'
	}
	Py_DECREF(r);
	PyEval_ReleaseThread(h->ts);
	return 0;
}
/* Who is told 1 has it. */
int try_enter_ok(struct host *h, int nested)
{
	PyEval_RestoreThread(h->ts);
	if (nested) {
		h->ts = PyEval_SaveThread();
		return 0;
	}
	return 1;
}
/* Who starts the interpreter has the GIL from that. */
int main_ok(void)
{
	PyThreadState *ts;

	Py_Initialize();
	ts = PyEval_SaveThread();
	PyEval_RestoreThread(ts);
	Py_Finalize();
	return 0;
}
