// SPDX-License-Identifier: GPL-3.0-or-later
/* Whether something is owned is told by another variable. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *owned_flag_ok(PyObject *self, PyObject *arg)
{
	PyObject *text = arg, *r;
	int owned = 0;

	if (!PyUnicode_Check(arg)) {
		text = PyObject_Str(arg);
		if (!text)
			return NULL;
		owned = 1;
	}
	r = PyUnicode_AsUTF8String(text);
	if (owned)
		Py_DECREF(text);
	return r;
}

static PyObject *owned_flag_bad(PyObject *self, PyObject *arg)
{
	PyObject *text = arg, *r;
	int owned = 0;

	if (!PyUnicode_Check(arg)) {
		text = PyObject_Str(arg);
		if (!text)
			return NULL;
		owned = 1;
	}
	r = PyUnicode_AsUTF8String(text);
	if (!r)
		return NULL; // expect: reference-leak 'text' 'PyUnicode_AsUTF8String'
	if (owned)
		Py_DECREF(text);
	return r;
}

static PyObject *compare_ok(PyObject *self, PyObject *arg)
{
	PyObject *text, *r;

	text = PyUnicode_Check(arg) ? arg : PyObject_Str(arg);
	if (!text)
		return NULL;
	r = PyUnicode_AsUTF8String(text);
	if (text != arg)
		Py_DECREF(text);
	return r;
}

static PyObject *either_ok(PyObject *self, PyObject *arg)
{
	PyObject *text, *r;

	if (PyUnicode_Check(arg)) {
		Py_INCREF(arg);
		text = arg;
	} else {
		text = PyObject_Str(arg);
	}
	if (!text)
		return NULL;
	r = PyUnicode_AsUTF8String(text);
	Py_DECREF(text);
	return r;
}

static PyObject *status_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);
	int status = -1;

	if (list && PyList_Append(list, arg) == 0)
		status = 0;
	if (status < 0) {
		Py_XDECREF(list);
		return NULL;
	}
	return list;
}

enum kind { AS_LIST, AS_TUPLE, AS_SET };

static PyObject *switch_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *r = NULL, *it;
	int kind;

	if (!PyArg_ParseTuple(args, "Oi", &o, &kind))
		return NULL;
	it = PyObject_GetIter(o);
	if (!it)
		return NULL;
	switch (kind) {
	case AS_LIST:
		r = PySequence_List(it);
		break;
	case AS_TUPLE:
		r = PySequence_Tuple(it);
		break;
	case AS_SET:
		r = PySet_New(it);
		break;
	default:
		PyErr_SetString(PyExc_ValueError, "unknown kind");
	}
	Py_DECREF(it);
	return r;
}

static PyObject *switch_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *r = NULL, *it;
	int kind;

	if (!PyArg_ParseTuple(args, "Oi", &o, &kind))
		return NULL;
	it = PyObject_GetIter(o);
	if (!it)
		return NULL;
	switch (kind) {
	case AS_LIST:
		r = PySequence_List(it);
		break;
	case AS_TUPLE:
		return PySequence_Tuple(it); // expect: reference-leak 'it'
	case AS_SET:
		r = PySet_New(it);
		break;
	default:
		PyErr_SetString(PyExc_ValueError, "unknown kind");
	}
	Py_DECREF(it);
	return r;
}

/* The buffer grows; the objects in it go with it. */
static PyObject *grown_ok(PyObject *self, PyObject *arg)
{
	PyObject **items = NULL, **more, *it, *item, *r = NULL;
	Py_ssize_t n = 0, room = 0, i;

	it = PyObject_GetIter(arg);
	if (!it)
		return NULL;
	while ((item = PyIter_Next(it))) {
		if (n == room) {
			room = room ? 2 * room : 8;
			more = PyMem_Realloc(items, room * sizeof (*items));
			if (!more) {
				Py_DECREF(item);
				PyErr_NoMemory();
				goto out;
			}
			items = more;
		}
		items[n++] = item;
	}
	if (!PyErr_Occurred())
		r = PyLong_FromSsize_t(n);
out:
	for (i = 0; i < n; i++)
		Py_DECREF(items[i]);
	PyMem_Free(items);
	Py_DECREF(it);
	return r;
}

static PyObject *parse_owned_bad(PyObject *self, PyObject *args)
{
	PyObject *path;

	if (!PyArg_ParseTuple(args, "O&", PyUnicode_FSConverter, &path))
		return NULL;
	if (PyBytes_GET_SIZE(path) > 100) {
		PyErr_SetString(PyExc_ValueError, "too long");
		return NULL; // expect: reference-leak 'path'
	}
	return path;
}

static PyObject *parse_owned_ok(PyObject *self, PyObject *args)
{
	PyObject *path;

	if (!PyArg_ParseTuple(args, "O&", PyUnicode_FSConverter, &path))
		return NULL;
	if (PyBytes_GET_SIZE(path) > 100) {
		PyErr_SetString(PyExc_ValueError, "too long");
		Py_DECREF(path);
		return NULL;
	}
	return path;
}

static PyObject *parse_borrowed_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b = Py_None;
	const char *text;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "Os#|O", &a, &text, &n, &b))
		return NULL;
	if (b == Py_None)
		return PyUnicode_FromStringAndSize(text, n);
	return PyNumber_Add(a, b);
}

static PyMethodDef methods[] = {
	{ "owned_flag", owned_flag_ok, METH_O, NULL },
	{ "owned_flag_bad", owned_flag_bad, METH_O, NULL },
	{ "compare", compare_ok, METH_O, NULL },
	{ "either", either_ok, METH_O, NULL },
	{ "status", status_ok, METH_O, NULL },
	{ "switch", switch_ok, METH_VARARGS, NULL },
	{ "switch_bad", switch_bad, METH_VARARGS, NULL },
	{ "grown", grown_ok, METH_O, NULL },
	{ "parse_owned_bad", parse_owned_bad, METH_VARARGS, NULL },
	{ "parse_owned", parse_owned_ok, METH_VARARGS, NULL },
	{ "parse_borrowed", parse_borrowed_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "flags", NULL, 0, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_flags(void)
{
	return PyModuleDef_Init(&module);
}
