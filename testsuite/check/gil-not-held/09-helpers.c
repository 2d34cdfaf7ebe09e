// SPDX-License-Identifier: GPL-3.0-or-later
/* Helpers that are called in a released region, helpers that release. */
#include <Python.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct {
	PyThreadState *saved;
	int fd;
	char *error;
} Ctx;

static void leave(Ctx *c)
{
	c->saved = PyEval_SaveThread();
}

static void enter(Ctx *c)
{
	PyEval_RestoreThread(c->saved);
	c->saved = NULL;
}

static PyObject *pair_ok(PyObject *self, PyObject *arg)
{
	Ctx c = { NULL, 0, NULL };
	int r;

	leave(&c);
	r = fsync(c.fd);
	enter(&c);
	if (r < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	Py_RETURN_NONE;
}

static PyObject *pair_bad(PyObject *self, PyObject *arg)
{
	Ctx c = { NULL, 0, NULL };

	leave(&c);
	if (fsync(c.fd) < 0)
		PyErr_SetFromErrno(PyExc_OSError); // expect: gil-not-held 'PyErr_SetFromErrno'
	enter(&c);
	return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

/* Two levels down. */
static void fail(const char *what)
{
	PyErr_SetString(PyExc_RuntimeError, what);
}

static int step(Ctx *c)
{
	if (fsync(c->fd) < 0) {
		fail("fsync");
		return -1;
	}
	return 0;
}

static PyObject *deep_bad(PyObject *self, PyObject *arg)
{
	Ctx c = { NULL, 1, NULL };
	int r;

	Py_BEGIN_ALLOW_THREADS
	r = step(&c); // expect: gil-not-held 'step'
	Py_END_ALLOW_THREADS
	if (r < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *deep_ok(PyObject *self, PyObject *arg)
{
	Ctx c = { NULL, 1, NULL };

	if (step(&c) < 0)
		return NULL;
	Py_RETURN_NONE;
}

/* It takes the GIL where it needs it. */
static int careful(Ctx *c)
{
	if (fsync(c->fd) < 0) {
		PyGILState_STATE g = PyGILState_Ensure();

		PyErr_SetFromErrno(PyExc_OSError);
		PyGILState_Release(g);
		return -1;
	}
	return 0;
}

static PyObject *careful_ok(PyObject *self, PyObject *arg)
{
	Ctx c = { NULL, 1, NULL };
	int r;

	Py_BEGIN_ALLOW_THREADS
	r = careful(&c);
	Py_END_ALLOW_THREADS
	if (r < 0)
		return NULL;
	Py_RETURN_NONE;
}

/* A parameter says whether the caller holds it. */
static void report(Ctx *c, int held)
{
	PyGILState_STATE g = PyGILState_UNLOCKED;

	if (!held)
		g = PyGILState_Ensure();
	PySys_WriteStderr("%d\n", c->fd);
	if (!held)
		PyGILState_Release(g);
}

static PyObject *told_ok(PyObject *self, PyObject *arg)
{
	Ctx c = { NULL, 1, NULL };

	report(&c, 1);
	Py_BEGIN_ALLOW_THREADS
	report(&c, 0);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *told_bad(PyObject *self, PyObject *arg)
{
	Ctx c = { NULL, 1, NULL };

	Py_BEGIN_ALLOW_THREADS
	report(&c, 1); // expect: gil-not-held 'report'
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

/* The visitor is called by a helper, in the region. */
typedef int (*visitor)(Ctx *, void *);

static int visit_list(Ctx *c, void *data)
{
	return PyList_Append(data, Py_None);
}

static int walk(Ctx *c, visitor visit, void *data)
{
	int i;

	for (i = 0; i < c->fd; i++)
		if (visit(c, data) < 0)
			return -1;
	return 0;
}

static PyObject *visit_ok(PyObject *self, PyObject *arg)
{
	Ctx c = { NULL, 3, NULL };
	PyObject *list = PyList_New(0);

	if (list && walk(&c, visit_list, list) < 0)
		Py_CLEAR(list);
	return list;
}

/* A wrapper of the macros: inside is inside. */
#define WITHOUT_GIL(work) \
	do { \
		PyThreadState *saved_ = PyEval_SaveThread(); \
		work; \
		PyEval_RestoreThread(saved_); \
	} while (0)

static PyObject *macro_ok(PyObject *self, PyObject *arg)
{
	int r;

	WITHOUT_GIL(r = fsync(1));
	return PyLong_FromLong(r);
}

static PyObject *macro_bad(PyObject *self, PyObject *arg)
{
	PyObject *r;

	WITHOUT_GIL(r = PyLong_FromLong(fsync(1))); // expect: gil-not-held 'PyLong_FromLong'
	return r;
}

/* A logging helper of the library layer, that raises. */
void put_error(const char *text)
{
	PyErr_SetString(PyExc_OSError, text);
}

static int layer(int fd)
{
	if (fd < 0)
		put_error("negative");
	return fsync(fd);
}

static PyObject *layered_bad(PyObject *self, PyObject *args)
{
	int fd, r;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	r = layer(fd); // expect: gil-not-held 'layer'
	Py_END_ALLOW_THREADS
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(r);
}

/* A helper that merely reads the size of what its caller holds. */
static Py_ssize_t size_of(PyObject *tuple)
{
	return PyTuple_GET_SIZE(tuple);
}

static PyObject *sized_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;

	Py_BEGIN_ALLOW_THREADS
	n = size_of(args);
	Py_END_ALLOW_THREADS
	return PyLong_FromSsize_t(n);
}

/* A list can be changed by who has the GIL. */
static PyObject *listed_bad(PyObject *self, PyObject *list)
{
	Py_ssize_t n;

	if (!PyList_Check(list)) {
		PyErr_SetString(PyExc_TypeError, "a list is wanted");
		return NULL;
	}
	Py_BEGIN_ALLOW_THREADS
	n = PyList_GET_SIZE(list); // expect: gil-not-held 'PyList_GET_SIZE'
	Py_END_ALLOW_THREADS
	return PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {
	{ "pair_ok", pair_ok, METH_NOARGS, NULL },
	{ "pair_bad", pair_bad, METH_NOARGS, NULL },
	{ "deep_bad", deep_bad, METH_NOARGS, NULL },
	{ "deep_ok", deep_ok, METH_NOARGS, NULL },
	{ "careful_ok", careful_ok, METH_NOARGS, NULL },
	{ "told_ok", told_ok, METH_NOARGS, NULL },
	{ "told_bad", told_bad, METH_NOARGS, NULL },
	{ "visit_ok", visit_ok, METH_NOARGS, NULL },
	{ "macro_ok", macro_ok, METH_NOARGS, NULL },
	{ "macro_bad", macro_bad, METH_NOARGS, NULL },
	{ "layered_bad", layered_bad, METH_VARARGS, NULL },
	{ "sized_ok", sized_ok, METH_VARARGS, NULL },
	{ "listed_bad", listed_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *helper_methods(void)
{
	return methods;
}
