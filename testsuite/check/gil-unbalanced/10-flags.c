// SPDX-License-Identifier: GPL-3.0-or-later
/* Released and taken again under one test of a flag. */
#include <Python.h>

void work(void *p);

int both_ok(int flags, void *p, PyObject *o)
{
	PyThreadState *save = NULL;

	if ((flags & 4) == 0)
		save = PyEval_SaveThread();
	if (flags & 8)
		work(NULL);
	work(p);
	if ((flags & 4) == 0)
		PyEval_RestoreThread(save);
	Py_XDECREF(o);
	return (flags & 4) && PyErr_Occurred() ? -1 : 0;
}

int other_bad(int flags, void *p)
{
	PyThreadState *save = NULL;

	if ((flags & 4) == 0)
		save = PyEval_SaveThread();
	work(p);
	if (save && (flags & 8) == 0)
		PyEval_RestoreThread(save);
	return 0; // expect: gil-unbalanced
}
