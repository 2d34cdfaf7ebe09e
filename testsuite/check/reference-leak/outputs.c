// SPDX-License-Identifier: GPL-3.0-or-later
/* Helpers that make, take, fill and hand out references. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Makes two; both are the caller's on success. */
static int split(PyObject *text, PyObject **left, PyObject **right)
{
	Py_ssize_t n = PyUnicode_GetLength(text);

	if (n < 0)
		return -1;
	*left = PyUnicode_Substring(text, 0, n / 2);
	if (!*left)
		return -1;
	*right = PyUnicode_Substring(text, n / 2, n);
	if (!*right) {
		Py_CLEAR(*left);
		return -1;
	}
	return 0;
}

static PyObject *split_bad(PyObject *self, PyObject *text)
{
	PyObject *left, *right;

	if (split(text, &left, &right) < 0)
		return NULL;
	if (PyUnicode_GET_LENGTH(left) == 0)
		return right; // expect: reference-leak 'left'
	Py_DECREF(left);
	return right;
}

static PyObject *split_ok(PyObject *self, PyObject *text)
{
	PyObject *left, *right, *r;

	if (split(text, &left, &right) < 0)
		return NULL;
	r = PyUnicode_Concat(right, left);
	Py_DECREF(left);
	Py_DECREF(right);
	return r;
}

/* As split, but forgets left when right fails. */
static int split_lost_bad(PyObject *text, PyObject **left, PyObject **right)
{
	PyObject *l, *r;

	l = PyUnicode_Substring(text, 0, 5);
	if (!l)
		return -1;
	r = PyUnicode_Substring(text, 5, 10);
	if (!r)
		return -1; // expect: reference-leak 'l'
	*left = l;
	*right = r;
	return 0;
}

static PyObject *split_lost(PyObject *self, PyObject *text)
{
	PyObject *left, *right, *r;

	if (split_lost_bad(text, &left, &right) < 0)
		return NULL;
	r = PyUnicode_Concat(right, left);
	Py_DECREF(left);
	Py_DECREF(right);
	return r;
}

/* Takes item over when it succeeds, and only then. */
static int adopt(PyObject *list, Py_ssize_t i, PyObject *item)
{
	if (i < 0 || i >= PyList_GET_SIZE(list)) {
		PyErr_SetString(PyExc_IndexError, "out of range");
		return -1;
	}
	PyList_SET_ITEM(list, i, item);
	return 0;
}

static PyObject *adopt_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t i = PyNumber_AsSsize_t(arg, PyExc_IndexError);
	PyObject *list, *item;

	if (i == -1 && PyErr_Occurred())
		return NULL;
	list = PyList_New(1);
	if (!list)
		return NULL;
	item = PyObject_Repr(arg);
	if (!item) {
		Py_DECREF(list);
		return NULL;
	}
	if (adopt(list, i, item) < 0) {
		Py_DECREF(list);
		return NULL; // expect: reference-leak 'item'
	}
	return list;
}

