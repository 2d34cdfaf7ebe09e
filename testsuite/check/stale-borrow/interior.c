// SPDX-License-Identifier: GPL-3.0-or-later
/* Pointers into objects live as long as the object. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *utf8_released_bad(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Str(o);
	const char *text;

	if (!s)
		return NULL;
	text = PyUnicode_AsUTF8(s);
	Py_DECREF(s);
	if (!text)
		return NULL;
	return PyUnicode_FromFormat("<%s>", text); // expect: stale-borrow 'text' 's'
}

static PyObject *utf8_released_ok(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Str(o), *r = NULL;
	const char *text;

	if (!s)
		return NULL;
	text = PyUnicode_AsUTF8(s);
	if (text)
		r = PyUnicode_FromFormat("<%s>", text);
	Py_DECREF(s);
	return r;
}

static PyObject *bytes_bad(PyObject *self, PyObject *o)
{
	PyObject *b = PyUnicode_AsEncodedString(o, "latin-1", NULL);
	char *p;

	if (!b)
		return NULL;
	p = PyBytes_AS_STRING(b);
	Py_DECREF(b);
	return PyLong_FromString(p, NULL, 10); // expect: stale-borrow 'p' 'b'
}

static PyObject *bytes_ok(PyObject *self, PyObject *o)
{
	PyObject *b = PyUnicode_AsEncodedString(o, "latin-1", NULL), *r;
	char *p;

	if (!b)
		return NULL;
	p = PyBytes_AS_STRING(b);
	r = PyLong_FromString(p, NULL, 10);
	Py_DECREF(b);
	return r;
}

/* The size is a number, not a pointer. */
static PyObject *size_ok(PyObject *self, PyObject *o)
{
	PyObject *b = PyObject_Bytes(o);
	Py_ssize_t n;

	if (!b)
		return NULL;
	n = PyBytes_GET_SIZE(b);
	Py_DECREF(b);
	return PyLong_FromSsize_t(n);
}

static PyObject *and_size_bad(PyObject *self, PyObject *o)
{
	PyObject *s = PyObject_Repr(o);
	const char *text;
	Py_ssize_t n, i, spaces = 0;

	if (!s)
		return NULL;
	text = PyUnicode_AsUTF8AndSize(s, &n);
	if (!text) {
		Py_DECREF(s);
		return NULL;
	}
	Py_DECREF(s);
	for (i = 0; i < n; i++)
		if (text[i] == ' ') // expect: stale-borrow 'text' 's'
			spaces++;
	return PyLong_FromSsize_t(spaces);
}

/* By out-parameters. */
static PyObject *string_and_size_bad(PyObject *self, PyObject *o)
{
	PyObject *b = PyObject_Bytes(o), *r;
	char *p;
	Py_ssize_t n;

	if (!b)
		return NULL;
	if (PyBytes_AsStringAndSize(b, &p, &n) < 0) {
		Py_DECREF(b);
		return NULL;
	}
	Py_DECREF(b);
	r = PyUnicode_DecodeUTF8(p, n, "strict"); // expect: stale-borrow 'p' 'b'
	return r;
}

static PyObject *string_and_size_ok(PyObject *self, PyObject *o)
{
	PyObject *b = PyObject_Bytes(o), *r;
	char *p;
	Py_ssize_t n;

	if (!b)
		return NULL;
	if (PyBytes_AsStringAndSize(b, &p, &n) < 0) {
		Py_DECREF(b);
		return NULL;
	}
	r = PyUnicode_DecodeUTF8(p, n, "strict");
	Py_DECREF(b);
	return r;
}

/* The pointer is returned: it dangles for the caller. */
static const char *name_of_bad(PyObject *o)
{
	PyObject *name = PyObject_GetAttrString(o, "name");
	const char *text;

	if (!name)
		return NULL;
	text = PyUnicode_AsUTF8(name);
	Py_DECREF(name);
	return text; // expect: stale-borrow 'text' 'name'
}

static PyObject *use_name(PyObject *self, PyObject *o)
{
	const char *text = name_of_bad(o);

	if (!text)
		return NULL;
	return PyUnicode_FromString(text);
}

/* A copy is one's own. */
static char *copy_of(PyObject *o)
{
	PyObject *name = PyObject_GetAttrString(o, "name");
	const char *text;
	char *copy = NULL;

	if (!name)
		return NULL;
	text = PyUnicode_AsUTF8(name);
	if (text) {
		copy = PyMem_Malloc(strlen(text) + 1);
		if (copy)
			strcpy(copy, text);
		else
			PyErr_NoMemory();
	}
	Py_DECREF(name);
	return copy;
}

