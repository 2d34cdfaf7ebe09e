// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Numbers that something else has bounded, and sums that say nothing about
 * memory. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	Py_ssize_t size;
	char *buf;
} Obj;

extern void use(void *);
extern int check_len(Py_ssize_t);
extern void clamp(Py_ssize_t *);

static int valid(Py_ssize_t n)
{
	if (n < 0 || n > 1000) {
		PyErr_SetString(PyExc_ValueError, "out of range");
		return 0;
	}
	return 1;
}

PyObject *helper_tests_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	double *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (!valid(n))
		return NULL;
	p = PyMem_Malloc(n * sizeof(double));
	if (!p)
		return PyErr_NoMemory();
	use(p);
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *others_test_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	double *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (check_len(n) < 0)
		return PyErr_Format(PyExc_ValueError, "too many");
	p = PyMem_Malloc(n * sizeof(double));
	if (!p)
		return PyErr_NoMemory();
	use(p);
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *others_change_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	double *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	clamp(&n);
	p = PyMem_Malloc(n * sizeof(double));
	if (!p)
		return PyErr_NoMemory();
	use(p);
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *untested_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t n;
	double *p;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	p = PyMem_Malloc(n * sizeof(double)); // expect: integer-overflow 'n'
	if (!p)
		return PyErr_NoMemory();
	use(p);
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *each_tested_ok(Obj *self, PyObject *args)
{
	Py_ssize_t off, len;

	if (!PyArg_ParseTuple(args, "nn", &off, &len))
		return NULL;
	if (off < 0 || len < 0 || off > self->size || len > self->size)
		return PyErr_Format(PyExc_ValueError, "out of range");
	if (off + len > self->size)
		return PyErr_Format(PyExc_ValueError, "out of range");
	return PyBytes_FromStringAndSize(self->buf + off, len);
}

PyObject *plain_sum_ok(PyObject *self, PyObject *args)
{
	int a, b;

	if (!PyArg_ParseTuple(args, "ii", &a, &b))
		return NULL;
	return PyBool_FromLong(a + b > 100);
}

/* Members that are set to what they are: where such a number comes from has
 * no end.  A pair is followed a few times. */
typedef struct {
	Py_ssize_t first, second;
} Pair;

PyObject *member_of_itself_ok(Pair *p)
{
	void *m;

	p->first = p->first;
	m = PyMem_Malloc(p->first * 8);
	if (!m)
		return PyErr_NoMemory();
	use(m);
	PyMem_Free(m);
	Py_RETURN_NONE;
}

PyObject *members_of_each_other_ok(Pair *p)
{
	Py_ssize_t n = p->first;
	void *m;

	p->first = p->second;
	p->second = n;
	m = PyMem_Malloc(p->first * 8);
	if (!m)
		return PyErr_NoMemory();
	use(m);
	PyMem_Free(m);
	Py_RETURN_NONE;
}
