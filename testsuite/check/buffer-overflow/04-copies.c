// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Python strings and bytes copied into memory of another size. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

PyObject *memcpy_bytes_bad(PyObject *self, PyObject *args)
{
	char key[16];
	const char *s;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "y#", &s, &n))
		return NULL;
	memcpy(key, s, n); // expect: buffer-overflow 'memcpy' '16 bytes'
	return PyBytes_FromStringAndSize(key, 16);
}

PyObject *memcpy_bytes_ok(PyObject *self, PyObject *args)
{
	char key[16];
	const char *s;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "y#", &s, &n))
		return NULL;
	if (n != 16)
		return PyErr_Format(PyExc_ValueError, "16 bytes are wanted");
	memcpy(key, s, n);
	return PyBytes_FromStringAndSize(key, 16);
}

PyObject *memcpy_min_ok(PyObject *self, PyObject *args)
{
	char key[16];
	const char *s;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "y#", &s, &n))
		return NULL;
	memset(key, 0, sizeof(key));
	memcpy(key, s, n < 16 ? n : 16);
	return PyBytes_FromStringAndSize(key, 16);
}

PyObject *memcpy_size_bad(PyObject *self, PyObject *o)
{
	unsigned char iv[8];

	if (!PyBytes_Check(o))
		return PyErr_Format(PyExc_TypeError, "bytes");
	memcpy(iv, PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o)); // expect: buffer-overflow 'memcpy' '8 bytes'
	return PyLong_FromLong(iv[0] ^ iv[7]);
}

PyObject *memcpy_size_ok(PyObject *self, PyObject *o)
{
	unsigned char iv[8];

	if (!PyBytes_Check(o) || PyBytes_GET_SIZE(o) != sizeof(iv))
		return PyErr_Format(PyExc_TypeError, "8 bytes");
	memcpy(iv, PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o));
	return PyLong_FromLong(iv[0] ^ iv[7]);
}

PyObject *view_bad(PyObject *self, PyObject *args)
{
	char buf[256];
	Py_buffer view;

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	memcpy(buf, view.buf, view.len); // expect: buffer-overflow 'memcpy' '256 bytes'
	PyBuffer_Release(&view);
	return PyLong_FromLong(buf[0]);
}

PyObject *view_ok(PyObject *self, PyObject *args)
{
	char buf[256];
	Py_buffer view;

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	if (view.len > (Py_ssize_t) sizeof(buf)) {
		PyBuffer_Release(&view);
		return PyErr_Format(PyExc_ValueError, "too long");
	}
	memcpy(buf, view.buf, view.len);
	PyBuffer_Release(&view);
	return PyLong_FromLong(buf[0]);
}

PyObject *utf8_bad(PyObject *self, PyObject *o)
{
	char name[32];
	Py_ssize_t n;
	const char *s = PyUnicode_AsUTF8AndSize(o, &n);

	if (!s)
		return NULL;
	memcpy(name, s, n + 1); // expect: buffer-overflow 'memcpy' '32 bytes'
	return PyUnicode_FromString(name);
}

PyObject *utf8_ok(PyObject *self, PyObject *o)
{
	char name[32];
	Py_ssize_t n;
	const char *s = PyUnicode_AsUTF8AndSize(o, &n);

	if (!s)
		return NULL;
	if (n >= 32)
		n = 31;
	memcpy(name, s, n);
	name[n] = 0;
	return PyUnicode_FromString(name);
}

struct device {
	char name[16];
	int id;
};

PyObject *field_bad(PyObject *self, PyObject *args)
{
	struct device d;
	const char *name;

	d.id = 0;
	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	strcpy(d.name, name); // expect: buffer-overflow 'strcpy' '16 bytes'
	return PyLong_FromLong(d.id);
}

PyObject *field_ok(PyObject *self, PyObject *args)
{
	struct device d;
	const char *name;

	d.id = 0;
	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	strncpy(d.name, name, sizeof(d.name) - 1);
	d.name[sizeof(d.name) - 1] = 0;
	return PyLong_FromLong(d.id);
}

typedef struct {
	PyObject_HEAD
	char label[24];
} Label;

int label_init_bad(Label *self, PyObject *args, PyObject *kw)
{
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return -1;
	strcpy(self->label, s); // expect: buffer-overflow 'strcpy' '24 bytes'
	return 0;
}

