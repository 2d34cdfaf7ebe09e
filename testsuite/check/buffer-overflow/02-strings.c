// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
// Copies of Python strings, and into bytes of a chosen size.
#include <Python.h>
#include <stdio.h>
#include <string.h>

static PyObject *copy_bad(PyObject *self, PyObject *args)
{
	char buf[64];
	const char *name;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	strcpy(buf, name); // expect: buffer-overflow 'strcpy' '64 bytes'
	return PyUnicode_FromString(buf);
}

static PyObject *copy_tested_ok(PyObject *self, PyObject *args)
{
	char buf[64];
	const char *name;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	if (strlen(name) >= sizeof(buf))
		return PyErr_Format(PyExc_ValueError, "too long");
	strcpy(buf, name);
	return PyUnicode_FromString(buf);
}

static PyObject *copy_cut_ok(PyObject *self, PyObject *args)
{
	char buf[64];
	const char *name;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	snprintf(buf, sizeof(buf), "%s", name);
	return PyUnicode_FromString(buf);
}

static PyObject *print_bad(PyObject *self, PyObject *o)
{
	char buf[100];
	const char *name = PyUnicode_AsUTF8(o);

	if (!name)
		return NULL;
	sprintf(buf, "<%s>", name); // expect: buffer-overflow 'sprintf' '100 bytes'
	return PyUnicode_FromString(buf);
}

static PyObject *print_number_ok(PyObject *self, PyObject *o)
{
	char buf[100];
	long n = PyLong_AsLong(o);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	sprintf(buf, "<%ld>", n);
	return PyUnicode_FromString(buf);
}

static PyObject *literal_ok(PyObject *self, PyObject *o)
{
	char buf[100];

	strcpy(buf, "hello");
	return PyUnicode_FromString(buf);
}

static PyObject *print_cut_ok(PyObject *self, PyObject *o)
{
	char buf[100];
	const char *name = PyUnicode_AsUTF8(o);

	if (!name)
		return NULL;
	sprintf(buf, "<%.50s>", name);
	return PyUnicode_FromString(buf);
}

static PyObject *bytes_bad(PyObject *self, PyObject *o)
{
	char buf[32];

	if (!PyBytes_Check(o))
		return PyErr_Format(PyExc_TypeError, "bytes are wanted");
	strcpy(buf, PyBytes_AS_STRING(o)); // expect: buffer-overflow 'strcpy' '32 bytes'
	return PyUnicode_FromString(buf);
}

static PyObject *fill_bad(PyObject *self, PyObject *o)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 8);

	if (!b)
		return NULL;
	memset(PyBytes_AS_STRING(b), 0, 16); // expect: buffer-overflow 'memset'
	return b;
}

static PyObject *fill_ok(PyObject *self, PyObject *o)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 8);

	if (!b)
		return NULL;
	memset(PyBytes_AS_STRING(b), 0, 8);
	return b;
}

static PyObject *store_bad(PyObject *self, PyObject *o)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 2);
	char *p;

	if (!b)
		return NULL;
	p = PyBytes_AS_STRING(b);
	p[0] = 'a';
	p[1] = 'b';
	p[4] = 'c'; // expect: buffer-overflow 'byte 4'
	return b;
}

static PyObject *store_ok(PyObject *self, PyObject *o)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 2);
	char *p;

	if (!b)
		return NULL;
	p = PyBytes_AS_STRING(b);
	p[0] = 'a';
	p[1] = 'b';
	/* The byte behind is there, and 0. */
	p[2] = 0;
	return b;
}

static PyObject *index_bad(PyObject *self, PyObject *args)
{
	long table[4] = { 0, 0, 0, 0 };
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	if (i >= 4)
		table[i] = 1; // expect: buffer-overflow 'table'
	return PyLong_FromLong(table[0] + table[1]);
}

static PyObject *index_ok(PyObject *self, PyObject *args)
{
	long table[4] = { 0, 0, 0, 0 };
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	if (i >= 0 && i < 4)
		table[i] = 1;
	return PyLong_FromLong(table[0] + table[1]);
}

static PyMethodDef methods[] = {
	{ "a", copy_bad, METH_VARARGS, NULL },
	{ "b", copy_tested_ok, METH_VARARGS, NULL },
	{ "c", copy_cut_ok, METH_VARARGS, NULL },
	{ "d", print_bad, METH_O, NULL },
	{ "e", print_number_ok, METH_O, NULL },
	{ "f", literal_ok, METH_O, NULL },
	{ "g", print_cut_ok, METH_O, NULL },
	{ "h", bytes_bad, METH_O, NULL },
	{ "i", fill_bad, METH_O, NULL },
	{ "j", fill_ok, METH_O, NULL },
	{ "k", store_bad, METH_O, NULL },
	{ "l", store_ok, METH_O, NULL },
	{ "m", index_bad, METH_VARARGS, NULL },
	{ "n", index_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
