/* SPDX-License-Identifier: GPL-3.0-or-later */
// pyrefcheck: python=3.11
/* Memory that a function gets with its releaser is that function's; what says
 * the same when it is asked twice. */
#include <Python.h>

extern void on_error(void (*release)(void *), void *p);
extern void each(void (*visit)(void *), void *p);
extern void clean(int n);
extern int fill(void *p);
extern PyTypeObject Vector_Type;
typedef struct { PyObject_HEAD double *coords; } Vector;
int coords_of(PyObject *o, double *to);

static int visited;

static void visit(void *p)
{
	visited++;
}

static void release(void *p)
{
	PyMem_Free(p);
}

PyObject *registered_ok(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(100);
	long n;

	if (!p)
		return PyErr_NoMemory();
	on_error(release, p);
	if (fill(p))
		return NULL;
	n = p[0];
	clean(1);
	PyMem_Free(p);
	return PyLong_FromLong(n);
}

PyObject *visited_bad(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(100);
	long n = PyLong_AsLong(arg);

	if (!p)
		return PyErr_NoMemory();
	each(visit, p);
	if (n == -1 && PyErr_Occurred())
		return NULL; // expect: resource-leak 'p'
	n = p[0];
	PyMem_Free(p);
	return PyLong_FromLong(n);
}

#define Vector_Check(x) PyType_IsSubtype(Py_TYPE(x), &Vector_Type)

PyObject *cross_ok(PyObject *self, PyObject *other)
{
	double *coords;
	PyObject *r;

	if (Vector_Check(other)) {
		coords = ((Vector *) other)->coords;
	} else {
		coords = PyMem_New(double, 3);
		if (!coords)
			return PyErr_NoMemory();
		if (!coords_of(other, coords)) {
			PyMem_Free(coords);
			return NULL;
		}
	}
	r = PyObject_CallNoArgs(self);
	if (!r) {
		if (!Vector_Check(other))
			PyMem_Free(coords);
		return NULL;
	}
	((Vector *) r)->coords[0] = coords[1] * 2;
	if (!Vector_Check(other))
		PyMem_Free(coords);
	return r;
}

void chained_ok(PyObject *o)
{
	PyObject *exc, *val, *tb;
	char *p = PyMem_Malloc(10);

	PyErr_Fetch(&exc, &val, &tb);
	if (!p) {
		_PyErr_ChainExceptions(exc, val, tb);
		return;
	}
	PyMem_Free(p);
	PyErr_Restore(exc, val, tb);
}
