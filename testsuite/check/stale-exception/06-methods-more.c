// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Success behind an error that was seen or made.
#include <Python.h>
#include <string.h>

/* The return behind the message is forgotten. */
static PyObject *forgot_bad(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0)
		PyErr_SetString(PyExc_ValueError, "negative");
	return PyLong_FromLong(n + 1); // expect: stale-exception
}

static PyObject *forgot_ok(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n < 0) {
		PyErr_SetString(PyExc_ValueError, "negative");
		return NULL;
	}
	return PyLong_FromLong(n + 1);
}

static PyObject *none_bad(PyObject *self, PyObject *o)
{
	PyObject *n = PyObject_GetAttrString(o, "name");

	if (!n)
		Py_RETURN_NONE; // expect: stale-exception
	return n;
}

static PyObject *none_ok(PyObject *self, PyObject *o)
{
	PyObject *n = PyObject_GetAttrString(o, "name");

	if (!n) {
		if (!PyErr_ExceptionMatches(PyExc_AttributeError))
			return NULL;
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return n;
}

/* The loop ends with an error, and the list is returned as if complete. */
static PyObject *collect_bad(PyObject *self, PyObject *src)
{
	PyObject *it = PyObject_GetIter(src), *list, *x;

	if (!it)
		return NULL;
	list = PyList_New(0);
	if (!list) {
		Py_DECREF(it);
		return NULL;
	}
	while ((x = PyIter_Next(it)) != NULL) {
		int r = PyList_Append(list, x);

		Py_DECREF(x);
		if (r < 0)
			goto done;
	}
	if (PyErr_Occurred())
		Py_CLEAR(list);
done:
	Py_DECREF(it);
	return list; // expect: stale-exception
}

static PyObject *collect_ok(PyObject *self, PyObject *src)
{
	PyObject *it = PyObject_GetIter(src), *list, *x;

	if (!it)
		return NULL;
	list = PyList_New(0);
	if (!list) {
		Py_DECREF(it);
		return NULL;
	}
	while ((x = PyIter_Next(it)) != NULL) {
		int r = PyList_Append(list, x);

		Py_DECREF(x);
		if (r < 0)
			break;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		Py_CLEAR(list);
	return list;
}

/* A cleanup label that both ways share, with the result initialised. */
static PyObject *label_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b, *sum = NULL, *result = Py_None;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	sum = PyNumber_Add(a, b);
	if (!sum)
		goto out;
	if (PyObject_SetAttrString(self, "last", sum) < 0)
		goto out;
	result = sum;
out:
	Py_INCREF(result);
	Py_XDECREF(sum);
	return result; // expect: stale-exception
}

static PyObject *label_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b, *sum = NULL, *result = NULL;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	sum = PyNumber_Add(a, b);
	if (!sum)
		goto out;
	if (PyObject_SetAttrString(self, "last", sum) < 0)
		goto out;
	result = Py_NewRef(sum);
out:
	Py_XDECREF(sum);
	return result;
}

/* The wrong error value: False for "could not tell". */
static PyObject *contains_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *k;
	int r;

	if (!PyArg_ParseTuple(args, "OO", &d, &k))
		return NULL;
	r = PySequence_Contains(d, k);
	if (r == -1)
		Py_RETURN_FALSE; // expect: stale-exception
	return PyBool_FromLong(r);
}

static PyObject *contains_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *k;
	int r;

	if (!PyArg_ParseTuple(args, "OO", &d, &k))
		return NULL;
	r = PySequence_Contains(d, k);
	if (r == -1)
		return NULL;
	return PyBool_FromLong(r);
}

/* A second parse is tried, the first's error is still set. */
static PyObject *overload_bad(PyObject *self, PyObject *args)
{
	double d;
	const char *s;

	if (PyArg_ParseTuple(args, "d", &d))
		return PyFloat_FromDouble(d);
	if (PyArg_ParseTuple(args, "s", &s))
		return PyUnicode_FromString(s); // expect: stale-exception
	return NULL;
}

static PyObject *overload_ok(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	if (PyUnicode_Check(o))
		return Py_NewRef(o);
	return PyNumber_Float(o);
}

/* Restored, and then success. */
static PyObject *restore_bad(PyObject *self, PyObject *o)
{
	PyObject *t, *v, *tb;
	PyObject *r = PyObject_CallNoArgs(o);

	if (!r) {
		PyErr_Fetch(&t, &v, &tb);
		PySys_WriteStderr("call failed\n");
		PyErr_Restore(t, v, tb);
		Py_RETURN_NONE; // expect: stale-exception
	}
	return r;
}

