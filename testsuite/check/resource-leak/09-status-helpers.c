// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Helpers that acquire and release for their caller, by result and status. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *copy_of(const char *s)
{
	size_t n = strlen(s) + 1;
	char *p = PyMem_Malloc(n);

	if (!p) {
		PyErr_NoMemory();
		return NULL;
	}
	memcpy(p, s, n);
	return p;
}

PyObject *by_result_bad(PyObject *self, PyObject *args)
{
	const char *s;
	char *p;
	long n;

	if (!PyArg_ParseTuple(args, "sl", &s, &n))
		return NULL;
	p = copy_of(s);
	if (!p)
		return NULL;
	if (n < 0) {
		PyErr_SetString(PyExc_ValueError, "negative");
		return NULL; // expect: resource-leak 'p'
	}
	p[0] = (char) n;
	PyObject *r = PyUnicode_FromString(p);
	PyMem_Free(p);
	return r;
}

PyObject *by_result_ok(PyObject *self, PyObject *args)
{
	const char *s;
	char *p;
	long n;

	if (!PyArg_ParseTuple(args, "sl", &s, &n))
		return NULL;
	p = copy_of(s);
	if (!p)
		return NULL;
	if (n < 0) {
		PyErr_SetString(PyExc_ValueError, "negative");
		PyMem_Free(p);
		return NULL;
	}
	p[0] = (char) n;
	PyObject *r = PyUnicode_FromString(p);
	PyMem_Free(p);
	return r;
}

/* 0 and memory in *out, or -1 and nothing. */
static int fill(PyObject *o, char **out, Py_ssize_t *size)
{
	Py_ssize_t n = PyObject_Size(o);

	if (n < 0)
		return -1;
	*out = malloc((size_t) n + 1);
	if (!*out) {
		PyErr_NoMemory();
		return -1;
	}
	memset(*out, 0, (size_t) n + 1);
	*size = n;
	return 0;
}

PyObject *by_status_bad(PyObject *self, PyObject *o)
{
	char *p;
	Py_ssize_t n;
	PyObject *r;

	if (fill(o, &p, &n) < 0)
		return NULL;
	r = PyBytes_FromStringAndSize(p, n);
	if (!r)
		return NULL; // expect: resource-leak 'p'
	free(p);
	return r;
}

PyObject *by_status_ok(PyObject *self, PyObject *o)
{
	char *p;
	Py_ssize_t n;
	PyObject *r;

	if (fill(o, &p, &n) < 0)
		return NULL;
	r = PyBytes_FromStringAndSize(p, n);
	free(p);
	return r;
}

static int get_view(PyObject *o, Py_buffer *view)
{
	if (PyObject_GetBuffer(o, view, PyBUF_SIMPLE) < 0) {
		PyErr_SetString(PyExc_TypeError, "a buffer is wanted");
		return 0;
	}
	return 1;
}

PyObject *view_helper_bad(PyObject *self, PyObject *o)
{
	Py_buffer view;

	if (!get_view(o, &view))
		return NULL;
	if (view.len < 4) {
		PyErr_SetString(PyExc_ValueError, "too short");
		return NULL; // expect: resource-leak 'view'
	}
	PyObject *r = PyBytes_FromStringAndSize(view.buf, 4);
	PyBuffer_Release(&view);
	return r;
}

PyObject *view_helper_ok(PyObject *self, PyObject *o)
{
	Py_buffer view;
	PyObject *r = NULL;

	if (!get_view(o, &view))
		return NULL;
	if (view.len < 4) {
		PyErr_SetString(PyExc_ValueError, "too short");
		goto out;
	}
	r = PyBytes_FromStringAndSize(view.buf, 4);
out:
	PyBuffer_Release(&view);
	return r;
}

static FILE *open_for(PyObject *path, const char *mode)
{
	const char *name = PyUnicode_AsUTF8(path);
	FILE *f;

	if (!name)
		return NULL;
	f = fopen(name, mode);
	if (!f)
		PyErr_SetFromErrnoWithFilename(PyExc_OSError, name);
	return f;
}

PyObject *file_helper_bad(PyObject *self, PyObject *path)
{
	char line[80];
	FILE *f = open_for(path, "r");

	if (!f)
		return NULL;
	if (!fgets(line, sizeof(line), f))
		return PyErr_Format(PyExc_EOFError, "empty"); // expect: resource-leak 'f'
	fclose(f);
	return PyUnicode_FromString(line);
}

