// SPDX-License-Identifier: GPL-3.0-or-later
/* Helpers called without the GIL, and helpers that move it. */
#include <Python.h>
#include <unistd.h>

static long count(PyObject *list)
{
	return (long) PyObject_Length(list);
}

static PyObject *helper_bad(PyObject *self, PyObject *arg)
{
	long n;

	Py_BEGIN_ALLOW_THREADS
	n = count(arg); // expect: gil-not-held 'count'
	Py_END_ALLOW_THREADS
	if (n < 0)
		return NULL;
	return PyLong_FromLong(n);
}

static long plain(long n)
{
	sleep(1);
	return n * 2;
}

static PyObject *helper_ok(PyObject *self, PyObject *args)
{
	long n;

	if (!PyArg_ParseTuple(args, "l", &n))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	n = plain(n);
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(n);
}

/* Takes it itself where it needs it. */
static void log_line(const char *text)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallMethod(PySys_GetObject("stderr"), "write",
					  "s", text);

	if (!r)
		PyErr_WriteUnraisable(NULL);
	Py_XDECREF(r);
	PyGILState_Release(g);
}

static PyObject *own_ensure_ok(PyObject *self, PyObject *arg)
{
	Py_BEGIN_ALLOW_THREADS
	log_line("started");
	sleep(1);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

/* A pair of the project. */
struct context {
	PyThreadState *save;
	int depth;
};

static void leave_python(struct context *c)
{
	c->save = PyEval_SaveThread();
}

static void enter_python(struct context *c)
{
	PyEval_RestoreThread(c->save);
	c->save = NULL;
}

static PyObject *pair_bad(PyObject *self, PyObject *arg)
{
	struct context c = { 0 };
	PyObject *r;

	leave_python(&c);
	sleep(1);
	r = PyLong_FromLong(1); // expect: gil-not-held 'PyLong_FromLong'
	enter_python(&c);
	return r;
}

static PyObject *pair_ok(PyObject *self, PyObject *arg)
{
	struct context c = { 0 };

	leave_python(&c);
	sleep(1);
	enter_python(&c);
	return PyLong_FromLong(1);
}

/* Two levels down. */
static PyObject *describe(PyObject *o)
{
	return PyObject_Str(o);
}

static int print(PyObject *o)
{
	PyObject *s = describe(o);

	if (!s)
		return -1;
	Py_DECREF(s);
	return 0;
}

static PyObject *levels_bad(PyObject *self, PyObject *arg)
{
	int r;

	Py_BEGIN_ALLOW_THREADS
	r = print(arg); // expect: gil-not-held 'print'
	Py_END_ALLOW_THREADS
	if (r < 0)
		return NULL;
	Py_RETURN_NONE;
}

/* Releases it around the wait, for callers that hold it. */
static int wait_a_little(int seconds)
{
	int left;

	Py_BEGIN_ALLOW_THREADS
	left = (int) sleep((unsigned) seconds);
	Py_END_ALLOW_THREADS
	return left;
}

static PyObject *wait_ok(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	return PyLong_FromLong(wait_a_little(n));
}

/* Of another file: it may well need no GIL. */
int elsewhere(const char *text);

static PyObject *elsewhere_ok(PyObject *self, PyObject *args)
{
	const char *text;
	int n;

	if (!PyArg_ParseTuple(args, "s", &text))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	n = elsewhere(text);
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(n);
}

static PyMethodDef methods[] = {
	{ "helper_bad", helper_bad, METH_O, NULL },
	{ "helper_ok", helper_ok, METH_VARARGS, NULL },
	{ "own_ensure_ok", own_ensure_ok, METH_O, NULL },
	{ "pair_bad", pair_bad, METH_O, NULL },
	{ "pair_ok", pair_ok, METH_O, NULL },
	{ "levels_bad", levels_bad, METH_O, NULL },
	{ "wait_ok", wait_ok, METH_VARARGS, NULL },
	{ "elsewhere_ok", elsewhere_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_helpers(void)
{
	return PyModule_Create(&module);
}