int label_init_ok(Label *self, PyObject *args, PyObject *kw)
{
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return -1;
	snprintf(self->label, sizeof(self->label), "%s", s);
	return 0;
}

static char last_error[128];

PyObject *global_bad(PyObject *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);

	if (!s)
		return NULL;
	strcat(last_error, s); // expect: buffer-overflow 'strcat' '128 bytes'
	Py_RETURN_NONE;
}

PyObject *bytes_sprintf_bad(PyObject *self, PyObject *o)
{
	char buf[64];
	char *s = PyBytes_AsString(o);

	if (!s)
		return NULL;
	sprintf(buf, "%s: %d", s, 1); // expect: buffer-overflow 'sprintf' '64 bytes'
	return PyUnicode_FromString(buf);
}

PyObject *bytes_sprintf_ok(PyObject *self, PyObject *o)
{
	char buf[64];
	char *s = PyBytes_AsString(o);

	if (!s)
		return NULL;
	sprintf(buf, "%.40s: %d", s, 1);
	return PyUnicode_FromString(buf);
}

/* The limit is no limit. */
PyObject *strncpy_length_bad(PyObject *self, PyObject *args)
{
	char buf[20];
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	strncpy(buf, s, 40); // expect: buffer-overflow 'strncpy' '20 bytes'
	buf[19] = 0;
	return PyUnicode_FromString(buf);
}

PyObject *strlen_limit_bad(PyObject *self, PyObject *args)
{
	char buf[20];
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	memcpy(buf, s, strlen(s) + 1); // expect: buffer-overflow 'memcpy' '20 bytes'
	return PyUnicode_FromString(buf);
}

PyObject *snprintf_size_bad(PyObject *self, PyObject *args)
{
	char buf[20];
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	snprintf(buf, 200, "%s", s); // expect: buffer-overflow 'snprintf' '20 bytes'
	return PyUnicode_FromString(buf);
}

/* New bytes. */
PyObject *new_bytes_bad(PyObject *self, PyObject *arg)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 8);
	char *p;

	if (!b)
		return NULL;
	p = PyBytes_AS_STRING(b);
	memset(p, 0, 16); // expect: buffer-overflow 'memset' '8 bytes'
	return b;
}

PyObject *new_bytes_ok(PyObject *self, PyObject *arg)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 16);
	char *p;

	if (!b)
		return NULL;
	p = PyBytes_AS_STRING(b);
	memset(p, 0, 16);
	return b;
}

PyObject *new_bytes_index_bad(PyObject *self, PyObject *arg)
{
	PyObject *b = PyBytes_FromStringAndSize(NULL, 4);
	char *p;

	if (!b)
		return NULL;
	p = PyBytes_AsString(b);
	p[0] = 1;
	p[5] = 2; // expect: buffer-overflow '4 bytes'
	return b;
}

PyObject *new_bytes_more_bad(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n;
	PyObject *b;

	if (!PyArg_ParseTuple(args, "y#", &s, &n))
		return NULL;
	b = PyBytes_FromStringAndSize(NULL, n);
	if (!b)
		return NULL;
	memcpy(PyBytes_AS_STRING(b), s, n + 4); // expect: buffer-overflow 'memcpy'
	return b;
}

PyObject *new_bytes_nul_ok(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n;
	PyObject *b;

	if (!PyArg_ParseTuple(args, "s#", &s, &n))
		return NULL;
	b = PyBytes_FromStringAndSize(NULL, n);
	if (!b)
		return NULL;
	/* The byte after the last is there, and is NUL. */
	memcpy(PyBytes_AS_STRING(b), s, n + 1);
	return b;
}

/* The classic: strlen without the NUL. */
PyObject *no_room_for_nul_bad(PyObject *self, PyObject *args)
{
	const char *s;
	char *p;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	p = malloc(strlen(s));
	if (!p)
		return PyErr_NoMemory();
	strcpy(p, s); // expect: buffer-overflow 'strcpy'
	r = PyUnicode_FromString(p);
	free(p);
	return r;
}

PyObject *room_for_nul_ok(PyObject *self, PyObject *args)
{
	const char *s;
	char *p;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	p = malloc(strlen(s) + 1);
	if (!p)
		return PyErr_NoMemory();
	strcpy(p, s);
	r = PyUnicode_FromString(p);
	free(p);
	return r;
}

