// SPDX-License-Identifier: GPL-3.0-or-later
// What 3.12 and 3.13 took away, in calls, macros and by address.
// pyrefcheck: python=3.10-3.14 skip-if=python>=3.12
#include <Python.h>

Py_ssize_t size_bad(PyObject *s)
{
	return PyUnicode_GetSize(s); // expect: removed-api '‘PyUnicode_GetSize’' '3.12'
}

Py_ssize_t get_size_bad(PyObject *s)
{
	return PyUnicode_GET_SIZE(s); // expect: removed-api 'PyUnicode_GET_SIZE' '3.12'
}

const Py_UNICODE *as_bad(PyObject *s)
{
	return PyUnicode_AsUnicode(s); // expect: removed-api 'PyUnicode_AsUnicode' '3.12'
}

const Py_UNICODE *as_macro_bad(PyObject *s)
{
	return PyUnicode_AS_UNICODE(s); // expect: removed-api 'PyUnicode_AS_UNICODE' '3.12'
}

PyObject *from_bad(const Py_UNICODE *u)
{
	return PyUnicode_FromUnicode(u, 3); // expect: removed-api 'PyUnicode_FromUnicode' '3.12'
}

PyObject *call_bad(PyObject *f, PyObject *args)
{
	return PyEval_CallObject(f, args); // expect: removed-api 'PyEval_CallObject' '3.13'
}

PyObject *call_function_bad(PyObject *f)
{
	return PyEval_CallFunction(f, "i", 3); // expect: removed-api 'PyEval_CallFunction' '3.13'
}

int threads_bad(void)
{
	return PyEval_ThreadsInitialized(); // expect: removed-api 'PyEval_ThreadsInitialized' '3.13'
}

int buffer_bad(PyObject *o, const char **p, Py_ssize_t *n)
{
	return PyObject_AsCharBuffer(o, p, n); // expect: removed-api 'PyObject_AsCharBuffer' '3.13'
}

void lock_bad(void)
{
	PyEval_AcquireLock(); // expect: removed-api 'PyEval_AcquireLock' '3.13'
}

PyObject *copy_ok(PyObject *s)
{
	Py_ssize_t n = PyUnicode_GetLength(s);
	wchar_t *w = n < 0 ? NULL : PyUnicode_AsWideCharString(s, &n);
	PyObject *r = w ? PyUnicode_FromWideChar(w, n) : NULL;

	PyMem_Free(w);
	return r;
}

PyObject *call_ok(PyObject *f, PyObject *args)
{
	return PyObject_CallObject(f, args);
}

PyObject *guarded_ok(PyObject *f, PyObject *args)
{
#if PY_VERSION_HEX < 0x030D0000
	return PyEval_CallObject(f, args);
#else
	return PyObject_CallObject(f, args);
#endif
}

PyObject *minor_ok(PyObject *f, PyObject *args)
{
#if PY_MAJOR_VERSION == 3 && PY_MINOR_VERSION >= 13
	return PyObject_CallObject(f, args);
#else
	return PyEval_CallObject(f, args);
#endif
}

typedef PyObject *(*caller)(PyObject *, PyObject *, PyObject *);

caller address_bad(void)
{
	return PyEval_CallObjectWithKeywords; // expect: removed-api 'PyEval_CallObjectWithKeywords' '3.13'
}
