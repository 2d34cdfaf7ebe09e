// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: lang=c
/* NULL where nothing is read: a length of zero, a function that takes it,
 * memory that is only noted down; each with the twin that reads. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct array { PyObject_HEAD char *bytes; Py_ssize_t n; PyObject *owner; };

/* The buffer of an empty string is not read (_PyUnicode_FromUCS1). */
static PyObject *empty_ok(PyObject *self, PyObject *unused)
{
	return PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, NULL, 0);
}

static PyObject *three_bad(PyObject *self, PyObject *unused)
{
	return PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, NULL, 3); // expect: null-argument
}

/* Emptied: no memory, and no length. */
static int resize(struct array *a, Py_ssize_t n)
{
	char *p;

	if (n == 0) {
		PyMem_Free(a->bytes);
		a->bytes = NULL;
		a->n = 0;
		return 0;
	}
	p = PyMem_Realloc(a->bytes, n);
	if (!p) {
		PyErr_NoMemory();
		return -1;
	}
	a->bytes = p;
	a->n = n;
	return 0;
}

static PyObject *append_ok(struct array *a, PyObject *arg)
{
	Py_buffer view;
	Py_ssize_t old = a->n;

	if (PyObject_GetBuffer(arg, &view, PyBUF_SIMPLE) < 0)
		return NULL;
	if (resize(a, old + view.len) < 0) {
		PyBuffer_Release(&view);
		return NULL;
	}
	memcpy(a->bytes + old, view.buf, view.len);
	PyBuffer_Release(&view);
	Py_RETURN_NONE;
}

/* No memory was to be had; that is another NULL. */
static PyObject *copy_bad(struct array *a, PyObject *unused)
{
	char *p = PyMem_Malloc(a->n);
	PyObject *r;

	memcpy(p, a->bytes, a->n); // expect: null-argument 'p'
	r = PyBytes_FromStringAndSize(p, a->n);
	PyMem_Free(p);
	return r;
}

static PyObject *copy_ok(struct array *a, PyObject *unused)
{
	char *p = PyMem_Malloc(a->n);
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	memcpy(p, a->bytes, a->n);
	r = PyBytes_FromStringAndSize(p, a->n);
	PyMem_Free(p);
	return r;
}

/* Whose type is known, what it does without arguments is known too. */
static PyObject *new_ok(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
	struct array *a = (struct array *) PyList_Type.tp_new(type, NULL, NULL);

	if (!a)
		return NULL;
	a->bytes = NULL;
	return (PyObject *) a;
}

/* del a.n: PyArg_Parse answers NULL with a TypeError; PyArg_ParseTuple reads. */
static int set_n_ok(struct array *a, PyObject *value, void *unused)
{
	int n;

	if (!PyArg_Parse(value, "i", &n))
		return -1;
	a->n = n;
	return 0;
}

static int set_pair_bad(struct array *a, PyObject *value, void *unused)
{
	int n, m;

	if (!PyArg_ParseTuple(value, "ii", &n, &m)) // expect: null-argument 'value'
		return -1;
	a->n = n + m;
	return 0;
}

/* The exporter and its memory are noted down. */
static int get_buffer_ok(struct array *a, Py_buffer *view, int flags)
{
	char *p = a->bytes;

	if (p == NULL)
		return PyBuffer_FillInfo(view, (PyObject *) a, NULL, 0, 0,
					 flags);
	return PyBuffer_FillInfo(view, (PyObject *) a, p, a->n, 0, flags);
}

/* A traceback may be missing. */
static PyObject *display_ok(PyObject *self, PyObject *value)
{
	PyErr_Display((PyObject *) Py_TYPE(value), value, NULL);
	Py_RETURN_NONE;
}

static PyObject *display_bad(PyObject *self, PyObject *arg)
{
	PyObject *v = PyObject_CallNoArgs(arg);

	PyErr_Display((PyObject *) Py_TYPE(arg), v, NULL); // expect: null-argument 'v'
	Py_XDECREF(v);
	Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
	{ "empty", empty_ok, METH_NOARGS, NULL },
	{ "three", three_bad, METH_NOARGS, NULL },
	{ "display", display_ok, METH_O, NULL },
	{ "display2", display_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyMethodDef methods[] = {
	{ "append", (PyCFunction) append_ok, METH_O, NULL },
	{ "copy", (PyCFunction) copy_ok, METH_NOARGS, NULL },
	{ "copy2", (PyCFunction) copy_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyGetSetDef getset[] = {
	{ "n", NULL, (setter) set_n_ok, NULL, NULL },
	{ "pair", NULL, (setter) set_pair_bad, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
static PyBufferProcs procs = { (getbufferproc) get_buffer_ok, NULL };
static PyTypeObject array_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "nothing.Array", .tp_basicsize = sizeof(struct array),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_getset = getset,
	.tp_methods = methods, .tp_as_buffer = &procs, .tp_new = new_ok
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "nothing", NULL, -1, functions, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_nothing(void)
{
	if (PyType_Ready(&array_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
