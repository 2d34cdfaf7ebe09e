// SPDX-License-Identifier: GPL-3.0-or-later
/* Who is told the same with the GIL and without does not know; and a saved
 * state that nobody else looks for is given back here or never. */
#include <Python.h>

extern int lib_work(void);
extern void lib_log(const char *);

struct host { PyThreadState *ts; int depth; };

int same_bad(struct host *h, int n)
{
	PyEval_RestoreThread(h->ts);
	if (n < 0)
		return 0; // expect: gil-unbalanced 'with the GIL held'
	if (PyRun_SimpleString("pass"))
		lib_log("failed");
	h->ts = PyEval_SaveThread();
	return 0;
}

int another_ok(struct host *h, int n)
{
	PyEval_RestoreThread(h->ts);
	if (n < 0)
		return 0;
	if (PyRun_SimpleString("pass"))
		lib_log("failed");
	h->ts = PyEval_SaveThread();
	return 1;
}

/* What the library said can be 0 only without. */
int unknown_ok(struct host *h)
{
	int r;

	PyEval_RestoreThread(h->ts);
	r = lib_work();
	if (r)
		return r < 0 ? 2 : r;
	h->ts = PyEval_SaveThread();
	return 0;
}

void *pointer_bad(struct host *h, int n)
{
	PyEval_RestoreThread(h->ts);
	if (n < 0)
		return h; // expect: gil-unbalanced 'with the GIL held'
	if (PyRun_SimpleString("pass"))
		lib_log("failed");
	h->ts = PyEval_SaveThread();
	return h;
}

/* A variable of this function's alone. */
static PyGILState_STATE own;

int own_bad(int n)
{
	own = PyGILState_Ensure();
	if (n < 0)
		return 0; // expect: gil-unbalanced 'PyGILState_Release'
	if (PyRun_SimpleString("pass"))
		lib_log("failed");
	PyGILState_Release(own);
	return 0;
}

/* One that another function gives back. */
static PyGILState_STATE shared;

int shared_ok(int n)
{
	shared = PyGILState_Ensure();
	if (n < 0)
		return 0;
	if (PyRun_SimpleString("pass"))
		lib_log("failed");
	PyGILState_Release(shared);
	return 0;
}

void shared_end_ok(void)
{
	PyGILState_Release(shared);
}

/* Neither a text nor a number keeps a state. */
static void enter(const char *who, int level, PyGILState_STATE *state)
{
	if (level > 1)
		lib_log(who);
	*state = PyGILState_Ensure();
}

int named_bad(const char *who, int n)
{
	PyGILState_STATE state;

	enter(who, 2, &state);
	if (n < 0)
		return -1; // expect: gil-unbalanced 'PyGILState_Release'
	if (PyRun_SimpleString("pass"))
		lib_log("failed");
	PyGILState_Release(state);
	return 0;
}

static void leave_python(struct host *h, int depth)
{
	h->depth = depth;
	h->ts = PyEval_SaveThread();
}

static int work_bad(void)
{
	struct host h;

	leave_python(&h, 1);
	if (lib_work())
		return -1; // expect: gil-unbalanced 'with the GIL released'
	PyEval_RestoreThread(h.ts);
	return 0;
}

/* The caller has the struct, and may go on from there. */
static int work_for_ok(struct host *h)
{
	leave_python(h, 1);
	if (lib_work())
		return -1;
	PyEval_RestoreThread(h->ts);
	return 0;
}

static PyObject *work(PyObject *self, PyObject *arg)
{
	struct host h;

	if (work_bad() < 0)
		return PyErr_NoMemory();
	if (work_for_ok(&h) < 0) {
		PyEval_RestoreThread(h.ts);
		return PyErr_NoMemory();
	}
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "work", work, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
