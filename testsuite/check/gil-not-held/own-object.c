// SPDX-License-Identifier: GPL-3.0-or-later
/* What only this function has no other thread changes. */
#include <Python.h>

extern int lib_read(void *handle, char *into, size_t n);
extern void *handle;
static PyObject *shared;

PyObject *fresh_ok(PyObject *self, PyObject *args)
{
	PyObject *buf = PyByteArray_FromStringAndSize(NULL, 100);
	int status;

	if (!buf)
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	status = lib_read(handle, PyByteArray_AS_STRING(buf), 100);
	Py_END_ALLOW_THREADS
	if (status < 0) {
		Py_DECREF(buf);
		PyErr_SetString(PyExc_OSError, "it failed");
		return NULL;
	}
	return buf;
}

PyObject *callers_bad(PyObject *self, PyObject *buf)
{
	int status;

	if (!PyByteArray_CheckExact(buf)) {
		PyErr_SetString(PyExc_TypeError, "no bytearray");
		return NULL;
	}
	Py_BEGIN_ALLOW_THREADS
	status = lib_read(handle, PyByteArray_AS_STRING(buf), 100); // expect: gil-not-held 'PyByteArray_AS_STRING'
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(status);
}

PyObject *others_have_bad(PyObject *self, PyObject *args)
{
	PyObject *buf = PyByteArray_FromStringAndSize(NULL, 100);
	int status;

	if (!buf)
		return NULL;
	Py_INCREF(buf);
	Py_XSETREF(shared, buf);
	Py_BEGIN_ALLOW_THREADS
	status = lib_read(handle, PyByteArray_AS_STRING(buf), 100); // expect: gil-not-held 'PyByteArray_AS_STRING'
	Py_END_ALLOW_THREADS
	Py_DECREF(buf);
	return PyLong_FromLong(status);
}

PyObject *released_bad(PyObject *self, PyObject *args)
{
	PyObject *buf = PyByteArray_FromStringAndSize(NULL, 100);

	if (!buf)
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	lib_read(handle, PyByteArray_AS_STRING(buf), 100);
	Py_DECREF(buf); // expect: gil-not-held 'Py_DECREF'
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}
