// SPDX-License-Identifier: GPL-3.0-or-later
// Outside the limited API of the declared floor.
// pyrefcheck: args=strict
#define Py_LIMITED_API 0x03080000
#include <Python.h>

extern PyObject *PyObject_CallOneArg(PyObject *, PyObject *);
extern PyObject *PyObject_Vectorcall(PyObject *, PyObject *const *, size_t, PyObject *);
extern const char *PyUnicode_AsUTF8AndSize(PyObject *, Py_ssize_t *);
extern const char *PyUnicode_AsUTF8(PyObject *);

PyObject *one_bad(PyObject *f, PyObject *a)
{
	return PyObject_CallOneArg(f, a); // expect: private-api 'PyObject_CallOneArg'
}

PyObject *vector_bad(PyObject *f, PyObject *const *a)
{
	return PyObject_Vectorcall(f, a, 1, NULL); // expect: private-api 'PyObject_Vectorcall' '3.12'
}

const char *utf8_bad(PyObject *s)
{
	return PyUnicode_AsUTF8AndSize(s, NULL); // expect: private-api 'PyUnicode_AsUTF8AndSize' '3.10'
}

const char *utf8_one_bad(PyObject *s)
{
	return PyUnicode_AsUTF8(s); // expect: private-api 'PyUnicode_AsUTF8' 'not in the limited API'
}

PyObject *object_ok(PyObject *f, PyObject *a)
{
	return PyObject_CallFunctionObjArgs(f, a, NULL);
}

