/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A helper that does nothing but set an exception has set one, whether or not
 * its result is looked at. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <errno.h>

extern const char *lib_strerror(int);
extern int lib_begin(void);

static void *set_error(const char *what, int rc)
{
	if (rc > 0) {
		errno = rc;
		return PyErr_SetFromErrno(PyExc_OSError);
	}
	PyErr_Format(PyExc_RuntimeError, "%s: %s", what, lib_strerror(rc));
	return NULL;
}

/* This one may find nothing to tell. */
static void *check_error(const char *what, int rc)
{
	if (rc == 0)
		return NULL;
	PyErr_Format(PyExc_RuntimeError, "%s: %s", what, lib_strerror(rc));
	return NULL;
}

static PyObject *begin_bad(PyObject *self, PyObject *o)
{
	int rc = lib_begin();

	if (rc != 0) {
		PyObject *r;

		set_error("begin", rc);
		r = PyObject_CallMethod(o, "close", NULL); // expect: exception-clobbered 'is called while an exception is set'
		Py_XDECREF(r);
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *begin_ok(PyObject *self, PyObject *o)
{
	int rc = lib_begin();

	if (rc != 0) {
		PyObject *r = PyObject_CallMethod(o, "close", NULL);

		if (r == NULL)
			return NULL;
		Py_DECREF(r);
		return set_error("begin", rc);
	}
	Py_RETURN_NONE;
}

static PyObject *again_bad(PyObject *self, PyObject *o)
{
	int rc = lib_begin();

	if (rc != 0) {
		set_error("begin", rc);
		PyErr_SetString(PyExc_ValueError, "cannot begin"); // expect: exception-clobbered 'overwritten'
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *checked_ok(PyObject *self, PyObject *o)
{
	check_error("begin", lib_begin());
	if (PyErr_Occurred())
		return NULL;
	return PyObject_CallMethod(o, "close", NULL);
}

static PyMethodDef methods[] = {
	{ "begin_bad", begin_bad, METH_O, NULL },
	{ "begin_ok", begin_ok, METH_O, NULL },
	{ "again_bad", again_bad, METH_O, NULL },
	{ "checked_ok", checked_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
