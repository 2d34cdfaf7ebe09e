// SPDX-License-Identifier: GPL-3.0-or-later
/* Ways out of Py_BEGIN_ALLOW_THREADS. */
#include <Python.h>
#include <stdio.h>
#include <unistd.h>

static PyObject *early_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = Py_NewRef(arg);

	Py_BEGIN_ALLOW_THREADS
	if (sleep(1))
		return r; // expect: gil-unbalanced 'returns with the GIL released'
	Py_END_ALLOW_THREADS
	return r;
}

static PyObject *early_ok(PyObject *self, PyObject *arg)
{
	int r;

	Py_BEGIN_ALLOW_THREADS
	r = (int) sleep(1);
	if (r) {
		Py_BLOCK_THREADS
		PyErr_SetString(PyExc_RuntimeError, "interrupted");
		return NULL;
	}
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *goto_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = Py_NewRef(arg);
	FILE *f;

	Py_BEGIN_ALLOW_THREADS
	f = fopen("/etc/hostname", "r");
	if (!f)
		goto out;
	getc(f);
	fclose(f);
	Py_END_ALLOW_THREADS
	return r;
out:
	return r; // expect: gil-unbalanced 'returns with the GIL released'
}

static PyObject *goto_ok(PyObject *self, PyObject *arg)
{
	FILE *f;
	int c = 0;

	Py_BEGIN_ALLOW_THREADS
	f = fopen("/etc/hostname", "r");
	if (!f)
		goto out;
	c = getc(f);
	fclose(f);
out:	;
	Py_END_ALLOW_THREADS
	return Py_BuildValue("i", c);
}

static PyObject *break_bad(PyObject *self, PyObject *args)
{
	PyObject *r;
	int i, n;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	r = Py_NewRef(args);
	for (i = 0; i < n; i++) {
		Py_BEGIN_ALLOW_THREADS
		if (sleep(1))
			break;
		Py_END_ALLOW_THREADS
	}
	return r; // expect: gil-unbalanced 'returns with the GIL released'
}

static PyObject *break_ok(PyObject *self, PyObject *args)
{
	int i, n, left = 0;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	for (i = 0; i < n && !left; i++) {
		Py_BEGIN_ALLOW_THREADS
		left = (int) sleep(1);
		Py_END_ALLOW_THREADS
	}
	Py_RETURN_NONE;
}

static PyObject *twice_bad(PyObject *self, PyObject *arg)
{
	PyThreadState *a, *b;

	a = PyEval_SaveThread();
	sleep(1);
	b = PyEval_SaveThread(); // expect: gil-unbalanced 'second time'
	sleep(1);
	PyEval_RestoreThread(b);
	PyEval_RestoreThread(a);
	Py_RETURN_NONE;
}

static PyObject *twice_ok(PyObject *self, PyObject *arg)
{
	PyThreadState *a;

	a = PyEval_SaveThread();
	sleep(1);
	PyEval_RestoreThread(a);
	a = PyEval_SaveThread();
	sleep(1);
	PyEval_RestoreThread(a);
	Py_RETURN_NONE;
}

static PyObject *not_restored_bad(PyObject *self, PyObject *arg)
{
	Py_INCREF(arg);
	PyEval_SaveThread();
	sleep(1);
	return arg; // expect: gil-unbalanced 'returns with the GIL released'
}

static PyObject *restored_twice_bad(PyObject *self, PyObject *arg)
{
	PyThreadState *a = PyEval_SaveThread();

	sleep(1);
	PyEval_RestoreThread(a);
	PyEval_RestoreThread(a); // expect: gil-unbalanced 'restored although it is held'
	Py_RETURN_NONE;
}

static PyObject *conditional_bad(PyObject *self, PyObject *args)
{
	PyThreadState *save = NULL;
	PyObject *r;
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	r = Py_NewRef(args);
	if (n > 0)
		save = PyEval_SaveThread();
	if (sleep(1))
		return r; // expect: gil-unbalanced 'returns with the GIL released'
	if (save)
		PyEval_RestoreThread(save);
	return r;
}

static PyObject *conditional_ok(PyObject *self, PyObject *args)
{
	PyThreadState *save = NULL;
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	if (n > 0)
		save = PyEval_SaveThread();
	sleep((unsigned) n);
	if (n > 0)
		PyEval_RestoreThread(save);
	Py_RETURN_NONE;
}

/* Each block in a loop gives back what it took. */
static PyObject *blocks_ok(PyObject *self, PyObject *arg)
{
	int i, r = 0;

	Py_BEGIN_ALLOW_THREADS
	for (i = 0; i < 10 && !r; i++) {
		sleep(1);
		Py_BLOCK_THREADS
		r = PyErr_CheckSignals();
		Py_UNBLOCK_THREADS
	}
	Py_END_ALLOW_THREADS
	if (r)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *blocks_bad(PyObject *self, PyObject *arg)
{
	PyObject *o = Py_NewRef(arg);
	int r;

	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_BLOCK_THREADS
	r = PyErr_CheckSignals();
	if (r) {
		Py_DECREF(o);
		return NULL;
	}
	Py_UNBLOCK_THREADS
	if (getpid() == 1)
		return o; // expect: gil-unbalanced 'returns with the GIL released'
	Py_END_ALLOW_THREADS
	return o;
}

/* The process ends: nobody is left to miss it. */
static PyObject *exit_ok(PyObject *self, PyObject *arg)
{
	Py_BEGIN_ALLOW_THREADS
	if (sleep(1))
		_exit(1);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "early_bad", early_bad, METH_O, NULL },
	{ "early_ok", early_ok, METH_O, NULL },
	{ "goto_bad", goto_bad, METH_O, NULL },
	{ "goto_ok", goto_ok, METH_O, NULL },
	{ "break_bad", break_bad, METH_VARARGS, NULL },
	{ "break_ok", break_ok, METH_VARARGS, NULL },
	{ "twice_bad", twice_bad, METH_O, NULL },
	{ "twice_ok", twice_ok, METH_O, NULL },
	{ "not_restored_bad", not_restored_bad, METH_O, NULL },
	{ "restored_twice_bad", restored_twice_bad, METH_O, NULL },
	{ "conditional_bad", conditional_bad, METH_VARARGS, NULL },
	{ "conditional_ok", conditional_ok, METH_VARARGS, NULL },
	{ "blocks_ok", blocks_ok, METH_O, NULL },
	{ "blocks_bad", blocks_bad, METH_O, NULL },
	{ "exit_ok", exit_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "regions", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_regions(void)
{
	return PyModule_Create(&module);
}
