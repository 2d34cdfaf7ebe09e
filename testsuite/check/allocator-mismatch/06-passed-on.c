// SPDX-License-Identifier: GPL-3.0-or-later
/* Memory keeps its family, whoever had the pointer meanwhile. */
#include <Python.h>
#include <stdlib.h>

int lib_fill(char *p, size_t n);
int lib_wide(const wchar_t *w);

PyObject *filled_bad(PyObject *self, PyObject *arg)
{
	char *p = PyMem_RawMalloc(100);
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	if (lib_fill(p, 100) < 0) {
		PyErr_SetString(PyExc_OSError, "fill");
		PyMem_Free(p); // expect: allocator-mismatch 'p'
		return NULL;
	}
	r = PyBytes_FromStringAndSize(p, 100);
	PyMem_RawFree(p);
	return r;
}

PyObject *filled_ok(PyObject *self, PyObject *arg)
{
	char *p = PyMem_RawMalloc(100);
	PyObject *r = NULL;

	if (!p)
		return PyErr_NoMemory();
	if (lib_fill(p, 100) < 0)
		PyErr_SetString(PyExc_OSError, "fill");
	else
		r = PyBytes_FromStringAndSize(p, 100);
	PyMem_RawFree(p);
	return r;
}

PyObject *wide_bad(PyObject *self, PyObject *o)
{
	wchar_t *w = PyUnicode_AsWideCharString(o, NULL);
	int r;

	if (!w)
		return NULL;
	r = lib_wide(w);
	free(w); // expect: allocator-mismatch 'w'
	return PyLong_FromLong(r);
}

PyObject *wide_ok(PyObject *self, PyObject *o)
{
	wchar_t *w = PyUnicode_AsWideCharString(o, NULL);
	int r;

	if (!w)
		return NULL;
	r = lib_wide(w);
	PyMem_Free(w);
	return PyLong_FromLong(r);
}
