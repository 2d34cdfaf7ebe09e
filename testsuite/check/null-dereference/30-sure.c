/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot fail: a capsule asked by its own name, the number of a type's
 * bases; a length that was parsed is never negative. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>
static PyObject *lengtbases_ok(PyObject *self, PyObject *args)
{
	const char *p;
	Py_ssize_t n;
	if (!PyArg_ParseTuple(args, "s#", &p, &n))
		return NULL;
	if (n < 0)
		return NULL;
	return PyLong_FromSsize_t(n);
}
static PyObject *named_ok(PyObject *self, PyObject *F)
{
	const char *name;
	double *d;
	if (!PyCapsule_CheckExact(F) || !(name = PyCapsule_GetName(F))
	    || strncmp(name, "AB", 2))
		return PyErr_Format(PyExc_TypeError, "no");
	d = PyCapsule_GetPointer(F, name);
	return PyFloat_FromDouble(*d);
}
static PyObject *named_bad(PyObject *self, PyObject *F)
{
	double *d;
	d = PyCapsule_GetPointer(F, "AB");
	return PyFloat_FromDouble(*d); // expect: null-dereference 'd'
}
static PyObject *bases_ok(PyObject *self, PyObject *o)
{
	PyTypeObject *t = Py_TYPE(o);
	Py_ssize_t i, n = PySequence_Size(t->tp_bases), m = 0;
	for (i = 0; i < n; i++)
		m += PyTuple_GET_ITEM(t->tp_bases, i) == o;
	return PyLong_FromSsize_t(m);
}
static PyObject *bases_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PySequence_Size(o);
	return PyLong_FromSsize_t(n); // expect: error-as-truth
}
static PyMethodDef functions[] = {
	{ "render", lengtbases_ok, METH_VARARGS, NULL },
	{ "render2", named_ok, METH_O, NULL },
	{ "render2", named_bad, METH_O, NULL },
	{ "render2", bases_ok, METH_O, NULL },
	{ "render2", bases_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, functions, NULL, NULL, NULL, NULL
};
