// SPDX-License-Identifier: GPL-3.0-or-later
/* Memory that a helper made, which an unknown function saw meanwhile. */
#include <Python.h>

struct driver { void *(*run)(int n, const char **v); };

static const char **names_of(PyObject *seq, Py_ssize_t *n)
{
	const char **out;

	*n = PyTuple_GET_SIZE(seq);
	out = PyMem_New(const char *, *n + 1);
	if (!out) {
		PyErr_NoMemory();
		return NULL;
	}
	out[*n] = NULL;
	return out;
}

PyObject *run_bad(struct driver *d, PyObject *args)
{
	const char **v = NULL;
	Py_ssize_t n = 0;

	if (args) {
		v = names_of(args, &n);
		if (!v)
			return NULL;
	}
	d->run((int) n, v);
	PyMem_RawFree(v); // expect: allocator-mismatch
	Py_RETURN_NONE;
}

PyObject *run_ok(struct driver *d, PyObject *args)
{
	const char **v = NULL;
	Py_ssize_t n = 0;

	if (args) {
		v = names_of(args, &n);
		if (!v)
			return NULL;
	}
	d->run((int) n, v);
	PyMem_Free(v);
	Py_RETURN_NONE;
}
