// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Helpers whose callers rely on the convention, with out-parameters, statuses
// and cleanup; and helpers with a convention of their own.
#include <Python.h>
#include <string.h>

/* A status helper: one of its ways to -1 is mute. */
static int to_byte_bad(PyObject *o, unsigned char *out)
{
	long v = PyLong_AsLong(o);

	if (v == -1 && PyErr_Occurred())
		return -1;
	if (v < 0 || v > 255)
		return -1; // expect: missing-exception
	*out = (unsigned char)v;
	return 0;
}

static PyObject *use_to_byte(PyObject *self, PyObject *o)
{
	unsigned char c;

	if (to_byte_bad(o, &c) < 0)
		return NULL;
	return PyLong_FromLong(c);
}

static int to_byte_ok(PyObject *o, unsigned char *out)
{
	long v = PyLong_AsLong(o);

	if (v == -1 && PyErr_Occurred())
		return -1;
	if (v < 0 || v > 255) {
		PyErr_SetString(PyExc_ValueError, "a byte is wanted");
		return -1;
	}
	*out = (unsigned char)v;
	return 0;
}

static PyObject *use_to_byte_ok(PyObject *self, PyObject *o)
{
	unsigned char c;

	if (to_byte_ok(o, &c) < 0)
		return NULL;
	return PyLong_FromLong(c);
}

/* Here the helper is right to be mute: it is its caller who must speak. */
static int find(PyObject *tuple, PyObject *o)
{
	Py_ssize_t i;

	for (i = 0; i < PyTuple_GET_SIZE(tuple); i++)
		if (PyTuple_GET_ITEM(tuple, i) == o)
			return (int)i;
	return -1;
}

static PyObject *index_ok(PyObject *self, PyObject *args)
{
	PyObject *t, *o;
	int i;

	if (!PyArg_ParseTuple(args, "O!O", &PyTuple_Type, &t, &o))
		return NULL;
	i = find(t, o);
	if (i < 0) {
		PyErr_SetString(PyExc_ValueError, "not found");
		return NULL;
	}
	return PyLong_FromLong(i);
}

static PyObject *index_bad(PyObject *self, PyObject *args)
{
	PyObject *t, *o;
	int i;

	if (!PyArg_ParseTuple(args, "O!O", &PyTuple_Type, &t, &o))
		return NULL;
	i = find(t, o);
	if (i < 0)
		return NULL; // expect: missing-exception
	return PyLong_FromLong(i);
}

/* A helper that makes the exception. */
static PyObject *fail(const char *what, int code)
{
	PyErr_Format(PyExc_RuntimeError, "%s failed: %d", what, code);
	return NULL;
}

static PyObject *fail_ok(PyObject *self, PyObject *o)
{
	if (!PyDict_CheckExact(o))
		return fail("dict", 1);
	return PyDict_Copy(o);
}

/* A helper that makes one for certain codes only. */
static void set_error(int code)
{
	if (code == 1)
		PyErr_SetString(PyExc_ValueError, "one");
	else if (code == 2)
		PyErr_SetString(PyExc_TypeError, "two");
}

static PyObject *some_code_bad(PyObject *self, PyObject *o)
{
	if (!PyDict_CheckExact(o)) {
		set_error(3);
		return NULL; // expect: missing-exception
	}
	return PyDict_Copy(o);
}

static PyObject *some_code_ok(PyObject *self, PyObject *o)
{
	if (!PyDict_CheckExact(o)) {
		set_error(2);
		return NULL;
	}
	return PyDict_Copy(o);
}

/* A constructor helper: of its two failures one is mute. */
struct node {
	struct node *next;
	PyObject *o;
};

static struct node *node_new(PyObject *o)
{
	struct node *n = malloc(sizeof(*n));

	if (!n)
		return NULL;
	n->next = NULL;
	n->o = Py_NewRef(o);
	return n;
}

static void node_free(struct node *n)
{
	Py_CLEAR(n->o);
	free(n);
}

static PyObject *make_bad(PyObject *self, PyObject *o)
{
	struct node *n = node_new(o);
	PyObject *r;

	if (!n)
		return NULL; // expect: missing-exception
	r = PyObject_Repr(n->o);
	node_free(n);
	return r;
}

