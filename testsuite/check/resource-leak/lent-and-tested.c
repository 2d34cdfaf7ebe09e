/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whoever sets an exception behind one answer of a library says that this one
 * is the failure: what he releases after the other was his all the time. */
#include <Python.h>
extern int lib_read(char *, int), lib_own(char *, int), lib_get(void*);
PyObject *f_bad(PyObject *self, PyObject *unused)
{
	char *buf = PyMem_Malloc(10);
	if (!buf)
		return PyErr_NoMemory();
	if (!lib_read(buf, 10)) {
		PyErr_SetString(PyExc_OSError, "x");
		return NULL; // expect: resource-leak 'buf'
	}
	PyMem_Free(buf);
	Py_RETURN_NONE;
}

PyObject *g_ok(PyObject *self, PyObject *unused)
{
	char *buf = PyMem_Malloc(10);
	if (!buf)
		return PyErr_NoMemory();
	if (lib_own(buf, 10) != 0) {
		PyErr_SetString(PyExc_OSError, "x");
		PyMem_Free(buf);
		return NULL; 
	}
	Py_RETURN_NONE;
}
PyObject *h_bad(PyObject *self, PyObject *unused)
{
	char *buf = PyMem_Malloc(10);
	if (!buf)
		return PyErr_NoMemory();
	if (lib_get(buf) != 1) {
		PyErr_SetString(PyExc_OSError, "x");
		goto out;
	}
	PyMem_Free(buf);
	Py_RETURN_NONE;
out:
	return NULL; // expect: resource-leak 'buf'
}
