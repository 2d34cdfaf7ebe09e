// SPDX-License-Identifier: GPL-3.0-or-later
/* Resources that an object keeps. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdio.h>

typedef struct {
	PyObject_HEAD
	Py_buffer view;
	char *name;
	FILE *file;
} Reader;

static int reader_init_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	Reader *r = (Reader *) self;

	if (r->view.obj)
		PyBuffer_Release(&r->view);
	return PyArg_ParseTuple(args, "y*", &r->view) ? 0 : -1;
}

static PyObject *reader_set_name_ok(PyObject *self, PyObject *args)
{
	Reader *r = (Reader *) self;
	const char *s;
	char *name;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	name = PyMem_Malloc(strlen(s) + 1);
	if (!name)
		return PyErr_NoMemory();
	strcpy(name, s);
	PyMem_Free(r->name);
	r->name = name;
	Py_RETURN_NONE;
}

static PyObject *reader_set_name_bad(PyObject *self, PyObject *args)
{
	Reader *r = (Reader *) self;
	const char *s;
	char *name;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	name = PyMem_Malloc(strlen(s) + 1);
	if (!name)
		return PyErr_NoMemory();
	strcpy(name, s);
	if (r->name) {
		PyErr_SetString(PyExc_ValueError, "it has a name");
		return NULL; // expect: resource-leak 'name'
	}
	r->name = name;
	Py_RETURN_NONE;
}

static PyObject *reader_open_ok(PyObject *self, PyObject *args)
{
	Reader *r = (Reader *) self;
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	if (r->file)
		fclose(r->file);
	r->file = fopen(s, "r");
	if (!r->file)
		return PyErr_SetFromErrno(PyExc_OSError);
	Py_RETURN_NONE;
}

static PyObject *reader_close_ok(PyObject *self, PyObject *unused)
{
	Reader *r = (Reader *) self;

	if (r->file) {
		fclose(r->file);
		r->file = NULL;
	}
	Py_RETURN_NONE;
}

static void reader_dealloc_ok(PyObject *self)
{
	Reader *r = (Reader *) self;

	if (r->view.obj)
		PyBuffer_Release(&r->view);
	PyMem_Free(r->name);
	if (r->file)
		fclose(r->file);
	Py_TYPE(self)->tp_free(self);
}

static PyMethodDef reader_methods[] = {
	{ "set_name", reader_set_name_ok, METH_VARARGS, NULL },
	{ "set_name2", reader_set_name_bad, METH_VARARGS, NULL },
	{ "open", reader_open_ok, METH_VARARGS, NULL },
	{ "close", reader_close_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyTypeObject reader_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "owned.Reader", .tp_basicsize = sizeof (Reader),
	.tp_new = PyType_GenericNew, .tp_init = reader_init_ok,
	.tp_dealloc = reader_dealloc_ok, .tp_methods = reader_methods,
};

/* Memory that a capsule frees. */
static void capsule_free(PyObject *capsule)
{
	PyMem_Free(PyCapsule_GetPointer(capsule, "owned.memory"));
}

static PyObject *capsule_ok(PyObject *self, PyObject *unused)
{
	char *p = PyMem_Malloc(100);
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	r = PyCapsule_New(p, "owned.memory", capsule_free);
	if (!r)
		PyMem_Free(p);
	return r;
}

static PyObject *capsule_bad(PyObject *self, PyObject *unused)
{
	char *p = PyMem_Malloc(100);

	if (!p)
		return PyErr_NoMemory();
	return PyCapsule_New(p, "owned.memory", capsule_free); // expect: resource-leak 'p'
}

/* A memoryview takes no buffer over: it copies the struct only. */
static PyObject *made_of_ok(PyObject *self, PyObject *args)
{
	Py_buffer b;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "y*", &b))
		return NULL;
	r = PyMemoryView_FromMemory(b.buf, b.len, PyBUF_READ);
	PyBuffer_Release(&b);
	if (!r)
		return NULL;
	Py_DECREF(r);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "capsule", capsule_ok, METH_NOARGS, NULL },
	{ "capsule2", capsule_bad, METH_NOARGS, NULL },
	{ "made_of", made_of_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "owned", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_owned(void)
{
	if (PyType_Ready(&reader_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
