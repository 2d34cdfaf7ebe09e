// SPDX-License-Identifier: GPL-3.0-or-later
/* A flag in a struct, which a helper sets, tells whether the GIL is released. */
#include <Python.h>
#include <unistd.h>

typedef struct { PyThreadState *ts; int off; } engine;

static void enter(engine *e)
{
	e->ts = PyEval_SaveThread();
	e->off = 1;
}

static void leave(engine *e)
{
	PyEval_RestoreThread(e->ts);
	e->off = 0;
}

PyObject *nap_ok(PyObject *self, PyObject *args)
{
	engine e = { NULL, 0 };
	int us;

	if (!PyArg_ParseTuple(args, "i", &us))
		return NULL;
	if (us > 0)
		enter(&e);
	if (us > 0)
		usleep((useconds_t) us);
	if (e.off)
		leave(&e);
	Py_RETURN_NONE;
}

PyObject *nap_bad(PyObject *self, PyObject *args)
{
	engine e = { NULL, 0 };
	int us;

	if (!PyArg_ParseTuple(args, "i", &us))
		return NULL;
	if (us > 0)
		enter(&e);
	if (us > 0)
		usleep((useconds_t) us);
	if (!e.off)
		leave(&e); // expect: gil-unbalanced
	return PyLong_FromLong(us); // expect: gil-unbalanced expect: gil-not-held
}
