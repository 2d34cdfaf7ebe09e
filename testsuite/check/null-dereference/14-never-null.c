// SPDX-License-Identifier: GPL-3.0-or-later
/* What is not NULL here, and why; each with the twin where it may be. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern int error_for_exception(void);
extern void log_error(void);

/* Small ints are kept by CPython. */
static PyObject *small_ok(PyObject *self, PyObject *arg)
{
	PyObject *one = PyLong_FromLong(1);

	Py_INCREF(one);
	Py_DECREF(one);
	return one;
}

static PyObject *large_bad(PyObject *self, PyObject *arg)
{
	PyObject *n = PyLong_FromLong(100000);

	Py_INCREF(n); // expect: null-dereference 'n'
	Py_DECREF(n);
	return n;
}

/* The key was found before. */
PyObject *found_ok(PyObject *d, PyObject *k)
{
	int r = PyDict_Contains(d, k);

	if (r < 0)
		return NULL;
	if (r) {
		PyObject *v = PyDict_GetItemWithError(d, k);

		Py_INCREF(v);
		return v;
	}
	Py_RETURN_NONE;
}

PyObject *other_key_bad(PyObject *d, PyObject *k, PyObject *l)
{
	int r = PyDict_Contains(d, k);

	if (r < 0)
		return NULL;
	if (r) {
		PyObject *v = PyDict_GetItemWithError(d, l);

		Py_INCREF(v); // expect: null-dereference 'v'
		return v;
	}
	Py_RETURN_NONE;
}

/* An unknown function was asked whether there is an exception. */
static int asked_ok(PyObject *callback, void *unused)
{
	PyObject *r = PyObject_CallNoArgs(callback);
	int err = error_for_exception();

	if (err) {
		Py_XDECREF(r);
		return err;
	}
	Py_DECREF(r);
	return 0;
}

static int logged_bad(PyObject *callback, void *unused)
{
	PyObject *r = PyObject_CallNoArgs(callback);

	log_error();
	Py_DECREF(r); // expect: null-dereference 'r'
	return 0;
}

int (*const callbacks[])(PyObject *, void *) = { asked_ok, logged_bad };

/* Counted unpacking. */
static PyObject *unpack_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b = NULL;

	if (!PyArg_UnpackTuple(args, "unpack", 1, 2, &a, &b))
		return NULL;
	return Py_NewRef(b); // expect: null-dereference 'b'
}

static PyObject *unpack_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b = NULL, *c = NULL;

	if (!PyArg_UnpackTuple(args, "unpack", 2, 3, &a, &b, &c))
		return NULL;
	if (c)
		return Py_NewRef(c);
	return Py_NewRef(b);
}

/* The code knows how many there are. */
static PyObject *counted_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b = NULL;

	if (!PyArg_ParseTuple(args, "O|O", &a, &b))
		return NULL;
	if (PyTuple_GET_SIZE(args) == 2)
		return Py_NewRef(b);
	return Py_NewRef(a);
}

/* The later one is given only with the earlier. */
static PyObject *prefix_ok(PyObject *self, PyObject *args)
{
	PyObject *a = NULL, *b = NULL;

	if (!PyArg_ParseTuple(args, "|OO", &a, &b))
		return NULL;
	if (b)
		return Py_NewRef(a);
	Py_RETURN_NONE;
}

static PyObject *prefix_bad(PyObject *self, PyObject *args)
{
	PyObject *a = NULL, *b = NULL;

	if (!PyArg_ParseTuple(args, "|OO", &a, &b))
		return NULL;
	if (a)
		return Py_NewRef(b); // expect: null-dereference 'b'
	Py_RETURN_NONE;
}

/* What saved the exception that there is not. */
static PyObject *saved_ok(PyObject *self, PyObject *arg)
{
	PyObject *r, *t, *v, *tb;

	r = PyObject_CallNoArgs(arg);
	PyErr_Fetch(&t, &v, &tb);
	PyErr_Restore(t, v, tb);
	if (!r)
		return NULL;
	Py_DECREF(r);
	return PyLong_FromLong(2);
}

/* Nobody asked how many arguments there are. */
static PyObject *first_bad(PyObject *self, PyObject *args)
{
	PyObject *o = PyTuple_GetItem(args, 0);

	return Py_NewRef(o); // expect: null-dereference 'o'
}

static PyObject *first_ok(PyObject *self, PyObject *args)
{
	if (PyTuple_Size(args) < 1) {
		PyErr_SetString(PyExc_TypeError, "one argument");
		return NULL;
	}
	return Py_NewRef(PyTuple_GetItem(args, 0));
}

#define VARARGS(f) { #f, f, METH_VARARGS, NULL }
static PyMethodDef methods[] = {
	{ "small", small_ok, METH_O, NULL },
	{ "large", large_bad, METH_O, NULL },
	{ "saved", saved_ok, METH_O, NULL },
	VARARGS (unpack_bad),
	VARARGS (unpack_ok), VARARGS (counted_ok), VARARGS (prefix_ok),
	VARARGS (prefix_bad), VARARGS (first_bad), VARARGS (first_ok),
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "never", NULL, 0, methods, NULL, NULL, NULL, NULL
};
PyMODINIT_FUNC PyInit_never(void)
{
	return PyModuleDef_Init(&module);
}
