/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NULL where the callee answers it, or never looks: silence; and calls that
 * do look. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *call_ok(PyObject *self, PyObject *a)
{
	PyObject *fn = PyObject_GetAttrString(a, "g");
	PyObject *r = PyObject_CallFunctionObjArgs(fn, a, NULL);

	Py_XDECREF(fn);
	return r;
}

static PyObject *call_bad(PyObject *self, PyObject *a)
{
	PyObject *fn = PyObject_GetAttrString(a, "g");
	PyObject *r = PyObject_CallOneArg(fn, a); // expect: null-argument 'fn'

	Py_XDECREF(fn);
	return r;
}

/* The message is for what is neither. */
static PyObject *fast_ok(PyObject *self, PyObject *o)
{
	if (PyList_Check(o) || PyTuple_Check(o))
		return PySequence_Fast(o, NULL);
	Py_RETURN_NONE;
}

static PyObject *fast_bad(PyObject *self, PyObject *o)
{
	return PySequence_Fast(o, NULL); // expect: null-argument
}

/* A byte is among the ints that stand ready. */
static PyObject *byte_ok(PyObject *self, PyObject *o)
{
	unsigned char *p = (unsigned char *) PyBytes_AsString(o);
	PyObject *d, *n;

	if (!p)
		return NULL;
	d = PyDict_New();
	if (!d)
		return NULL;
	n = PyLong_FromLong(*p);
	if (PyDict_SetItemString(d, "first", n) < 0)
		Py_CLEAR(d);
	Py_DECREF(n);
	return d;
}

static PyObject *word_bad(PyObject *self, PyObject *o)
{
	unsigned short *p = (unsigned short *) PyBytes_AsString(o);
	PyObject *d, *n;

	if (!p)
		return NULL;
	d = PyDict_New();
	if (!d)
		return NULL;
	n = PyLong_FromLong(*p); // expect: buffer-overflow 'p'
	if (PyDict_SetItemString(d, "first", n) < 0) // expect: null-argument 'n'
		Py_CLEAR(d);
	Py_DECREF(n);
	return d;
}

static PyMethodDef functions[] = {
	{ "call", call_ok, METH_O, NULL }, { "call2", call_bad, METH_O, NULL },
	{ "fast", fast_ok, METH_O, NULL }, { "fast2", fast_bad, METH_O, NULL },
	{ "byte", byte_ok, METH_O, NULL }, { "word", word_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, functions, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
