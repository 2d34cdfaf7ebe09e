// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Methods in a table: an error value without an exception.
#include <Python.h>
#include <errno.h>
#include <string.h>

/* An allocation of the C library fails without an exception. */
static PyObject *dup_bad(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);
	PyObject *r;
	char *copy;

	if (!s)
		return NULL;
	copy = strdup(s);
	if (!copy)
		return NULL; // expect: missing-exception
	r = PyUnicode_FromString(copy);
	free(copy);
	return r;
}

static PyObject *dup_ok(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);
	PyObject *r;
	char *copy;

	if (!s)
		return NULL;
	copy = strdup(s);
	if (!copy)
		return PyErr_NoMemory();
	r = PyUnicode_FromString(copy);
	free(copy);
	return r;
}

/* The range is refused, and nothing is said. */
static PyObject *range_bad(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0 || n > 255)
		return NULL; // expect: missing-exception
	return PyLong_FromLong(n * 2);
}

static PyObject *range_ok(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0 || n > 255) {
		PyErr_Format(PyExc_ValueError, "%ld is out of range", n);
		return NULL;
	}
	return PyLong_FromLong(n * 2);
}

/* A type test. */
static PyObject *type_bad(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O:f", &o))
		return NULL;
	if (!PyList_Check(o))
		return NULL; // expect: missing-exception
	return PyLong_FromSsize_t(PyList_GET_SIZE(o));
}

static PyObject *type_ok(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O:f", &o))
		return NULL;
	if (!PyList_Check(o)) {
		PyErr_BadArgument();
		return NULL;
	}
	return PyLong_FromSsize_t(PyList_GET_SIZE(o));
}

/* The error path with a label: one way to it has no exception. */
static PyObject *label_bad(PyObject *self, PyObject *const *args,
			   Py_ssize_t nargs)
{
	PyObject *list = NULL, *num = NULL;
	Py_ssize_t i;

	list = PyList_New(0);
	if (!list)
		goto error;
	for (i = 0; i < nargs; i++) {
		if (!PyUnicode_Check(args[i]))
			goto error;
		num = PyLong_FromSsize_t(PyUnicode_GET_LENGTH(args[i]));
		if (!num)
			goto error;
		if (PyList_Append(list, num) < 0)
			goto error;
		Py_CLEAR(num);
	}
	return list;
error:
	Py_XDECREF(num);
	Py_XDECREF(list);
	return NULL; // expect: missing-exception
}

static PyObject *label_ok(PyObject *self, PyObject *const *args,
			  Py_ssize_t nargs)
{
	PyObject *list = NULL, *num = NULL;
	Py_ssize_t i;

	list = PyList_New(0);
	if (!list)
		goto error;
	for (i = 0; i < nargs; i++) {
		if (!PyUnicode_Check(args[i])) {
			PyErr_Format(PyExc_TypeError, "str is wanted, not %.80s",
				     Py_TYPE(args[i])->tp_name);
			goto error;
		}
		num = PyLong_FromSsize_t(PyUnicode_GET_LENGTH(args[i]));
		if (!num)
			goto error;
		if (PyList_Append(list, num) < 0)
			goto error;
		Py_CLEAR(num);
	}
	return list;
error:
	Py_XDECREF(num);
	Py_XDECREF(list);
	return NULL;
}

/* The end of an iteration is no error. */
static PyObject *next_bad(PyObject *self, PyObject *it)
{
	PyObject *x = PyIter_Next(it);

	return x; // expect: missing-exception
}

static PyObject *next_ok(PyObject *self, PyObject *it)
{
	PyObject *x = PyIter_Next(it);

	if (!x && !PyErr_Occurred())
		PyErr_SetNone(PyExc_StopIteration);
	return x;
}

/* It is cleared before the error is returned. */
static PyObject *cleared_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "x");

	if (!r) {
		if (PyErr_ExceptionMatches(PyExc_AttributeError))
			PyErr_Clear();
		return NULL; // expect: missing-exception
	}
	return r;
}

static PyObject *cleared_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "x");

	if (!r) {
		if (PyErr_ExceptionMatches(PyExc_AttributeError)) {
			PyErr_Clear();
			Py_RETURN_NONE;
		}
		return NULL;
	}
	return r;
}

/* errno was set; nobody made an exception of it. */
static PyObject *open_bad(PyObject *self, PyObject *args)
{
	const char *name;
	FILE *f;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	f = fopen(name, "r");
	if (f == NULL)
		return NULL; // expect: missing-exception
	fclose(f);
	Py_RETURN_NONE;
}

static PyObject *open_ok(PyObject *self, PyObject *args)
{
	const char *name;
	FILE *f;

	if (!PyArg_ParseTuple(args, "s", &name))
		return NULL;
	f = fopen(name, "r");
	if (f == NULL)
		return PyErr_SetFromErrnoWithFilename(PyExc_OSError, name);
	fclose(f);
	Py_RETURN_NONE;
}

/* A switch whose default forgets. */
static PyObject *kind_bad(PyObject *self, PyObject *arg)
{
	int kind = _PyLong_AsInt(arg);

	if (kind == -1 && PyErr_Occurred())
		return NULL;
	switch (kind) {
	case 0:
		return PyList_New(0);
	case 1:
		return PyDict_New();
	default:
		return NULL; // expect: missing-exception
	}
}

