// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Functions of CPython that return 0 or -1, and nothing else: whatever is not
 * 0 is the failure, however it is asked for. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <time.h>

int _PyTime_localtime(time_t t, struct tm *tm);
int _PyTime_gmtime(time_t t, struct tm *tm);
int _PyEval_SetProfile(PyThreadState *tstate, Py_tracefunc func, PyObject *arg);

PyObject *local_ok(PyObject *self, PyObject *none)
{
	struct tm tm;

	if (_PyTime_localtime(0, &tm) != 0)
		return NULL;
	return PyLong_FromLong(tm.tm_year);
}

PyObject *local_bad(PyObject *self, PyObject *none)
{
	struct tm tm;

	if (_PyTime_localtime(0, &tm) != 0)
		return NULL;
	if (tm.tm_year < 70)
		return NULL; // expect: missing-exception
	return PyLong_FromLong(tm.tm_year);
}

static int fill(struct tm *tm, int utc)
{
	return utc ? _PyTime_gmtime(1, tm) : _PyTime_localtime(1, tm);
}

PyObject *helper_ok(PyObject *self, PyObject *arg)
{
	struct tm tm;

	if (fill(&tm, arg == Py_True))
		return NULL;
	return PyLong_FromLong(tm.tm_hour);
}

PyObject *profile_ok(PyObject *self, PyObject *none)
{
	if (_PyEval_SetProfile(PyThreadState_Get(), NULL, NULL))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *profile_bad(PyObject *self, PyObject *none)
{
	if (!_PyEval_SetProfile(PyThreadState_Get(), NULL, NULL))
		return NULL; // expect: missing-exception
	PyErr_Clear();	// expect: exception-swallowed
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "local_ok", local_ok, METH_NOARGS, NULL },
	{ "local_bad", local_bad, METH_NOARGS, NULL },
	{ "helper_ok", helper_ok, METH_O, NULL },
	{ "profile_ok", profile_ok, METH_NOARGS, NULL },
	{ "profile_bad", profile_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "zero", NULL, 0, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_zero(void)
{
	return PyModuleDef_Init(&module);
}
