/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lengths that were asked of something else, after the copy, or not read. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

PyObject *measured_afterwards_bad(PyObject *self, PyObject *args)
{
	const char *name;
	char buf[64];

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	strcpy(buf, name); // expect: buffer-overflow 'name'
	return PyUnicode_DecodeLatin1(buf, (Py_ssize_t) strlen(buf), NULL);
}

PyObject *measured_before_ok(PyObject *self, PyObject *args)
{
	const char *name;
	char buf[64];

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	if (strlen(name) >= sizeof(buf))
		return PyErr_Format(PyExc_ValueError, "too long");
	strcpy(buf, name);
	return PyUnicode_DecodeLatin1(buf, (Py_ssize_t) strlen(buf), NULL);
}

PyObject *appended_bad(PyObject *self, PyObject *arg)
{
	char buf[256];
	Py_ssize_t i, len;

	buf[0] = '\0';
	if (!PyTuple_Check(arg))
		return PyErr_Format(PyExc_TypeError, "tuple expected");
	for (i = 0; i < PyTuple_GET_SIZE(arg); i++) {
		const char *s = PyUnicode_AsUTF8AndSize(
			PyTuple_GET_ITEM(arg, i), &len);

		if (!s)
			return NULL;
		strcat(buf, "/");
		strcat(buf, s); // expect: buffer-overflow 's'
	}
	return PyUnicode_FromString(buf);
}

PyObject *appended_ok(PyObject *self, PyObject *arg)
{
	char buf[256];
	Py_ssize_t i, len, used = 0;

	buf[0] = '\0';
	if (!PyTuple_Check(arg))
		return PyErr_Format(PyExc_TypeError, "tuple expected");
	for (i = 0; i < PyTuple_GET_SIZE(arg); i++) {
		const char *s = PyUnicode_AsUTF8AndSize(
			PyTuple_GET_ITEM(arg, i), &len);

		if (!s)
			return NULL;
		if (len > 255 - used)
			return PyErr_Format(PyExc_ValueError, "too long");
		used += len;
		strcat(buf, s);
	}
	return PyUnicode_FromString(buf);
}

struct address { int family; char path[108]; };

static int fill(struct address *a, const char *path, Py_ssize_t len)
{
	a->family = 1;
	memcpy(a->path, path, (size_t) len);
	a->path[sizeof(a->path) - 1] = '\0';
	return 0;
}

static int fill_tested(struct address *a, const char *path, Py_ssize_t len)
{
	if (len > (Py_ssize_t) sizeof(a->path) - 1)
		return -1;
	a->family = 1;
	memcpy(a->path, path, (size_t) len);
	a->path[len] = '\0';
	return 0;
}

PyObject *by_helper_bad(PyObject *self, PyObject *args)
{
	struct address a;
	const char *path;
	Py_ssize_t len;

	memset(&a, 0, sizeof(a));
	if (!PyArg_ParseTuple(args, "y#", &path, &len))
		return NULL;
	fill(&a, path, len); // expect: buffer-overflow 'len'
	return PyBytes_FromString(a.path);
}

PyObject *by_helper_ok(PyObject *self, PyObject *args)
{
	struct address a;
	const char *path;
	Py_ssize_t len;

	memset(&a, 0, sizeof(a));
	if (!PyArg_ParseTuple(args, "y#", &path, &len))
		return NULL;
	if (fill_tested(&a, path, len) < 0)
		return PyErr_Format(PyExc_ValueError, "too long");
	return PyBytes_FromString(a.path);
}

PyObject *tested_for_helper_ok(PyObject *self, PyObject *args)
{
	struct address a;
	const char *path;
	Py_ssize_t len;

	memset(&a, 0, sizeof(a));
	if (!PyArg_ParseTuple(args, "y#", &path, &len))
		return NULL;
	if (len >= 108)
		return PyErr_Format(PyExc_ValueError, "too long");
	fill(&a, path, len);
	return PyBytes_FromString(a.path);
}

PyObject *printed_bad(PyObject *self, PyObject *args)
{
	const char *s;
	char buf[32];
	int n;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	n = snprintf(buf, sizeof(buf), "<%s>", s);
	if (n < 0)
		return PyErr_Format(PyExc_ValueError, "cannot format");
	return PyBytes_FromStringAndSize(buf, n); // expect: buffer-overflow
}

PyObject *printed_ok(PyObject *self, PyObject *args)
{
	const char *s;
	char buf[32];
	int n;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	n = snprintf(buf, sizeof(buf), "<%s>", s);
	if (n < 0)
		return PyErr_Format(PyExc_ValueError, "cannot format");
	if (n >= (int) sizeof(buf))
		n = sizeof(buf) - 1;
	return PyBytes_FromStringAndSize(buf, n);
}

PyObject *printed_number_ok(PyObject *self, PyObject *args)
{
	char buf[32];
	int n, k;

	if (!PyArg_ParseTuple(args, "i", &k))
		return NULL;
	n = snprintf(buf, sizeof(buf), "<%d>", k);
	return PyBytes_FromStringAndSize(buf, n);
}

PyObject *read_bad(PyObject *self, PyObject *args)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 512);
	size_t n;

	if (!b)
		return NULL;
	n = fread(PyBytes_AS_STRING(b), 1, 1024, stdin); // expect: buffer-overflow 'fread'
	if (_PyBytes_Resize(&b, (Py_ssize_t) n) < 0)
		return NULL;
	return b;
}

PyObject *read_ok(PyObject *self, PyObject *args)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 1024);
	size_t n;

	if (!b)
		return NULL;
	n = fread(PyBytes_AS_STRING(b), 1, 1024, stdin);
	if (_PyBytes_Resize(&b, (Py_ssize_t) n) < 0)
		return NULL;
	return b;
}
