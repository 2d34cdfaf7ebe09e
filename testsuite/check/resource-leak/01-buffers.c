// SPDX-License-Identifier: GPL-3.0-or-later
/* Py_buffer: from PyObject_GetBuffer and from formats. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *view_bad(PyObject *self, PyObject *arg)
{
	Py_buffer view;

	if (PyObject_GetBuffer(arg, &view, PyBUF_SIMPLE) < 0)
		return NULL;
	return PyLong_FromSsize_t(view.len); // expect: resource-leak 'Py_buffer' 'view'
}

static PyObject *view_ok(PyObject *self, PyObject *arg)
{
	Py_buffer view;
	PyObject *r;

	if (PyObject_GetBuffer(arg, &view, PyBUF_SIMPLE) < 0)
		return NULL;
	r = PyLong_FromSsize_t(view.len);
	PyBuffer_Release(&view);
	return r;
}

static PyObject *error_path_bad(PyObject *self, PyObject *arg)
{
	Py_buffer view;
	PyObject *r;

	if (PyObject_GetBuffer(arg, &view, PyBUF_SIMPLE) < 0)
		return NULL;
	if (view.len > 100) {
		PyErr_SetString(PyExc_ValueError, "too long");
		return NULL; // expect: resource-leak 'view'
	}
	r = PyBytes_FromStringAndSize(view.buf, view.len);
	PyBuffer_Release(&view);
	return r;
}

static PyObject *error_path_ok(PyObject *self, PyObject *arg)
{
	Py_buffer view;
	PyObject *r = NULL;

	if (PyObject_GetBuffer(arg, &view, PyBUF_SIMPLE) < 0)
		return NULL;
	if (view.len > 100) {
		PyErr_SetString(PyExc_ValueError, "too long");
		goto out;
	}
	r = PyBytes_FromStringAndSize(view.buf, view.len);
out:
	PyBuffer_Release(&view);
	return r;
}

static PyObject *format_bad(PyObject *self, PyObject *args)
{
	Py_buffer data;
	int n;

	if (!PyArg_ParseTuple(args, "y*i", &data, &n))
		return NULL;
	if (n < 0)
		return PyErr_Format(PyExc_ValueError, "%d", n); // expect: resource-leak 'data'
	PyBuffer_Release(&data);
	Py_RETURN_NONE;
}

static PyObject *format_ok(PyObject *self, PyObject *args)
{
	Py_buffer data;
	int n;

	if (!PyArg_ParseTuple(args, "y*i", &data, &n))
		return NULL;
	PyBuffer_Release(&data);
	if (n < 0)
		return PyErr_Format(PyExc_ValueError, "%d", n);
	Py_RETURN_NONE;
}

static PyObject *two_bad(PyObject *self, PyObject *args)
{
	Py_buffer a, b;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "s*s*", &a, &b))
		return NULL;
	r = PyBool_FromLong(a.len == b.len);
	PyBuffer_Release(&a);
	return r; // expect: resource-leak 'b'
}

static PyObject *two_ok(PyObject *self, PyObject *args)
{
	Py_buffer a, b;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "s*s*", &a, &b))
		return NULL;
	r = PyBool_FromLong(a.len == b.len);
	PyBuffer_Release(&a);
	PyBuffer_Release(&b);
	return r;
}

/* Whether it was given is seen by its obj. */
static PyObject *optional_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *names[] = { "data", NULL };
	Py_buffer data = { 0 };
	Py_ssize_t n;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|y*", names, &data))
		return NULL;
	n = data.obj ? data.len : 0;
	if (data.obj)
		PyBuffer_Release(&data);
	return PyLong_FromSsize_t(n);
}

/* Two by hand: the first when the second fails. */
static PyObject *second_bad(PyObject *self, PyObject *args)
{
	PyObject *x, *y;
	Py_buffer a, b;
	int same;

	if (!PyArg_ParseTuple(args, "OO", &x, &y))
		return NULL;
	if (PyObject_GetBuffer(x, &a, PyBUF_SIMPLE) < 0)
		return NULL;
	if (PyObject_GetBuffer(y, &b, PyBUF_SIMPLE) < 0)
		return NULL; // expect: resource-leak 'a'
	same = a.len == b.len && !memcmp(a.buf, b.buf, (size_t) a.len);
	PyBuffer_Release(&a);
	PyBuffer_Release(&b);
	return PyBool_FromLong(same);
}

static PyObject *second_ok(PyObject *self, PyObject *args)
{
	PyObject *x, *y;
	Py_buffer a, b;
	int same;

	if (!PyArg_ParseTuple(args, "OO", &x, &y))
		return NULL;
	if (PyObject_GetBuffer(x, &a, PyBUF_SIMPLE) < 0)
		return NULL;
	if (PyObject_GetBuffer(y, &b, PyBUF_SIMPLE) < 0) {
		PyBuffer_Release(&a);
		return NULL;
	}
	same = a.len == b.len && !memcmp(a.buf, b.buf, (size_t) a.len);
	PyBuffer_Release(&a);
	PyBuffer_Release(&b);
	return PyBool_FromLong(same);
}

/* A helper that takes one, a helper that gives it back. */
static int take(PyObject *o, Py_buffer *view)
{
	if (PyObject_GetBuffer(o, view, PyBUF_SIMPLE) < 0)
		return -1;
	if (view->len == 0) {
		PyBuffer_Release(view);
		PyErr_SetString(PyExc_ValueError, "empty");
		return -1;
	}
	return 0;
}

static void give_back(Py_buffer *view)
{
	if (view->obj)
		PyBuffer_Release(view);
}

static PyObject *helper_bad(PyObject *self, PyObject *arg)
{
	Py_buffer view;

	if (take(arg, &view) < 0)
		return NULL;
	return PyLong_FromSsize_t(view.len); // expect: resource-leak 'view'
}

static PyObject *helper_ok(PyObject *self, PyObject *arg)
{
	Py_buffer view;
	PyObject *r;

	if (take(arg, &view) < 0)
		return NULL;
	r = PyLong_FromSsize_t(view.len);
	give_back(&view);
	return r;
}

static PyMethodDef methods[] = {
	{ "view_bad", view_bad, METH_O, NULL },
	{ "view_ok", view_ok, METH_O, NULL },
	{ "error_path_bad", error_path_bad, METH_O, NULL },
	{ "error_path_ok", error_path_ok, METH_O, NULL },
	{ "format_bad", format_bad, METH_VARARGS, NULL },
	{ "format_ok", format_ok, METH_VARARGS, NULL },
	{ "two_bad", two_bad, METH_VARARGS, NULL },
	{ "two_ok", two_ok, METH_VARARGS, NULL },
	{ "optional_ok", (PyCFunction) (void (*)(void)) optional_ok,
	  METH_VARARGS | METH_KEYWORDS, NULL },
	{ "second_bad", second_bad, METH_VARARGS, NULL },
	{ "second_ok", second_ok, METH_VARARGS, NULL },
	{ "helper_bad", helper_bad, METH_O, NULL },
	{ "helper_ok", helper_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "buffers", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_buffers(void)
{
	return PyModule_Create(&module);
}
