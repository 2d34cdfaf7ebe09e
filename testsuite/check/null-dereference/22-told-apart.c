// SPDX-License-Identifier: GPL-3.0-or-later
/* A number that was told apart from others is told apart again: by a test, by
 * a switch, by a range. */
#include <Python.h>

PyObject *twice_ok(PyObject *o, int flags)
{
	PyObject *x = NULL, *r;

	if (flags == 3) {
		x = PyObject_Repr(o);
		if (x == NULL)
			return NULL;
	}
	r = PyObject_Str(o);
	if (flags == 3)
		Py_DECREF(x);
	return r;
}

PyObject *other_bad(PyObject *o, int flags)
{
	PyObject *x = NULL, *r;

	if (flags == 3) {
		x = PyObject_Repr(o);
		if (x == NULL)
			return NULL;
	}
	r = PyObject_Str(o);
	if (flags == 4)
		Py_DECREF(x); // expect: null-dereference 'x'
	else
		Py_XDECREF(x);
	return r;
}

static PyObject *parsed_ok(PyObject *self, PyObject *args)
{
	PyObject *x = NULL, *r, *o;
	int flags = 0;

	if (!PyArg_ParseTuple(args, "Oi", &o, &flags))
		return NULL;
	switch (flags) {
	case 3: case 4:
		x = PyObject_Repr(o);
		if (x == NULL)
			return NULL;
		break;
	case 7:
		x = PyObject_ASCII(o);
		if (x == NULL)
			return NULL;
	}
	r = PyObject_Str(o);
	switch (flags) {
	case 3: case 7: Py_DECREF(x); break;
	case 2: break;
	default: if (flags == 4) Py_DECREF(x);
	}
	return r;
}

static PyObject *parsed_bad(PyObject *self, PyObject *args)
{
	PyObject *x = NULL, *r, *o;
	int flags = 0;

	if (!PyArg_ParseTuple(args, "Oi", &o, &flags))
		return NULL;
	switch (flags) {
	case 3: case 4:
		x = PyObject_Repr(o);
		if (x == NULL)
			return NULL;
	}
	r = PyObject_Str(o);
	switch (flags) {
	case 3: case 4: case 5: Py_DECREF(x); // expect: null-dereference 'x'
	}
	return r;
}

static PyMethodDef methods[] = {
	{ "ok", parsed_ok, METH_VARARGS, NULL },
	{ "bad", parsed_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *methods_of_it(void)
{
	return methods;
}

PyObject *either_ok(PyObject *o, int k)
{
	PyObject *x = NULL;

	if (k == 3 || k == 4) {
		x = PyObject_Repr(o);
		if (x == NULL)
			return NULL;
	}
	if (k == 4) {
		Py_DECREF(x);
		Py_RETURN_NONE;
	}
	if (k == 3)
		Py_DECREF(x);
	Py_RETURN_NONE;
}

PyObject *either_bad(PyObject *o, int k)
{
	PyObject *x = NULL;

	if (k == 3 || k == 4) {
		x = PyObject_Repr(o);
		if (x == NULL)
			return NULL;
	}
	if (k == 5) {
		Py_DECREF(x); // expect: null-dereference 'x'
		Py_RETURN_NONE;
	}
	Py_XDECREF(x);
	Py_RETURN_NONE;
}

PyObject *digit_ok(PyObject *o, const char *p)
{
	PyObject *x = NULL;
	char c = *p;

	if (c >= '0' && c <= '9') {
		x = PyObject_Repr(o);
		if (x == NULL)
			return NULL;
	}
	if (c == '5') {
		Py_DECREF(x);
		Py_RETURN_NONE;
	}
	Py_XDECREF(x);
	Py_RETURN_NONE;
}

PyObject *narrow_ok(PyObject *o, unsigned char k)
{
	PyObject *x = NULL;

	switch (k) {
	case 200: case 201: case 202:
		x = PyObject_Repr(o);
		if (x == NULL)
			return NULL;
	}
	if (k == 201) {
		Py_DECREF(x);
		Py_RETURN_NONE;
	}
	Py_XDECREF(x);
	Py_RETURN_NONE;
}

PyObject *known_ok(PyObject *o)
{
	PyObject *x = NULL;
	unsigned k = 3;

	if (k >= 3 && k <= 9)
		return PyObject_Repr(o);
	Py_DECREF(x);
	return NULL;
}
