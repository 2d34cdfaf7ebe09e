// SPDX-License-Identifier: GPL-3.0-or-later
/* A length of -1 that goes on as a number. */
#include <Python.h>
#include <assert.h>

typedef struct { PyObject_VAR_HEAD Py_ssize_t used; char *items; } Row;

static Row *row_new(PyTypeObject *type, Py_ssize_t n)
{
	Row *r;

	assert(n >= 0);
	r = (Row *) type->tp_alloc(type, 0);
	if (!r)
		return NULL;
	r->items = PyMem_Calloc((size_t) n + 1, 1);
	if (!r->items) {
		Py_DECREF(r);
		PyErr_NoMemory();
		return NULL;
	}
	r->used = n;
	return r;
}

static Row *row_checked(PyTypeObject *type, Py_ssize_t n)
{
	return n < 0 ? NULL : row_new(type, n);
}

static PyObject *copy_bad(PyObject *self, PyObject *seq)
{
	Py_ssize_t n = PySequence_Size(seq);

	return (PyObject *) row_new(Py_TYPE(self), n); // expect: error-as-truth 'PySequence_Size' 'row_new'
}

static PyObject *copy_ok(PyObject *self, PyObject *seq)
{
	Py_ssize_t n = PySequence_Size(seq);

	if (n < 0)
		return NULL;
	return (PyObject *) row_new(Py_TYPE(self), n);
}

static PyObject *checked_ok(PyObject *self, PyObject *seq)
{
	return (PyObject *) row_checked(Py_TYPE(self), PySequence_Size(seq));
}

static PyObject *list_bad(PyObject *self, PyObject *seq)
{
	return PyList_New(PyObject_Size(seq)); // expect: error-as-truth 'PyObject_Size' 'PyList_New'
}

static PyObject *list_ok(PyObject *self, PyObject *seq)
{
	Py_ssize_t n = PyObject_Size(seq);

	return n == -1 ? NULL : PyList_New(n);
}

/* Less than two, and so no size at all. */
static PyObject *short_bad(PyObject *self, PyObject *seq)
{
	Py_ssize_t n = PySequence_Size(seq); // expect: unchecked-error 'PySequence_Size'

	if (n < 2)
		Py_RETURN_NONE;
	return PyLong_FromSsize_t(n);
}

static PyObject *short_ok(PyObject *self, PyObject *seq)
{
	Py_ssize_t n = PySequence_Size(seq);

	if (n < 0)
		return NULL;
	if (n < 2)
		Py_RETURN_NONE;
	return PyLong_FromSsize_t(n);
}

/* A dict that was seen to be one has a length. */
static PyObject *dict_ok(PyObject *self, PyObject *o)
{
	if (!PyDict_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "a dict is needed");
		return NULL;
	}
	return PyList_New(PyDict_Size(o));
}

static PyObject *hash_bad(PyObject *self, PyObject *o)
{
	return PyLong_FromSsize_t(PyObject_Hash(o)); // expect: error-as-truth 'PyObject_Hash'
}

static PyObject *hash_ok(PyObject *self, PyObject *o)
{
	Py_hash_t h = PyObject_Hash(o);

	return h == -1 ? NULL : PyLong_FromSsize_t(h);
}

/* The message is about what went wrong anyway. */
static PyObject *message_ok(PyObject *self, PyObject *o)
{
	PyErr_Format(PyExc_ValueError, "%zd items", PyObject_Size(o));
	return NULL;
}

static PyMethodDef methods[] = {
	{ "copy_bad", copy_bad, METH_O, NULL },
	{ "copy", copy_ok, METH_O, NULL },
	{ "checked", checked_ok, METH_O, NULL },
	{ "list_bad", list_bad, METH_O, NULL },
	{ "list", list_ok, METH_O, NULL },
	{ "short_bad", short_bad, METH_O, NULL },
	{ "short", short_ok, METH_O, NULL },
	{ "dict", dict_ok, METH_O, NULL },
	{ "hash_bad", hash_bad, METH_O, NULL },
	{ "hash", hash_ok, METH_O, NULL },
	{ "message", message_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "sizes", NULL, 0, methods, NULL, NULL, NULL, NULL
};
PyMODINIT_FUNC PyInit_sizes(void)
{
	return PyModuleDef_Init(&module);
}
