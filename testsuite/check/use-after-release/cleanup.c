// SPDX-License-Identifier: GPL-3.0-or-later
/* Clean-up that comes too early, on some ways only. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *early_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *first;

	if (!it)
		return NULL;
	first = PyIter_Next(it);
	Py_DECREF(it);
	if (!first) {
		if (PyErr_Occurred())
			return NULL;
		return PyObject_Str(it); // expect: use-after-release 'it'
	}
	return first;
}

static PyObject *early_ok(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *first;

	if (!it)
		return NULL;
	first = PyIter_Next(it);
	if (!first && !PyErr_Occurred())
		first = PyObject_Str(it);
	Py_DECREF(it);
	return first;
}

static PyObject *cleared_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_GetAttrString(arg, "o");

	if (!o)
		return NULL;
	if (o == Py_None)
		Py_CLEAR(o);
	if (o)
		return o;
	return PyList_New(0);
}

static PyObject *not_cleared_bad(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_CallNoArgs(arg);

	if (!o)
		return NULL;
	if (PyObject_Size(o) < 0) {
		Py_DECREF(o);
		if (!PyErr_ExceptionMatches(PyExc_TypeError))
			return NULL;
		PyErr_Clear();
	}
	return o; // expect: use-after-release 'o' 'returned'
}

static PyObject *setref_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_Repr(arg);

	if (!o)
		return NULL;
	Py_SETREF(o, PyUnicode_AsUTF8String(o));
	if (!o)
		return NULL;
	Py_SETREF(o, PyLong_FromSsize_t(PyBytes_GET_SIZE(o)));
	return o;
}

static PyObject *switch_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *copy;
	int what;

	if (!PyArg_ParseTuple(args, "Oi", &o, &what))
		return NULL;
	copy = PySequence_List(o);
	if (!copy)
		return NULL;
	switch (what) {
	case 0:
		Py_DECREF(copy);
		/* fall through */
	case 1:
		return copy; // expect: use-after-release 'copy'
	default:
		Py_DECREF(copy);
		Py_RETURN_NONE;
	}
}

static PyObject *switch_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *copy;
	int what;

	if (!PyArg_ParseTuple(args, "Oi", &o, &what))
		return NULL;
	copy = PySequence_List(o);
	if (!copy)
		return NULL;
	switch (what) {
	case 0:
		Py_SETREF(copy, PySequence_Tuple(copy));
		/* fall through */
	case 1:
		return copy;
	default:
		Py_DECREF(copy);
		Py_RETURN_NONE;
	}
}

static PyObject *flag_ok(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg);
	int gone = 0;

	if (!text)
		return NULL;
	if (PyUnicode_GET_LENGTH(text) == 0) {
		Py_DECREF(text);
		gone = 1;
	}
	if (gone)
		Py_RETURN_NONE;
	return text;
}

static PyObject *flag_bad(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg);
	int gone = 0;

	if (!text)
		return NULL;
	if (PyUnicode_GET_LENGTH(text) == 0) {
		Py_DECREF(text);
		gone = 1;
	}
	if (gone)
		return PyUnicode_FromFormat("<%U>", text); // expect: use-after-release 'text'
	return text;
}

static PyObject *cached;

static PyObject *static_ok(PyObject *self, PyObject *arg)
{
	PyObject *fresh = PyObject_Repr(arg);

	if (!fresh)
		return NULL;
	Py_XSETREF(cached, Py_NewRef(fresh));
	Py_DECREF(fresh);
	return Py_NewRef(cached);
}

/* *OUT is dead when it fails. */
static int make(PyObject *from, PyObject **out)
{
	*out = PyList_New(0);
	if (!*out)
		return -1;
	if (PyList_Append(*out, from) < 0) {
		Py_DECREF(*out);
		return -1;
	}
	return 0;
}

static PyObject *out_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = NULL;

	if (make(arg, &list) < 0) {
		Py_XDECREF(list); // todo: over-release
		return NULL;
	}
	return list;
}

static PyObject *out_ok(PyObject *self, PyObject *arg)
{
	PyObject *list;

	if (make(arg, &list) < 0)
		return NULL;
	return list;
}

static PyMethodDef methods[] = {
	{ "early_bad", early_bad, METH_O, NULL },
	{ "early", early_ok, METH_O, NULL },
	{ "cleared", cleared_ok, METH_O, NULL },
	{ "not_cleared_bad", not_cleared_bad, METH_O, NULL },
	{ "setref", setref_ok, METH_O, NULL },
	{ "switch_bad", switch_bad, METH_VARARGS, NULL },
	{ "switch", switch_ok, METH_VARARGS, NULL },
	{ "flag", flag_ok, METH_O, NULL },
	{ "flag_bad", flag_bad, METH_O, NULL },
	{ "static", static_ok, METH_O, NULL },
	{ "out_bad", out_bad, METH_O, NULL },
	{ "out", out_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "cleanup", NULL, 0, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_cleanup(void)
{
	return PyModuleDef_Init(&module);
}
