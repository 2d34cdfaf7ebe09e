// SPDX-License-Identifier: GPL-3.0-or-later
/* numpy's functions are entries of a table, whose name is the extension's own
 * where that has several files (numpy/__multiarray_api.h). */
#include <Python.h>

static void **PyArray_API;
extern void **cool_ARRAY_API;

#define PyArray_Ravel \
	(*(PyObject *(*)(PyObject *, int)) PyArray_API[157])
#define cool_Ravel \
	(*(PyObject *(*)(PyObject *, int)) cool_ARRAY_API[157])
#define PyArray_SetBaseObject \
	(*(int (*)(PyObject *, PyObject *)) PyArray_API[282])

void fill(void **table)
{
	PyArray_API = table;
}

PyObject *flat_bad(PyObject *o, int order)
{
	PyObject *a = PyObject_Str(o);

	if (a == NULL)
		return NULL;
	a = PyArray_Ravel(a, order); // expect: reference-leak 'a'
	return a;
}

PyObject *flat_ok(PyObject *o, int order)
{
	PyObject *a = PyObject_Str(o), *b;

	if (a == NULL)
		return NULL;
	b = PyArray_Ravel(a, order);
	Py_DECREF(a);
	return b;
}

PyObject *other_bad(PyObject *o)
{
	PyObject *a = cool_Ravel(o, 0);

	if (PyObject_SetAttrString(a, "x", o) < 0) { // expect: null-argument 'PyObject_SetAttrString'
		Py_DECREF(a);
		return NULL;
	}
	return a;
}

PyObject *base_ok(PyObject *o, PyObject *of)
{
	PyObject *a = cool_Ravel(o, 0);

	if (a == NULL)
		return NULL;
	Py_INCREF(of);
	if (PyArray_SetBaseObject(a, of) < 0) {
		Py_DECREF(a);
		return NULL;
	}
	return a;
}

#define PyArray_New \
	(*(PyObject *(*)(PyTypeObject *, int, const long *, int, \
			 const long *, void *, int, int, PyObject *)) \
	 PyArray_API[93])
#define PyArray_MultiplyList(n, m) \
	(*(long (*)(const long *, int)) PyArray_API[158])((n), (m))

/* The memory is the array's: its flags say so. */
PyObject *memory_ok(PyTypeObject *type, long n)
{
	double *values = malloc((size_t) n * sizeof(*values));
	PyObject *a;

	if (values == NULL)
		return PyErr_NoMemory();
	a = PyArray_New(type, 1, &n, 12, NULL, values, 0, 0, NULL);
	if (a == NULL)
		free(values);
	return a;
}

/* What multiplies numbers needs no GIL. */
long size_ok(const long *shape, int n)
{
	long r;

	Py_BEGIN_ALLOW_THREADS
	r = PyArray_MultiplyList(shape, n);
	Py_END_ALLOW_THREADS
	return r;
}