static PyObject *adopt_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t i = PyNumber_AsSsize_t(arg, PyExc_IndexError);
	PyObject *list, *item;

	if (i == -1 && PyErr_Occurred())
		return NULL;
	list = PyList_New(1);
	if (!list)
		return NULL;
	item = PyObject_Repr(arg);
	if (!item) {
		Py_DECREF(list);
		return NULL;
	}
	if (adopt(list, i, item) < 0) {
		Py_DECREF(item);
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

/* Adds to dict; takes nothing over. */
static int put(PyObject *dict, const char *key, PyObject *value)
{
	if (value == NULL)
		return -1;
	return PyDict_SetItemString(dict, key, value);
}

static PyObject *put_bad(PyObject *self, PyObject *arg)
{
	PyObject *d = PyDict_New();

	if (!d)
		return NULL;
	if (put(d, "a", PyFloat_FromDouble(2.5)) < 0) { // expect: reference-leak
		Py_DECREF(d);
		return NULL;
	}
	return d;
}

/* Adds to dict and takes value over. */
static int put_new(PyObject *dict, const char *key, PyObject *value)
{
	int r;

	if (value == NULL)
		return -1;
	r = PyDict_SetItemString(dict, key, value);
	Py_DECREF(value);
	return r;
}

static PyObject *put_ok(PyObject *self, PyObject *arg)
{
	PyObject *d = PyDict_New();

	if (!d)
		return NULL;
	if (put_new(d, "a", PyFloat_FromDouble(2.5)) < 0
	    || put_new(d, "b", PyUnicode_FromString("two")) < 0
	    || put_new(d, "c", PyObject_Type(arg)) < 0) {
		Py_DECREF(d);
		return NULL;
	}
	return d;
}

/* Walks down; each level's list is its own. */
static PyObject *nest(PyObject *arg, int depth)
{
	PyObject *inner, *list;

	if (depth == 0)
		return Py_NewRef(arg);
	inner = nest(arg, depth - 1);
	if (!inner)
		return NULL;
	list = PyList_New(0);
	if (!list) {
		Py_DECREF(inner);
		return NULL;
	}
	if (PyList_Append(list, inner) < 0) {
		Py_DECREF(inner);
		Py_DECREF(list);
		return NULL;
	}
	Py_DECREF(inner);
	return list;
}

static PyObject *nest_ok(PyObject *self, PyObject *arg)
{
	return nest(arg, 5);
}

static PyObject *nest_lost_bad(PyObject *arg, int depth)
{
	PyObject *inner, *list;

	if (depth == 0)
		return Py_NewRef(arg);
	inner = nest_lost_bad(arg, depth - 1);
	if (!inner)
		return NULL;
	list = PyList_New(0);
	if (!list) {
		Py_DECREF(inner);
		return NULL;
	}
	if (PyList_Append(list, inner) < 0) {
		Py_DECREF(inner);
		Py_DECREF(list);
		return NULL;
	}
	return list; // expect: reference-leak 'inner'
}

static PyObject *nest_call(PyObject *self, PyObject *arg)
{
	return nest_lost_bad(arg, 3);
}

static int convert(PyObject *arg, void *where)
{
	PyObject *text = PyObject_Str(arg);

	if (!text)
		return 0;
	*(PyObject **) where = text;
	return 1;
}

static PyObject *convert_bad(PyObject *self, PyObject *args)
{
	PyObject *text;

	if (!PyArg_ParseTuple(args, "O&", convert, &text))
		return NULL;
	return PyLong_FromSsize_t(PyUnicode_GET_LENGTH(text)); // expect: reference-leak 'text'
}

static PyObject *convert_ok(PyObject *self, PyObject *args)
{
	PyObject *text, *r;

	if (!PyArg_ParseTuple(args, "O&", convert, &text))
		return NULL;
	r = PyLong_FromSsize_t(PyUnicode_GET_LENGTH(text));
	Py_DECREF(text);
	return r;
}

static PyObject *path_bad(PyObject *self, PyObject *args)
{
	PyObject *path, *mode;

	if (!PyArg_ParseTuple(args, "O&O", PyUnicode_FSConverter, &path, &mode))
		return NULL;
	if (!PyUnicode_Check(mode)) {
		PyErr_SetString(PyExc_TypeError, "mode");
		return NULL; // expect: reference-leak 'path'
	}
	return path;
}

static PyObject *path_ok(PyObject *self, PyObject *args)
{
	PyObject *path, *mode;

	if (!PyArg_ParseTuple(args, "O&O", PyUnicode_FSConverter, &path, &mode))
		return NULL;
	if (!PyUnicode_Check(mode)) {
		Py_DECREF(path);
		PyErr_SetString(PyExc_TypeError, "mode");
		return NULL;
	}
	return path;
}

/* A cleanup that several ways share, with one variable forgotten. */
static PyObject *cleanup_bad(PyObject *self, PyObject *arg)
{
	PyObject *items = NULL, *text = NULL, *result = NULL, *sep = NULL;

	items = PyObject_CallMethod(arg, "split", NULL);
	if (!items)
		goto done;
	sep = PyUnicode_FromString(", ");
	if (!sep)
		goto done;
	text = PyUnicode_Join(sep, items);
	if (!text)
		goto done;
	result = PyObject_CallMethod(text, "strip", NULL);
done:
	Py_XDECREF(items);
	Py_XDECREF(text);
	return result; // expect: reference-leak 'sep'
}

static PyObject *cleanup_ok(PyObject *self, PyObject *arg)
{
	PyObject *items = NULL, *text = NULL, *result = NULL, *sep = NULL;

	items = PyObject_CallMethod(arg, "split", NULL);
	if (!items)
		goto done;
	sep = PyUnicode_FromString(", ");
	if (!sep)
		goto done;
	text = PyUnicode_Join(sep, items);
	if (!text)
		goto done;
	result = PyObject_CallMethod(text, "strip", NULL);
done:
	Py_XDECREF(items);
	Py_XDECREF(text);
	Py_XDECREF(sep);
	return result;
}

#define CHECK(x) do { if ((x) == NULL) goto fail; } while (0)

static PyObject *macro_bad(PyObject *self, PyObject *arg)
{
	PyObject *a = NULL, *b = NULL, *r;

	CHECK(a = PyNumber_Long(arg));
	CHECK(b = PyNumber_Float(arg));
	CHECK(r = PyNumber_Add(a, b));
	Py_DECREF(a);
	Py_DECREF(b);
	return r;
fail:
	Py_XDECREF(a);
	return NULL; // expect: reference-leak 'b'
}

static PyObject *macro_ok(PyObject *self, PyObject *arg)
{
	PyObject *a = NULL, *b = NULL, *r;

	CHECK(a = PyNumber_Long(arg));
	CHECK(b = PyNumber_Float(arg));
	CHECK(r = PyNumber_Add(a, b));
	Py_DECREF(a);
	Py_DECREF(b);
	return r;
fail:
	Py_XDECREF(a);
	Py_XDECREF(b);
	return NULL;
}

static PyObject *owned_flag_ok(PyObject *self, PyObject *arg)
{
	PyObject *seq = arg, *r;
	int owned = 0;

	if (!PyList_Check(arg)) {
		seq = PySequence_List(arg);
		if (!seq)
			return NULL;
		owned = 1;
	}
	r = PyLong_FromSsize_t(PyList_GET_SIZE(seq));
	if (owned)
		Py_DECREF(seq);
	return r;
}

static PyObject *owned_flag_bad(PyObject *self, PyObject *arg)
{
	PyObject *seq = arg, *r;

	if (!PyList_Check(arg)) {
		seq = PySequence_List(arg);
		if (!seq)
			return NULL;
	}
	r = PyLong_FromSsize_t(PyList_GET_SIZE(seq));
	return r; // expect: reference-leak 'seq'
}

static PyObject *compare_owned_ok(PyObject *self, PyObject *arg)
{
	PyObject *seq = arg, *r;

	if (!PyList_Check(arg)) {
		seq = PySequence_List(arg);
		if (!seq)
			return NULL;
	}
	r = PyLong_FromSsize_t(PyList_GET_SIZE(seq));
	if (seq != arg)
		Py_DECREF(seq);
	return r;
}

static PyMethodDef methods[] = {
	{ "split_bad", split_bad, METH_O, NULL },
	{ "split", split_ok, METH_O, NULL },
	{ "split_lost", split_lost, METH_O, NULL },
	{ "adopt_bad", adopt_bad, METH_O, NULL },
	{ "adopt", adopt_ok, METH_O, NULL },
	{ "put_bad", put_bad, METH_O, NULL },
	{ "put", put_ok, METH_O, NULL },
	{ "nest", nest_ok, METH_O, NULL },
	{ "nest_call", nest_call, METH_O, NULL },
	{ "convert_bad", convert_bad, METH_VARARGS, NULL },
	{ "convert", convert_ok, METH_VARARGS, NULL },
	{ "path_bad", path_bad, METH_VARARGS, NULL },
	{ "path", path_ok, METH_VARARGS, NULL },
	{ "cleanup_bad", cleanup_bad, METH_O, NULL },
	{ "cleanup", cleanup_ok, METH_O, NULL },
	{ "macro_bad", macro_bad, METH_O, NULL },
	{ "macro", macro_ok, METH_O, NULL },
	{ "owned_flag", owned_flag_ok, METH_O, NULL },
	{ "owned_flag_bad", owned_flag_bad, METH_O, NULL },
	{ "compare_owned", compare_owned_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "outputs", NULL, 0, methods, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_outputs(void)
{
	return PyModuleDef_Init(&module);
}