PyObject *file_helper_ok(PyObject *self, PyObject *path)
{
	char line[80];
	FILE *f = open_for(path, "r");

	if (!f)
		return NULL;
	if (!fgets(line, sizeof(line), f)) {
		fclose(f);
		return PyErr_Format(PyExc_EOFError, "empty");
	}
	fclose(f);
	return PyUnicode_FromString(line);
}

static int open_fd(const char *name)
{
	int fd = open(name, O_RDONLY);

	if (fd < 0)
		PyErr_SetFromErrno(PyExc_OSError);
	return fd;
}

PyObject *fd_helper_bad(PyObject *self, PyObject *args)
{
	const char *name;
	char c;
	int fd;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	fd = open_fd(name);
	if (fd < 0)
		return NULL;
	if (read(fd, &c, 1) != 1)
		return PyErr_SetFromErrno(PyExc_OSError); // expect: resource-leak 'fd'
	close(fd);
	return PyLong_FromLong(c);
}

PyObject *fd_helper_ok(PyObject *self, PyObject *args)
{
	const char *name;
	char c;
	int fd;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	fd = open_fd(name);
	if (fd < 0)
		return NULL;
	if (read(fd, &c, 1) != 1) {
		PyErr_SetFromErrno(PyExc_OSError);
		close(fd);
		return NULL;
	}
	close(fd);
	return PyLong_FromLong(c);
}

/* What a helper only reads stays with its caller. */
static Py_ssize_t count(const char *p, Py_ssize_t n, char c)
{
	Py_ssize_t k = 0, i;

	for (i = 0; i < n; i++)
		if (p[i] == c)
			k++;
	return k;
}

PyObject *reader_bad(PyObject *self, PyObject *arg)
{
	char *p = malloc(100);
	Py_ssize_t k;

	if (!p)
		return PyErr_NoMemory();
	memset(p, 'x', 100);
	k = count(p, 100, 'x');
	return PyLong_FromSsize_t(k); // expect: resource-leak 'p'
}

PyObject *reader_ok(PyObject *self, PyObject *arg)
{
	char *p = malloc(100);
	Py_ssize_t k;

	if (!p)
		return PyErr_NoMemory();
	memset(p, 'x', 100);
	k = count(p, 100, 'x');
	free(p);
	return PyLong_FromSsize_t(k);
}

/* A helper that frees, only when it fails. */
static int consume(char *p, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred()) {
		free(p);
		return -1;
	}
	p[0] = (char) n;
	return 0;
}

PyObject *freed_on_failure_bad(PyObject *self, PyObject *arg)
{
	char *p = malloc(100);

	if (!p)
		return PyErr_NoMemory();
	if (consume(p, arg) < 0)
		return NULL;
	return PyLong_FromLong(p[0]); // expect: resource-leak 'p'
}

PyObject *freed_on_failure_ok(PyObject *self, PyObject *arg)
{
	char *p = malloc(100);
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	if (consume(p, arg) < 0)
		return NULL;
	r = PyLong_FromLong(p[0]);
	free(p);
	return r;
}

/* A static helper that loses what it was the only one to hold. */
static int sum_of(PyObject *seq, double *out)
{
	Py_ssize_t n = PySequence_Size(seq), i;
	double *v, s = 0;

	if (n < 0)
		return -1;
	v = PyMem_New(double, n);
	if (!v) {
		PyErr_NoMemory();
		return -1;
	}
	for (i = 0; i < n; i++) {
		PyObject *o = PySequence_GetItem(seq, i);

		if (!o)
			return -1; // expect: resource-leak 'v'
		v[i] = PyFloat_AsDouble(o);
		Py_DECREF(o);
		if (v[i] == -1.0 && PyErr_Occurred())
			goto fail;
	}
	for (i = 0; i < n; i++)
		s += v[i];
	PyMem_Free(v);
	*out = s;
	return 0;
fail:
	PyMem_Free(v);
	return -1;
}

PyObject *loop_helper_ok(PyObject *self, PyObject *seq)
{
	double s;

	if (sum_of(seq, &s) < 0)
		return NULL;
	return PyFloat_FromDouble(s);
}
