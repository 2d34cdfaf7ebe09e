// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: lang=c
/* A list that was made empty has what was appended since, here or in a helper;
 * a product that was found to fit. */
#include <Python.h>

static int fill(PyObject *l)
{
	return PyList_Append(l, Py_None);
}


static PyObject *grown_ok(PyObject *self, PyObject *unused)
{
	PyObject *l = PyList_New(0), *r;

	if (!l)
		return NULL;
	if (fill(l) < 0) {
		Py_DECREF(l);
		return NULL;
	}
	r = Py_NewRef(PyList_GET_ITEM(l, 0));
	Py_DECREF(l);
	return r;
}

static PyObject *appended_ok(PyObject *self, PyObject *arg)
{
	PyObject *l = PyList_New(0), *r;
	int i;

	if (!l)
		return NULL;
	for (i = 0; i < 2; i++)
		if (PyList_Append(l, arg) < 0) {
			Py_DECREF(l);
			return NULL;
		}
	for (i = 0; i < PyList_GET_SIZE(l); i++)
		if (PyList_GET_ITEM(l, i) != arg)
			break;
	r = PyLong_FromLong(i);
	Py_DECREF(l);
	return r;
}

static PyObject *empty_bad(PyObject *self, PyObject *unused)
{
	PyObject *l = PyList_New(0), *r;

	if (!l)
		return NULL;
	r = Py_NewRef(PyList_GET_ITEM(l, 0)); // expect: buffer-overflow 'l'
	Py_DECREF(l);
	return r;
}

static PyObject *tuple_bad(PyObject *self, PyObject *unused)
{
	PyObject *t = PyTuple_New(1), *r;

	if (!t)
		return NULL;
	PyTuple_SET_ITEM(t, 0, Py_NewRef(Py_None));
	r = Py_NewRef(PyTuple_GET_ITEM(t, 1)); // expect: buffer-overflow 't'
	Py_DECREF(t);
	return r;
}

/* x * n */
static PyObject *repeat_ok(PyObject *self, Py_ssize_t n)
{
	Py_ssize_t length = PyBytes_GET_SIZE(self);

	if (n < 1)
		return PyBytes_FromStringAndSize(NULL, 0);
	if (length > PY_SSIZE_T_MAX / n)
		return PyErr_NoMemory();
	return PyBytes_FromStringAndSize(NULL, n * length);
}

static PyObject *repeat_bad(PyObject *self, Py_ssize_t n)
{
	Py_ssize_t length = PyBytes_GET_SIZE(self);

	if (n < 1)
		return PyBytes_FromStringAndSize(NULL, 0);
	return PyBytes_FromStringAndSize(NULL, n * length); // expect: integer-overflow 'n'
}

static PySequenceMethods ok_sequence = { .sq_repeat = repeat_ok };
static PySequenceMethods bad_sequence = { .sq_repeat = repeat_bad };
static PyTypeObject ok_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "grown.Good", .tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_as_sequence = &ok_sequence
};
static PyTypeObject bad_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "grown.Bad", .tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_as_sequence = &bad_sequence
};
static PyObject *resized_ok(PyObject *self, PyObject *unused)
{
	PyObject *b = PyByteArray_FromStringAndSize("", 0);
	char *p;

	if (!b)
		return NULL;
	if (PyByteArray_Resize(b, 4) < 0) {
		Py_DECREF(b);
		return NULL;
	}
	p = PyByteArray_AS_STRING(b);
	p[2] = 'c';
	return b;
}

static PyObject *as_made_bad(PyObject *self, PyObject *unused)
{
	PyObject *b = PyByteArray_FromStringAndSize("", 0);
	char *p;

	if (!b)
		return NULL;
	p = PyByteArray_AS_STRING(b);
	p[2] = 'c'; // expect: buffer-overflow
	return b;
}

static PyMethodDef methods[] = {
	{ "grown", grown_ok, METH_NOARGS, NULL },
	{ "appended", appended_ok, METH_O, NULL },
	{ "empty", empty_bad, METH_NOARGS, NULL },
	{ "tuple", tuple_bad, METH_NOARGS, NULL },
	{ "resized", resized_ok, METH_NOARGS, NULL },
	{ "as_made", as_made_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "grown", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_grown(void)
{
	if (PyType_Ready(&ok_type) < 0 || PyType_Ready(&bad_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