PyObject *terminated_bad(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n;
	char *p;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "s#", &s, &n))
		return NULL;
	p = PyMem_Malloc(n);
	if (!p)
		return PyErr_NoMemory();
	memcpy(p, s, n);
	p[n] = '\0'; // expect: buffer-overflow
	r = PyUnicode_FromString(p);
	PyMem_Free(p);
	return r;
}

PyObject *terminated_ok(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n;
	char *p;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "s#", &s, &n))
		return NULL;
	p = PyMem_Malloc(n + 1);
	if (!p)
		return PyErr_NoMemory();
	memcpy(p, s, n);
	p[n] = '\0';
	r = PyUnicode_FromString(p);
	PyMem_Free(p);
	return r;
}

/* In a helper that copies. */
static void set_name(char *to, const char *from)
{
	strcpy(to, from);
}

PyObject *helper_bad(PyObject *self, PyObject *args)
{
	char buf[10];
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	set_name(buf, s); // expect: buffer-overflow '10 bytes'
	return PyUnicode_FromString(buf);
}

PyObject *helper_ok(PyObject *self, PyObject *args)
{
	char buf[10];
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	if (strlen(s) > 9)
		return PyErr_Format(PyExc_ValueError, "too long");
	set_name(buf, s);
	return PyUnicode_FromString(buf);
}

/* Wide strings count characters. */
PyObject *wide_bad(PyObject *self, PyObject *o)
{
	wchar_t w[64];
	Py_ssize_t n;

	if (!PyUnicode_Check(o))
		return PyErr_Format(PyExc_TypeError, "a string");
	n = PyUnicode_AsWideChar(o, w, sizeof(w)); // expect: buffer-overflow 'PyUnicode_AsWideChar'
	if (n < 0)
		return NULL;
	return PyLong_FromLong(w[0]);
}

PyObject *wide_ok(PyObject *self, PyObject *o)
{
	wchar_t w[64];
	Py_ssize_t n;

	if (!PyUnicode_Check(o))
		return PyErr_Format(PyExc_TypeError, "a string");
	n = PyUnicode_AsWideChar(o, w, sizeof(w) / sizeof(w[0]));
	if (n < 0)
		return NULL;
	return PyLong_FromLong(w[0]);
}

/* Array stores by a number from Python. */
PyObject *index_bad(PyObject *self, PyObject *args)
{
	int table[8] = { 0 }, i, v;

	if (!PyArg_ParseTuple(args, "ii", &i, &v))
		return NULL;
	if (i > 8)
		return PyErr_Format(PyExc_IndexError, "index");
	table[i] = v; // expect: buffer-overflow 'table'
	return PyLong_FromLong(table[0]);
}

PyObject *index_ok(PyObject *self, PyObject *args)
{
	int table[8] = { 0 }, i, v;

	if (!PyArg_ParseTuple(args, "ii", &i, &v))
		return NULL;
	if (i < 0 || i >= 8)
		return PyErr_Format(PyExc_IndexError, "index");
	table[i] = v;
	return PyLong_FromLong(table[0]);
}

PyObject *items_bad(PyObject *self, PyObject *seq)
{
	double v[3];
	Py_ssize_t i, n = PySequence_Size(seq);

	if (n < 0)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *o = PySequence_GetItem(seq, i);

		if (!o)
			return NULL;
		v[i] = PyFloat_AsDouble(o); // expect: buffer-overflow 'v'
		Py_DECREF(o);
		if (v[i] == -1.0 && PyErr_Occurred())
			return NULL;
	}
	return PyFloat_FromDouble(v[0]);
}

PyObject *items_ok(PyObject *self, PyObject *seq)
{
	double v[3] = { 0 };
	Py_ssize_t i, n = PySequence_Size(seq);

	if (n < 0)
		return NULL;
	if (n > 3)
		return PyErr_Format(PyExc_ValueError, "three");
	for (i = 0; i < n; i++) {
		PyObject *o = PySequence_GetItem(seq, i);

		if (!o)
			return NULL;
		v[i] = PyFloat_AsDouble(o);
		Py_DECREF(o);
		if (v[i] == -1.0 && PyErr_Occurred())
			return NULL;
	}
	return PyFloat_FromDouble(v[0]);
}