static PyObject *kind_ok(PyObject *self, PyObject *arg)
{
	int kind = _PyLong_AsInt(arg);

	if (kind == -1 && PyErr_Occurred())
		return NULL;
	switch (kind) {
	case 0:
		return PyList_New(0);
	case 1:
		return PyDict_New();
	default:
		PyErr_BadInternalCall();
		return NULL;
	}
}

/* A borrowed look-up: no reference, no exception. */
static PyObject *lookup_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;

	if (!PyArg_ParseTuple(args, "O!U", &PyDict_Type, &d, &k))
		return NULL;
	v = PyDict_GetItemWithError(d, k);
	Py_XINCREF(v);
	return v; // expect: missing-exception
}

static PyObject *lookup_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;

	if (!PyArg_ParseTuple(args, "O!U", &PyDict_Type, &d, &k))
		return NULL;
	v = PyDict_GetItemWithError(d, k);
	if (!v) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, k);
		return NULL;
	}
	return Py_NewRef(v);
}

/* The saved exception is not put back. */
static PyObject *fetched_bad(PyObject *self, PyObject *o)
{
	PyObject *t, *v, *tb, *r;

	r = PyObject_Str(o);
	if (!r) {
		PyErr_Fetch(&t, &v, &tb);
		Py_XDECREF(t);
		Py_XDECREF(v);
		Py_XDECREF(tb);
		return NULL; // expect: missing-exception
	}
	return r;
}

static PyObject *fetched_ok(PyObject *self, PyObject *o)
{
	PyObject *t, *v, *tb, *r;

	r = PyObject_Str(o);
	if (!r) {
		PyErr_Fetch(&t, &v, &tb);
		PyErr_NormalizeException(&t, &v, &tb);
		PyErr_Restore(t, v, tb);
		return NULL;
	}
	return r;
}

/* A flag goes along. */
static PyObject *flag_bad(PyObject *self, PyObject *seq)
{
	PyObject *fast = PySequence_Fast(seq, "a sequence is wanted");
	PyObject *sum = NULL;
	int failed = 0;
	Py_ssize_t i;

	if (!fast)
		return NULL;
	for (i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
		if (!PyLong_Check(PySequence_Fast_GET_ITEM(fast, i))) {
			failed = 1;
			break;
		}
	}
	if (!failed)
		sum = PyLong_FromSsize_t(i);
	Py_DECREF(fast);
	return sum; // expect: missing-exception
}

static PyObject *flag_ok(PyObject *self, PyObject *seq)
{
	PyObject *fast = PySequence_Fast(seq, "a sequence is wanted");
	PyObject *sum = NULL;
	int failed = 0;
	Py_ssize_t i;

	if (!fast)
		return NULL;
	for (i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
		if (!PyLong_Check(PySequence_Fast_GET_ITEM(fast, i))) {
			failed = 1;
			break;
		}
	}
	if (failed)
		PyErr_SetString(PyExc_TypeError, "ints only");
	else
		sum = PyLong_FromSsize_t(i);
	Py_DECREF(fast);
	return sum;
}

/* Compared, and not with an error. */
static PyObject *compare_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	int r;

	if (!PyArg_UnpackTuple(args, "cmp", 2, 2, &a, &b))
		return NULL;
	r = PyObject_RichCompareBool(a, b, Py_LT);
	if (r <= 0)
		return NULL; // expect: missing-exception
	Py_RETURN_TRUE;
}

static PyObject *compare_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	int r;

	if (!PyArg_UnpackTuple(args, "cmp", 2, 2, &a, &b))
		return NULL;
	r = PyObject_RichCompareBool(a, b, Py_LT);
	if (r < 0)
		return NULL;
	if (r == 0)
		Py_RETURN_FALSE;
	Py_RETURN_TRUE;
}

/* Freed memory: PyMem_Resize in a macro. */
static PyObject *grow_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyNumber_AsSsize_t(arg, PyExc_OverflowError);
	PyObject *r;
	char *buf;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	buf = PyMem_New(char, n);
	if (buf == NULL)
		return NULL; // expect: missing-exception
	memset(buf, 'x', n);
	r = PyBytes_FromStringAndSize(buf, n);
	PyMem_Free(buf);
	return r;
}

static PyObject *grow_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyNumber_AsSsize_t(arg, PyExc_OverflowError);
	PyObject *r;
	char *buf;

	if (n == -1 && PyErr_Occurred())
		return NULL;
	buf = PyMem_New(char, n);
	if (buf == NULL) {
		PyErr_NoMemory();
		return NULL;
	}
	memset(buf, 'x', n);
	r = PyBytes_FromStringAndSize(buf, n);
	PyMem_Free(buf);
	return r;
}

#define M(n) {#n, n, METH_O, NULL}
#define V(n) {#n, n, METH_VARARGS, NULL}
#define F(n) {#n, (PyCFunction)(void (*)(void))n, METH_FASTCALL, NULL}
static PyMethodDef methods[] = {
	M(dup_bad), M(dup_ok), M(range_bad), M(range_ok), V(type_bad),
	V(type_ok), F(label_bad), F(label_ok), M(next_bad), M(next_ok),
	M(cleared_bad), M(cleared_ok), V(open_bad), V(open_ok), M(kind_bad),
	M(kind_ok), V(lookup_bad), V(lookup_ok), M(fetched_bad),
	M(fetched_ok), M(flag_bad), M(flag_ok), V(compare_bad),
	V(compare_ok), M(grow_bad), M(grow_ok), {NULL}
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModuleDef_Init(&def);
}