static PyObject *make_ok(PyObject *self, PyObject *o)
{
	struct node *n = node_new(o);
	PyObject *r;

	if (!n)
		return PyErr_NoMemory();
	r = PyObject_Repr(n->o);
	node_free(n);
	return r;
}

/* A look-up helper that says with the indicator which it was. */
static PyObject *cache_get(PyObject *cache, PyObject *key)
{
	PyObject *v = PyDict_GetItemWithError(cache, key);

	return Py_XNewRef(v);
}

static PyObject *cached_bad(PyObject *self, PyObject *args)
{
	PyObject *cache, *key;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &cache, &key))
		return NULL;
	return cache_get(cache, key); // expect: missing-exception
}

static PyObject *cached_ok(PyObject *self, PyObject *args)
{
	PyObject *cache, *key, *v;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &cache, &key))
		return NULL;
	v = cache_get(cache, key);
	if (!v) {
		if (PyErr_Occurred())
			return NULL;
		v = PyObject_Str(key);
	}
	return v;
}

/* The cleanup loses the exception that was set. */
static void forget(PyObject *o)
{
	Py_XDECREF(o);
	PyErr_Clear();
}

static PyObject *forgotten_bad(PyObject *self, PyObject *o)
{
	PyObject *l = PyList_New(0);

	if (!l)
		return NULL;
	if (PyList_Append(l, o) < 0) {
		forget(l);
		return NULL; // expect: missing-exception
	}
	return l;
}

/* A converter for O&: 0 is failure. */
static int path_converter_bad(PyObject *o, void *out)
{
	if (o == Py_None)
		return 0; // expect: missing-exception
	*(PyObject **)out = o;
	return 1;
}

static int path_converter_ok(PyObject *o, void *out)
{
	if (o == Py_None) {
		PyErr_SetString(PyExc_TypeError, "None is no path");
		return 0;
	}
	*(PyObject **)out = o;
	return 1;
}

static PyObject *convert(PyObject *self, PyObject *args)
{
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "O&O&", path_converter_bad, &a,
			      path_converter_ok, &b))
		return NULL;
	return PyTuple_Pack(2, a, b);
}

/* Threads: the failure is noted without the GIL and told with it. */
static PyObject *read_ok(PyObject *self, PyObject *args)
{
	const char *name;
	FILE *f;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	f = fopen(name, "rb");
	Py_END_ALLOW_THREADS
	if (!f) {
		PyErr_SetFromErrno(PyExc_OSError);
		return NULL;
	}
	fclose(f);
	Py_RETURN_NONE;
}

/* What was put at an index is read back there. */
static PyObject *sets_ok(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg), i;
	PyObject *sets[8] = {NULL};

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0 || n > 8)
		return PyErr_Format(PyExc_ValueError, "%ld", n);
	for (i = 0; i < n; i++) {
		sets[i] = PySet_New(NULL);
		if (sets[i] == NULL)
			goto fail;
	}
	for (i = 0; i < n; i++)
		Py_XDECREF(sets[i]);
	Py_RETURN_NONE;
fail:
	for (i = 0; i < 8; i++)
		Py_XDECREF(sets[i]);
	return NULL;
}

static PyMethodDef methods[] = {
	{"sets", sets_ok, METH_O, NULL},
	{"a", use_to_byte, METH_O, NULL},
	{"b", use_to_byte_ok, METH_O, NULL},
	{"c", index_ok, METH_VARARGS, NULL},
	{"d", index_bad, METH_VARARGS, NULL},
	{"e", fail_ok, METH_O, NULL},
	{"f", some_code_bad, METH_O, NULL},
	{"g", some_code_ok, METH_O, NULL},
	{"h", make_bad, METH_O, NULL},
	{"i", make_ok, METH_O, NULL},
	{"j", cached_bad, METH_VARARGS, NULL},
	{"k", cached_ok, METH_VARARGS, NULL},
	{"l", forgotten_bad, METH_O, NULL},
	{"m", convert, METH_VARARGS, NULL},
	{"n", read_ok, METH_VARARGS, NULL},
	{NULL}
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModuleDef_Init(&def);
}