static PyObject *restore_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o);

	if (!r) {
		PyErr_WriteUnraisable(o);
		Py_RETURN_NONE;
	}
	return r;
}

/* A flag is noted, and nobody asks it. */
static PyObject *flag_bad(PyObject *self, PyObject *seq)
{
	Py_ssize_t n = PySequence_Size(seq), i;
	int errors = 0;

	if (n < 0)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *x = PySequence_GetItem(seq, i);

		if (!x) {
			errors++;
			break;
		}
		Py_DECREF(x);
	}
	return PyLong_FromLong(errors); // expect: stale-exception
}

static PyObject *flag_ok(PyObject *self, PyObject *seq)
{
	Py_ssize_t n = PySequence_Size(seq), i;
	int errors = 0;

	if (n < 0)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *x = PySequence_GetItem(seq, i);

		if (!x) {
			errors++;
			break;
		}
		Py_DECREF(x);
	}
	if (errors)
		return NULL;
	return PyLong_FromSsize_t(n);
}

/* Warnings can be errors. */
static PyObject *warn_bad(PyObject *self, PyObject *o)
{
	if (PyErr_WarnEx(PyExc_DeprecationWarning, "old", 1) < 0)
		Py_RETURN_NONE; // expect: stale-exception
	return PyObject_Repr(o);
}

static PyObject *warn_ok(PyObject *self, PyObject *o)
{
	if (PyErr_WarnEx(PyExc_DeprecationWarning, "old", 1) < 0)
		return NULL;
	return PyObject_Repr(o);
}

/* An allocation. */
static PyObject *memory_bad(PyObject *self, PyObject *o)
{
	char *p = PyMem_Malloc(100);

	if (!p)
		PyErr_NoMemory();
	else
		PyMem_Free(p);
	Py_RETURN_TRUE; // expect: stale-exception
}

static PyObject *memory_ok(PyObject *self, PyObject *o)
{
	char *p = PyMem_Malloc(100);

	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_TRUE;
}

/* A switch breaks out of its error case. */
static PyObject *switch_bad(PyObject *self, PyObject *arg)
{
	int k = _PyLong_AsInt(arg);
	const char *name = "none";

	if (k == -1 && PyErr_Occurred())
		return NULL;
	switch (k) {
	case 0:
		name = "zero";
		break;
	case 1:
		name = "one";
		break;
	default:
		PyErr_Format(PyExc_ValueError, "no name for %d", k);
		break;
	}
	return PyUnicode_FromString(name); // expect: stale-exception
}

static PyObject *switch_ok(PyObject *self, PyObject *arg)
{
	int k = _PyLong_AsInt(arg);
	const char *name = NULL;

	if (k == -1 && PyErr_Occurred())
		return NULL;
	switch (k) {
	case 0:
		name = "zero";
		break;
	case 1:
		name = "one";
		break;
	default:
		PyErr_Format(PyExc_ValueError, "no name for %d", k);
		break;
	}
	return name ? PyUnicode_FromString(name) : NULL;
}

/* Of bytes it cannot fail; a failed parse leaves the variable alone. */
static PyObject *bytes_ok(PyObject *self, PyObject *o)
{
	PyObject *r;
	char *s;
	Py_ssize_t n;

	if (!PyBytes_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "bytes");
		return NULL;
	}
	PyBytes_AsStringAndSize(o, &s, &n);
	r = PyUnicode_FromStringAndSize(s, n);
	return r;
}

static PyObject *unparsed_ok(PyObject *self, PyObject *args)
{
	const char *s = NULL;

	if (PyArg_ParseTuple(args, "z", &s) && !s)
		s = "none";
	return s ? PyUnicode_FromString(s) : NULL;
}

#define M(n) {#n, n, METH_O, NULL}
#define V(n) {#n, n, METH_VARARGS, NULL}
static PyMethodDef methods[] = {
	M(forgot_bad), M(forgot_ok), M(none_bad), M(none_ok),
	M(collect_bad), M(collect_ok), V(label_bad), V(label_ok),
	V(contains_bad), V(contains_ok), V(overload_bad), V(overload_ok),
	M(restore_bad), M(restore_ok), M(flag_bad), M(flag_ok), M(warn_bad),
	M(warn_ok), M(memory_bad), M(memory_ok), M(switch_bad), M(switch_ok),
	M(bytes_ok), V(unparsed_ok), {NULL}
};

static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModuleDef_Init(&def);
}
