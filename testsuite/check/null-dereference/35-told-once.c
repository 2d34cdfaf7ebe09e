// SPDX-License-Identifier: GPL-3.0-or-later
/* Memory that was not asked whether there is any: the first use is told, not
 * those that can only come after it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int width = 3;

PyObject *width_ok(PyObject *self, PyObject *none)
{
	return PyLong_FromLong(++width);
}

PyObject *average_bad(PyObject *self, PyObject *arg)
{
	int n = width, i;
	double *average, sum = 0;

	average = malloc(sizeof(double) * (n + 8));
	for (i = 0; i < n + 8; i++)
		average[i] = 0.5; // expect: null-dereference 'average'
	for (i = 0; i < n; i++)
		sum += average[i + 8];
	for (i = 0; i < 8; i++)
		sum += average[i];
	free(average);
	return PyFloat_FromDouble(sum);
}

/* Neither comes after the other. */
PyObject *either_bad(PyObject *self, PyObject *arg)
{
	int *p = malloc(2 * sizeof(int)), r;

	if (arg == Py_None)
		p[0] = 1; // expect: null-dereference 'p'
	else
		p[1] = 2; // expect: null-dereference 'p'
	r = p == NULL;
	free(p);
	return PyLong_FromLong(r);
}

/* Two calls are two defects. */
PyObject *twice_bad(PyObject *self, PyObject *arg)
{
	int *p = malloc(2 * sizeof(int)), *q;

	if (arg == Py_None)
		p[0] = 1; // expect: null-dereference 'p'
	free(p);
	q = malloc(2 * sizeof(int));
	q[0] = 2; // expect: null-dereference 'q'
	free(q);
	Py_RETURN_NONE;
}
