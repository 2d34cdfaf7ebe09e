// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Structs that are copied or cleared whole, pairs of items. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

struct record {
	char name[8];
	int x;
};

extern void use(void *);

PyObject *clear_whole_ok(PyObject *self, PyObject *o)
{
	struct record s;

	memset(&s, 0, sizeof(s));
	s.x = 1;
	use(&s);
	Py_RETURN_NONE;
}

PyObject *clear_more_bad(PyObject *self, PyObject *o)
{
	struct record s;

	memset(&s, 0, sizeof(s) + 1); // expect: buffer-overflow 'memset'
	s.x = 1;
	use(&s);
	Py_RETURN_NONE;
}

PyObject *pairs_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t i, n = PyTuple_GET_SIZE(args);

	if (n < 1 || n % 2)
		return PyErr_Format(PyExc_TypeError, "pairs are wanted");
	for (i = 0; i < n; i += 2)
		if (PyTuple_GET_ITEM(args, i) == PyTuple_GET_ITEM(args, i + 1))
			Py_RETURN_TRUE;
	return PyBool_FromLong(PyTuple_GET_ITEM(args, 1) == Py_None);
}

static int sum(const unsigned char *p)
{
	int table[20], i, r = 0;

	for (i = 0; i < 20; i++)
		table[i] = p[i & 3];
	for (i = 0; i < 20; ) {
		r += table[i++];
		r ^= table[i++];
	}
	return r;
}

PyObject *steps_ok(PyObject *self, PyObject *o)
{
	const char *s = PyUnicode_AsUTF8(o);

	if (!s)
		return NULL;
	if (strlen(s) < 4)
		return PyErr_Format(PyExc_ValueError, "too short");
	return PyLong_FromLong(sum((const unsigned char *) s));
}