static PyObject *copy_ok(PyObject *self, PyObject *o)
{
	char *text = copy_of(o);
	PyObject *r;

	if (!text)
		return NULL;
	r = PyUnicode_FromString(text);
	PyMem_Free(text);
	return r;
}

/* What Python passed lives as long as the call. */
static PyObject *argument_ok(PyObject *self, PyObject *args)
{
	const char *name;
	PyObject *fn, *r;

	if (!PyArg_ParseTuple(args, "sO", &name, &fn))
		return NULL;
	r = PyObject_CallNoArgs(fn);
	if (!r)
		return NULL;
	Py_DECREF(r);
	return PyUnicode_FromString(name);
}

/* A bytearray can be resized by whoever runs. */
static PyObject *bytearray_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *fn, *r;
	char *p;

	if (!PyArg_ParseTuple(args, "O!O", &PyByteArray_Type, &a, &fn))
		return NULL;
	p = PyByteArray_AS_STRING(a);
	r = PyObject_CallNoArgs(fn);
	if (!r)
		return NULL;
	Py_DECREF(r);
	return PyLong_FromLong(p[0]); // expect: stale-borrow 'p' 'PyObject_CallNoArgs'
}

/* A buffer keeps the exporter and its memory. */
static PyObject *buffer_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *fn, *r;
	Py_buffer view;
	char *p;

	if (!PyArg_ParseTuple(args, "OO", &a, &fn))
		return NULL;
	if (PyObject_GetBuffer(a, &view, PyBUF_SIMPLE) < 0)
		return NULL;
	p = view.buf;
	r = PyObject_CallNoArgs(fn);
	if (r)
		Py_SETREF(r, PyLong_FromLong(view.len ? p[0] : 0));
	PyBuffer_Release(&view);
	return r;
}

static PyObject *buffer_bad(PyObject *self, PyObject *a)
{
	Py_buffer view;
	const char *p;
	Py_ssize_t n;

	if (PyObject_GetBuffer(a, &view, PyBUF_SIMPLE) < 0)
		return NULL;
	p = view.buf;
	n = view.len;
	PyBuffer_Release(&view);
	return PyBytes_FromStringAndSize(p, n); // expect: stale-borrow 'p' 'view'
}

/* The type's name lives as long as the type, which the object holds. */
static PyObject *type_name_ok(PyObject *self, PyObject *o)
{
	const char *name = Py_TYPE(o)->tp_name;
	PyObject *r = PyObject_Repr(o);

	if (!r)
		return NULL;
	Py_SETREF(r, PyUnicode_FromFormat("%s: %U", name, r));
	return r;
}

/* A capsule's memory is the capsule's owner's. */
static PyObject *capsule_ok(PyObject *self, PyObject *args)
{
	PyObject *capsule, *fn, *r;
	int *p;

	if (!PyArg_ParseTuple(args, "O!O", &PyCapsule_Type, &capsule, &fn))
		return NULL;
	p = PyCapsule_GetPointer(capsule, "interior.p");
	if (!p)
		return NULL;
	r = PyObject_CallNoArgs(fn);
	if (!r)
		return NULL;
	Py_DECREF(r);
	return PyLong_FromLong(*p);
}

static PyMethodDef methods[] = {
	{ "a", utf8_released_bad, METH_O, NULL },
	{ "b", utf8_released_ok, METH_O, NULL },
	{ "c", bytes_bad, METH_O, NULL },
	{ "d", bytes_ok, METH_O, NULL },
	{ "e", size_ok, METH_O, NULL },
	{ "f", and_size_bad, METH_O, NULL },
	{ "g", string_and_size_bad, METH_O, NULL },
	{ "h", string_and_size_ok, METH_O, NULL },
	{ "i", use_name, METH_O, NULL },
	{ "j", copy_ok, METH_O, NULL },
	{ "k", argument_ok, METH_VARARGS, NULL },
	{ "l", bytearray_bad, METH_VARARGS, NULL },
	{ "m", buffer_ok, METH_VARARGS, NULL },
	{ "n", buffer_bad, METH_O, NULL },
	{ "o", type_name_ok, METH_O, NULL },
	{ "p", capsule_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "interior", NULL, 0, methods, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_interior(void)
{
	return PyModuleDef_Init(&module);
}
