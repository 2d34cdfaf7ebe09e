// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* A helper sets one class of exception, two calls down: who asks for that class
 * has asked for all, who asks for another has not. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	void *item;
} Holder;

static PyTypeObject HolderType;

static void *item_of(PyObject *o)
{
	if (!PyObject_TypeCheck(o, &HolderType)) {
		PyErr_SetString(PyExc_TypeError, "a Holder is due");
		return NULL;
	}
	return ((Holder *) o)->item;
}

static int convert(PyObject *o, void **to)
{
	void *item = item_of(o);

	if (!item)
		return 0;
	*to = item;
	return 1;
}

static PyObject *compare_ok(PyObject *self, PyObject *other, int op)
{
	void *a, *b;

	if (!convert(self, &a) || !convert(other, &b)) {
		if (PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_TypeError))
			PyErr_Clear();
		Py_RETURN_NOTIMPLEMENTED;
	}
	return PyBool_FromLong(a == b);
}

static PyTypeObject HolderType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Holder",
	.tp_basicsize = sizeof(Holder),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_richcompare = compare_ok,
};

static void *named_of(PyObject *o)
{
	if (!PyObject_TypeCheck(o, &HolderType)) {
		PyErr_Format(PyExc_ValueError, "%R is no Holder", o);
		return NULL;
	}
	return ((Holder *) o)->item;
}

static int convert_named(PyObject *o, void **to)
{
	void *item = named_of(o);

	if (!item)
		return 0;
	*to = item;
	return 1;
}

static PyObject *compare_bad(PyObject *self, PyObject *other, int op)
{
	void *a, *b;

	if (!convert_named(self, &a) || !convert_named(other, &b)) {
		if (PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_TypeError))
			PyErr_Clear();
		Py_RETURN_NOTIMPLEMENTED; // expect: stale-exception
	}
	return PyBool_FromLong(a == b);
}

static PyTypeObject NamedType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Named",
	.tp_basicsize = sizeof(Holder),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_richcompare = compare_bad,
};

PyTypeObject *types(int i)
{
	return i ? &NamedType : &HolderType;
}
