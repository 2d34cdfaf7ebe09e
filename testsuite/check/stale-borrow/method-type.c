// SPDX-License-Identifier: GPL-3.0-or-later
/* What a method of an exact str returns is one, however it is named: its end
   is no Python code. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
extern PyObject *mk(const char *);
#define HEAD(make) \
	PyObject *u, *k, *r, *d; \
	const char *s; \
	if (!PyArg_ParseTuple(args, "O!s", &PyDict_Type, &d, &s)) return NULL; \
	k = make(s); \
	if (!k) return NULL;
#define TAIL \
	Py_DECREF(k); \
	if (!u) return NULL; \
	r = PyDict_GetItemString(d, "key"); \
	Py_DECREF(u); \
	if (!r) { PyErr_SetString(PyExc_KeyError, "key"); return NULL; } \
	Py_INCREF(r); \
	return r;
static PyObject *literal_ok(PyObject *self, PyObject *args)
{
	HEAD(PyUnicode_FromString)
	u = PyObject_CallMethod(k, "upper", NULL);
	TAIL
}

static PyObject *identifier_ok(PyObject *self, PyObject *args)
{
	_Py_IDENTIFIER(upper);
	HEAD(PyUnicode_FromString)
	u = _PyObject_CallMethodId(k, &PyId_upper, NULL);
	TAIL
}

static PyObject *no_args_ok(PyObject *self, PyObject *args)
{
	_Py_IDENTIFIER(upper);
	HEAD(PyUnicode_FromString)
	u = _PyObject_CallMethodIdNoArgs(k, &PyId_upper);
	TAIL
}

static PyObject *object_ok(PyObject *self, PyObject *args)
{
	PyObject *n;
	HEAD(PyUnicode_FromString)
	n = PyUnicode_InternFromString("upper");
	if (!n) {
		Py_DECREF(k);
		return NULL;
	}
	u = PyObject_CallMethodNoArgs(k, n);
	Py_DECREF(n);
	TAIL
}

static PyObject *whose_bad(PyObject *self, PyObject *args)
{
	HEAD(mk)
	u = PyObject_CallMethod(k, "upper", NULL);
	TAIL // expect: stale-borrow 'r'
}

static PyMethodDef methods[] = {
	{ "literal", literal_ok, METH_VARARGS, NULL },
	{ "identifier", identifier_ok, METH_VARARGS, NULL },
	{ "no_args", no_args_ok, METH_VARARGS, NULL },
	{ "object", object_ok, METH_VARARGS, NULL },
	{ "whose", whose_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, .m_name = "m", .m_methods = methods,
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
