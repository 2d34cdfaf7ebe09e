/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A helper hands its failure as a number to another of the same recursion,
 * which refuses it: whoever calls the first sees that it failed. */
#include <Python.h>

struct data { const char *p, *end; };

static int skip(struct data *d);

static Py_ssize_t
read_size(struct data *d)
{
	if (d->end - d->p < 2) {
		PyErr_SetString(PyExc_ValueError, "too short");
		return -1;
	}
	d->p += 2;
	return (unsigned char) d->p[-1];
}

static int
skip_array(struct data *d, Py_ssize_t n)
{
	int status = -1;
	Py_ssize_t i;

	if (n < 0)
		return -1;
	if (n == 0)
		return 0;
	if (Py_EnterRecursiveCall(" while skipping"))
		return -1;
	for (i = 0; i < n; i++)
		if (skip(d) < 0)
			goto done;
	status = 0;
done:
	Py_LeaveRecursiveCall();
	return status;
}

static int
skip(struct data *d)
{
	switch (*d->p++) {
	case 1: return skip_array(d, read_size(d));
	case 2: return skip_array(d, read_size(d) * 2);
	default: return 0;
	}
}

static PyObject *
raw_ok(PyObject *self, PyObject *bytes)
{
	struct data d;

	(void) self;
	d.p = PyBytes_AsString(bytes);
	if (!d.p)
		return NULL;
	d.end = d.p + PyBytes_GET_SIZE(bytes);
	if (d.p == d.end)
		Py_RETURN_NONE;
	if (skip(&d) < 0)
		return NULL;
	return PyLong_FromLong((long) (d.end - d.p));
}

static PyObject *
size_bad(PyObject *self, PyObject *bytes)
{
	struct data d;

	(void) self;
	d.p = PyBytes_AsString(bytes);
	if (!d.p)
		return NULL;
	d.end = d.p + PyBytes_GET_SIZE(bytes);
	if (read_size(&d) < 0 && d.p != d.end)
		return PyLong_FromLong(0);	// expect: stale-exception
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromLong((long) (d.end - d.p));
}

static PyMethodDef methods[] = {
	{ "raw", raw_ok, METH_O, NULL },
	{ "size", size_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC
PyInit_m(void)
{
	return PyModule_Create(&module);
}
