// SPDX-License-Identifier: GPL-3.0-or-later
// The call family, and what is counted or ended.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

_Py_IDENTIFIER(append);

PyObject *method_bad(PyObject *o, Py_ssize_t n)
{
	return PyObject_CallMethod(o, "read", "i", n); // expect: format-arguments 'argument 4' 'int' 'Py_ssize_t'
}

PyObject *method_ok(PyObject *o, Py_ssize_t n)
{
	return PyObject_CallMethod(o, "read", "n", n);
}

PyObject *method_null_ok(PyObject *o)
{
	return PyObject_CallMethod(o, "read", NULL);
}

PyObject *method_empty_ok(PyObject *o)
{
	return PyObject_CallMethod(o, "read", "()");
}

PyObject *method_no_format_bad(PyObject *o, PyObject *x)
{
	return PyObject_CallMethod(o, "read", NULL, x); // expect: format-arguments
}

PyObject *function_bad(PyObject *f, PyObject *a)
{
	return PyObject_CallFunction(f, "OO", a); // expect: format-arguments 'too few arguments'
}

PyObject *function_ok(PyObject *f, PyObject *a)
{
	return PyObject_CallFunction(f, "(Os)", a, "x");
}

PyObject *id_bad(PyObject *o, double d)
{
	return _PyObject_CallMethodId(o, &PyId_append, "i", d); // expect: format-arguments 'int' 'double'
}

PyObject *end_bad(PyObject *o, PyObject *name, PyObject *a)
{
	return PyObject_CallMethodObjArgs(o, name, a); // expect: format-arguments 'does not end with NULL'
}

PyObject *end_ok(PyObject *o, PyObject *name, PyObject *a)
{
	return PyObject_CallMethodObjArgs(o, name, a, (PyObject *) 0);
}

PyObject *void_null_ok(PyObject *o, PyObject *a)
{
	return PyObject_CallFunctionObjArgs(o, a, (void *) 0);
}

PyObject *pack_few_bad(PyObject *a, PyObject *b)
{
	return PyTuple_Pack(3, a, b); // expect: format-arguments 'PyTuple_Pack' '3'
}

PyObject *pack_many_bad(PyObject *a, PyObject *b)
{
	return PyTuple_Pack(1, a, b); // expect: format-arguments 'PyTuple_Pack' '1'
}

PyObject *pack_int_bad(PyObject *a)
{
	return PyTuple_Pack(2, a, 5); // expect: format-arguments 'argument 3' 'PyObject *' 'int'
}

PyObject *pack_ok(PyObject *a, PyObject *b)
{
	return PyTuple_Pack(2, a, b);
}

PyObject *pack_none_ok(void)
{
	return PyTuple_Pack(0);
}

PyObject *unpack_bad(PyObject *self, PyObject *args)
{
	PyObject *a;

	if (!PyArg_UnpackTuple(args, "f", 1, 2, &a)) // expect: format-arguments '2'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *unpack_type_bad(PyObject *self, PyObject *args)
{
	int a;

	if (!PyArg_UnpackTuple(args, "f", 1, 1, &a)) // expect: format-arguments 'PyObject **' 'int *'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *unpack_min_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;

	if (!PyArg_UnpackTuple(args, "f", 3, 2, &a, &b)) // expect: format-arguments
		return NULL;
	Py_RETURN_NONE;
}

PyObject *unpack_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b = NULL;

	if (!PyArg_UnpackTuple(args, "f", 1, 2, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}

int audit_bad(long n)
{
	return PySys_Audit("event", "i", n); // expect: format-arguments 'int' 'long'
}

int audit_ok(PyObject *o)
{
	return PySys_Audit("event", "O", o);
}
