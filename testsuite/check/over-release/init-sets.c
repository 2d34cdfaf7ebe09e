// SPDX-License-Identifier: GPL-3.0-or-later
/* What the module's init alone sets, and gives up without, is there when a
 * method runs: the helper below tells of every error. */
#include <Python.h>

extern int work(void), done(void);

static PyObject *Error, *LateError;

static int raise_for(int e)
{
	PyObject *which = NULL;

	switch (e) {
	case 0:
		return 0;
	case 2:
		which = LateError;
		break;
	default:
		which = Error;
	}
	if (which)
		PyErr_SetString(which, "it failed");
	return which != NULL;
}
static PyObject *recover_ok(PyObject *self, PyObject *unused)
{
	PyObject *list = PyList_New(0);
	int e;

	if (!list)
		return NULL;
	for (;;) {
		e = work();
		if (e) {
			Py_DECREF(list);
			if (raise_for(e))
				return NULL;
		}
		if (done())
			break;
	}
	return list;
}
static PyObject *recover_bad(PyObject *self, PyObject *unused)
{
	PyObject *list = PyList_New(0);
	int e;

	if (!list)
		return NULL;
	e = work();
	if (e)
		Py_DECREF(list);
	if (e > 2 && raise_for(e)) {
		Py_DECREF(list);	// expect: over-release 'list' 'released before'
		return NULL;
	}
	if (e)
		Py_RETURN_NONE;
	return list;
}
static PyMethodDef methods[] = {
	{"recover", recover_ok, METH_NOARGS},
	{"again", recover_bad, METH_NOARGS}, {NULL} };
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods };
PyMODINIT_FUNC PyInit_m(void)
{
	Error = PyErr_NewException("m.Error", NULL, NULL);
	if (!Error)
		return NULL;
	LateError = PyErr_NewException("m.LateError", Error, NULL);
	if (!LateError)
		return NULL;
	return PyModule_Create(&module);
}
