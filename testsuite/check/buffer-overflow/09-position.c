// SPDX-License-Identifier: GPL-3.0-or-later
/* A position that moves along with the number of a loop that is counted. */
#include <Python.h>

PyObject *triple_bad(PyObject *self, PyObject *args)
{
	PyObject *t = PyTuple_New(2), *o;
	long v[3] = { 1, 2, 3 };
	Py_ssize_t pos = 0;
	size_t i;

	if (t == NULL)
		return NULL;
	for (i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		o = PyLong_FromLong(v[i] << 20);
		if (o == NULL) {
			Py_DECREF(t);
			return NULL;
		}
		PyTuple_SET_ITEM(t, pos++, o); // expect: buffer-overflow 't'
	}
	return t;
}

PyObject *triple_ok(PyObject *self, PyObject *args)
{
	PyObject *t = PyTuple_New(3), *o;
	long v[3] = { 1, 2, 3 };
	Py_ssize_t pos = 0;
	size_t i;

	if (t == NULL)
		return NULL;
	for (i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		o = PyLong_FromLong(v[i] << 20);
		if (o == NULL) {
			Py_DECREF(t);
			return NULL;
		}
		PyTuple_SET_ITEM(t, pos++, o);
	}
	return t;
}

/* Not each time. */
PyObject *some_ok(PyObject *self, PyObject *args)
{
	PyObject *t = PyTuple_New(2);
	Py_ssize_t pos = 0;
	int i;

	if (t == NULL)
		return NULL;
	for (i = 0; i < 3; i++)
		if (i != 1)
			PyTuple_SET_ITEM(t, pos++, Py_NewRef(self));
	return t;
}

/* The loop ends before the table does; its number is not one more each time
 * it is looked at. */
static const unsigned rounds[] = { 1, 2, 4, 8, 16, 32, 64, 128, 27, 54 };

unsigned rounds_ok(unsigned *key, int bits)
{
	int i = 0;

	if (bits == 128)
		for (;;) {
			key[4] = key[0] ^ rounds[i];
			if (++i == 10)
				return 10;
			key += 4;
		}
	for (;;) {
		key[6] = key[0] ^ rounds[i];
		if (++i == 8)
			return 12;
		key += 6;
	}
}

PyObject *flag_ok(PyObject *self, PyObject *args)
{
	static const long values[] = { 10, 20 };
	int flag = 1;

	if (!PyArg_ParseTuple(args, "|p", &flag))
		return NULL;
	return PyLong_FromLong(values[flag]);
}

PyObject *number_bad(PyObject *self, PyObject *args)
{
	static const long values[] = { 10, 20 };
	int flag = 1;

	if (!PyArg_ParseTuple(args, "|i", &flag))
		return NULL;
	return PyLong_FromLong(values[flag]); // expect: buffer-overflow 'values'
}

/* As list.append does it. */
int room_ok(PyObject *l, PyObject *x)
{
	if (((PyListObject *) l)->allocated > Py_SIZE(l)) {
		PyList_SET_ITEM(l, Py_SIZE(l), Py_NewRef(x));
		Py_SET_SIZE(l, Py_SIZE(l) + 1);
		return 0;
	}
	return PyList_Append(l, x);
}

void room_bad(PyObject *l, PyObject *x)
{
	PyList_SET_ITEM(l, Py_SIZE(l), Py_NewRef(x)); // expect: buffer-overflow 'l'
}
