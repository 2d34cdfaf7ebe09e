// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Families of memory, through helpers, fields, formats and objects. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	PyObject_HEAD
	char *name;
	char *raw;
} T;

int T_set_bad(T *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);

	if (!s)
		return -1;
	PyMem_Free(self->name);
	self->name = strdup(s);
	if (!self->name) {
		PyErr_NoMemory();
		return -1;
	}
	if (!*s) {
		PyMem_Free(self->name); // expect: allocator-mismatch 'malloc'
		self->name = NULL;
	}
	return 0;
}

PyObject *format_bad(PyObject *self, PyObject *args)
{
	char *s = NULL;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "es", "utf-8", &s))
		return NULL;
	r = PyUnicode_FromString(s);
	free(s); // expect: allocator-mismatch 'free'
	return r;
}

PyObject *format_ok(PyObject *self, PyObject *args)
{
	char *s = NULL;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "es", "utf-8", &s))
		return NULL;
	r = PyUnicode_FromString(s);
	PyMem_Free(s);
	return r;
}

PyObject *wide_bad(PyObject *self, PyObject *o)
{
	wchar_t *w = PyUnicode_AsWideCharString(o, NULL);
	PyObject *r;

	if (!w)
		return NULL;
	r = PyLong_FromLong(w[0]);
	PyMem_RawFree(w); // expect: allocator-mismatch 'PyMem_RawFree'
	return r;
}

PyObject *wide_ok(PyObject *self, PyObject *o)
{
	wchar_t *w = PyUnicode_AsWideCharString(o, NULL);
	PyObject *r;

	if (!w)
		return NULL;
	r = PyLong_FromLong(w[0]);
	PyMem_Free(w);
	return r;
}

PyObject *decode_bad(PyObject *self, PyObject *args)
{
	size_t n;
	wchar_t *w = Py_DecodeLocale("x", &n);

	if (!w)
		return PyErr_NoMemory();
	PyMem_Free(w); // expect: allocator-mismatch 'PyMem_Free'
	return PyLong_FromSize_t(n);
}

PyObject *decode_ok(PyObject *self, PyObject *args)
{
	size_t n;
	wchar_t *w = Py_DecodeLocale("x", &n);

	if (!w)
		return PyErr_NoMemory();
	PyMem_RawFree(w);
	return PyLong_FromSize_t(n);
}

PyObject *encode_bad(PyObject *self, PyObject *args)
{
	char *s = Py_EncodeLocale(L"x", NULL);
	PyObject *r;

	if (!s)
		return PyErr_NoMemory();
	r = PyBytes_FromString(s);
	free(s); // expect: allocator-mismatch 'free'
	return r;
}

PyObject *object_memory_bad(PyObject *self, PyObject *args)
{
	char *p = PyObject_Malloc(10);

	if (!p)
		return PyErr_NoMemory();
	p[0] = 0;
	PyMem_Free(p); // expect: allocator-mismatch 'PyMem_Free'
	Py_RETURN_NONE;
}

PyObject *del_macro_bad(PyObject *self, PyObject *args)
{
	char *p = calloc(10, 1);

	if (!p)
		return PyErr_NoMemory();
	PyMem_Del(p); // expect: allocator-mismatch 'malloc'
	Py_RETURN_NONE;
}

PyObject *del_macro_ok(PyObject *self, PyObject *args)
{
	char *p = PyMem_New(char, 10);

	if (!p)
		return PyErr_NoMemory();
	PyMem_Del(p);
	Py_RETURN_NONE;
}

PyObject *realloc_bad(PyObject *self, PyObject *args)
{
	char *p = malloc(10), *q;

	if (!p)
		return PyErr_NoMemory();
	q = PyMem_Realloc(p, 20); // expect: allocator-mismatch 'PyMem_Realloc'
	if (!q) {
		free(p);
		return PyErr_NoMemory();
	}
	PyMem_Free(q);
	Py_RETURN_NONE;
}

static char *copy(const char *s)
{
	size_t n = strlen(s) + 1;
	char *p = PyMem_Malloc(n);

	if (p)
		memcpy(p, s, n);
	return p;
}

static void release(char *p)
{
	if (p)
		free(p);
}

PyObject *helpers_bad(PyObject *self, PyObject *args)
{
	char *p = copy("x");

	if (!p)
		return PyErr_NoMemory();
	release(p); // expect: allocator-mismatch
	Py_RETURN_NONE;
}

PyObject *helpers_ok(PyObject *self, PyObject *args)
{
	char *p = copy("x");

	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *one_of_two_bad(PyObject *self, PyObject *args)
{
	int n;
	char *p;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	if (n > 10)
		p = malloc(10);
	else
		p = PyMem_Malloc(10);
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p); // expect: allocator-mismatch 'malloc'
	Py_RETURN_NONE;
}

PyObject *object_bad(PyObject *self, PyObject *type)
{
	PyObject *o = PyType_GenericAlloc((PyTypeObject *) type, 0);

	if (!o)
		return NULL;
	if (PyObject_SetAttrString(o, "x", self) < 0) {
		PyMem_Free(o); // expect: allocator-mismatch
		return NULL;
	}
	return o;
}

PyObject *interior_bad(PyObject *self, PyObject *o)
{
	char *s = PyBytes_AsString(o);

	if (!s)
		return NULL;
	free(s); // expect: allocator-mismatch
	Py_RETURN_NONE;
}

PyObject *utf8_bad(PyObject *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);
	PyObject *r;

	if (!s)
		return NULL;
	r = PyBytes_FromString(s);
	PyMem_Free((void *) s); // expect: allocator-mismatch
	return r;
}
