// SPDX-License-Identifier: GPL-3.0-or-later
/* How a function is reached says whether the GIL is held when it begins. */
#include <Python.h>
#include <pthread.h>
#include <pythread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

typedef struct {
	PyObject *callable;
	PyObject *result;
	int fd;
} Job;

static void done(Job *job)
{
	Py_XDECREF(job->callable);
	Py_XDECREF(job->result);
	free(job);
}

static int c11_thread_bad(void *data)
{
	Job *job = data;

	job->result = PyLong_FromLong(job->fd); // expect: gil-not-held 'PyLong_FromLong'
	return 0;
}

static int c11_thread_ok(void *data)
{
	Job *job = data;
	PyGILState_STATE g;

	fsync(job->fd);
	g = PyGILState_Ensure();
	Py_XSETREF(job->result, PyLong_FromLong(job->fd));
	if (!job->result)
		PyErr_Print();
	PyGILState_Release(g);
	return 0;
}

/* The references of the job go away in the thread. */
static void *cleanup_bad(void *data)
{
	Job *job = data;

	fsync(job->fd);
	done(job); // expect: gil-not-held 'done'
	return NULL;
}

static void *cleanup_ok(void *data)
{
	Job *job = data;
	PyGILState_STATE g;

	fsync(job->fd);
	g = PyGILState_Ensure();
	done(job);
	PyGILState_Release(g);
	return NULL;
}

/* Only the branch of the failure uses the API. */
static void *early_bad(void *data)
{
	Job *job = data;
	PyGILState_STATE g;

	if (fsync(job->fd) < 0) {
		PyErr_SetFromErrno(PyExc_OSError); // expect: gil-not-held 'PyErr_SetFromErrno'
		return NULL;
	}
	g = PyGILState_Ensure();
	done(job);
	PyGILState_Release(g);
	return NULL;
}

static void action_bad(int number, siginfo_t *info, void *context)
{
	PyErr_SetNone(PyExc_KeyboardInterrupt); // expect: gil-not-held 'PyErr_SetNone'
}

static int pending_ok(void *arg)
{
	PyErr_SetNone(PyExc_KeyboardInterrupt);
	return -1;
}

static void action_ok(int number, siginfo_t *info, void *context)
{
	Py_AddPendingCall(pending_ok, NULL);
}

static PyObject *registry;

static void at_exit_bad(void)
{
	Py_CLEAR(registry); // expect: gil-not-held
}

static void at_exit_ok(void)
{
	unlink("socket");
}

static void python_exit_bad(void)
{
	PySys_WriteStderr("bye\n"); // expect: gil-not-held 'PySys_WriteStderr'
}

static PyObject *start(PyObject *self, PyObject *arg)
{
	struct sigaction sa;
	pthread_t p;
	thrd_t t;
	Job *job = calloc(1, sizeof *job);

	if (!job)
		return PyErr_NoMemory();
	job->callable = Py_NewRef(arg);
	if (thrd_create(&t, c11_thread_bad, job) != thrd_success
	    || thrd_create(&t, c11_thread_ok, job) != thrd_success
	    || pthread_create(&p, NULL, cleanup_bad, job)
	    || pthread_create(&p, NULL, &cleanup_ok, job)
	    || pthread_create(&p, NULL, early_bad, job))
		return PyErr_Format(PyExc_RuntimeError, "no thread");
	memset(&sa, 0, sizeof sa);
	sa.sa_flags = SA_SIGINFO;
	sa.sa_sigaction = action_bad;
	sigaction(SIGUSR1, &sa, NULL);
	sa.sa_sigaction = action_ok;
	sigaction(SIGUSR2, &sa, NULL);
	atexit(at_exit_bad);
	atexit(at_exit_ok);
	Py_AtExit(python_exit_bad);
	Py_RETURN_NONE;
}

/* A capsule's destructor is called as any dealloc is. */
static void capsule_ok(PyObject *capsule)
{
	Job *job = PyCapsule_GetPointer(capsule, "job");

	if (job)
		done(job);
}

static PyObject *wrap_ok(PyObject *self, PyObject *arg)
{
	Job *job = calloc(1, sizeof *job);
	PyObject *r;

	if (!job)
		return PyErr_NoMemory();
	job->callable = Py_NewRef(arg);
	r = PyCapsule_New(job, "job", capsule_ok);
	if (!r)
		done(job);
	return r;
}

/* bsearch calls it while its own caller has let the GIL go. */
static int compare(const void *a, const void *b)
{
	PyObject *const *y = b;

	return Py_REFCNT(a) < PyObject_Size(*y);
}

static PyObject *find_bad(PyObject *self, PyObject *args)
{
	PyObject *items[2];
	void *r;

	if (!PyArg_ParseTuple(args, "OO", &items[0], &items[1]))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	r = bsearch(self, items, 2, sizeof items[0], compare); // expect: gil-not-held 'compare'
	Py_END_ALLOW_THREADS
	return PyBool_FromLong(r != NULL);
}

/* The hook of the prompt is called while nothing is held. */
static int hook_bad(void)
{
	return PyRun_SimpleString("tick()"); // expect: gil-not-held 'PyRun_SimpleString'
}

static int hook_ok(void)
{
	PyGILState_STATE g = PyGILState_Ensure();
	int r = PyRun_SimpleString("tick()");

	PyGILState_Release(g);
	return r;
}

static PyObject *install(PyObject *self, PyObject *arg)
{
	if (arg == Py_None)
		PyOS_InputHook = hook_bad;
	else
		PyOS_InputHook = hook_ok;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "start", start, METH_O, NULL },
	{ "wrap", wrap_ok, METH_O, NULL },
	{ "find", find_bad, METH_VARARGS, NULL },
	{ "install", install, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *entry_methods(void)
{
	return methods;
}
