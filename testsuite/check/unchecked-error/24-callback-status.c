// SPDX-License-Identifier: GPL-3.0-or-later
/* A library's callback hands a status back that tells the failure, of a call
 * that only takes memory, too. */
#include <Python.h>

extern int db_exec(const char *sql, int (*row)(void *, int, char **), void *p);

static int row_ok(void *p, int n, char **values)
{
	PyGILState_STATE gil = PyGILState_Ensure();
	PyObject *row = PyTuple_New(0);
	int rc = -1;

	if (row) {
		rc = PyList_Append(p, row);
		Py_DECREF(row);
	}
	PyGILState_Release(gil);
	return rc;
}

static int row_bad(void *p, int n, char **values)
{
	PyGILState_STATE gil = PyGILState_Ensure();
	PyObject *row = PyTuple_New(0);

	if (row) {
		PyList_Append(p, row); // expect: unchecked-error 'PyList_Append'
		Py_DECREF(row);
	}
	PyGILState_Release(gil);
	return 0;
}

static PyObject *rows(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);
	int rc;

	if (!list)
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	rc = db_exec("a", row_ok, list);
	if (!rc)
		rc = db_exec("b", row_bad, list);
	Py_END_ALLOW_THREADS
	if (rc || PyErr_Occurred()) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_RuntimeError, "db");
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

PyMethodDef methods[] = {
	{ "rows", rows, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
