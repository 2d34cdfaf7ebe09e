// SPDX-License-Identifier: GPL-3.0-or-later
/* Fields and items of objects without the GIL. */
#include <Python.h>
#include <unistd.h>

typedef struct {
	PyObject_HEAD
	int fd;
	PyObject *name;
} File;

/* A plain C field of an object that the caller holds. */
static PyObject *file_sync_ok(PyObject *self, PyObject *unused)
{
	File *f = (File *) self;
	int r;

	Py_BEGIN_ALLOW_THREADS
	r = fsync(f->fd);
	Py_END_ALLOW_THREADS
	if (r < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	Py_RETURN_NONE;
}

static PyObject *file_forget_bad(PyObject *self, PyObject *unused)
{
	File *f = (File *) self;

	Py_BEGIN_ALLOW_THREADS
	fsync(f->fd);
	Py_CLEAR(f->name); // expect: gil-not-held
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *file_forget_ok(PyObject *self, PyObject *unused)
{
	File *f = (File *) self;

	Py_BEGIN_ALLOW_THREADS
	fsync(f->fd);
	Py_END_ALLOW_THREADS
	Py_CLEAR(f->name);
	Py_RETURN_NONE;
}

/* A buffer was taken for just this. */
static PyObject *file_write_ok(PyObject *self, PyObject *args)
{
	File *f = (File *) self;
	Py_buffer b;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "y*", &b))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	n = write(f->fd, b.buf, (size_t) b.len);
	Py_END_ALLOW_THREADS
	PyBuffer_Release(&b);
	if (n < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	return PyLong_FromSsize_t(n);
}

static PyObject *file_write_bad(PyObject *self, PyObject *args)
{
	File *f = (File *) self;
	Py_buffer b;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "y*", &b))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	n = write(f->fd, b.buf, (size_t) b.len);
	PyBuffer_Release(&b); // expect: gil-not-held 'PyBuffer_Release'
	Py_END_ALLOW_THREADS
	if (n < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	return PyLong_FromSsize_t(n);
}

static void file_dealloc_ok(PyObject *self)
{
	File *f = (File *) self;

	if (f->fd >= 0) {
		Py_BEGIN_ALLOW_THREADS
		close(f->fd);
		Py_END_ALLOW_THREADS
	}
	Py_XDECREF(f->name);
	Py_TYPE(self)->tp_free(self);
}

static PyMethodDef file_methods[] = {
	{ "sync", file_sync_ok, METH_NOARGS, NULL },
	{ "forget", file_forget_bad, METH_NOARGS, NULL },
	{ "forget2", file_forget_ok, METH_NOARGS, NULL },
	{ "write", file_write_ok, METH_VARARGS, NULL },
	{ "write2", file_write_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyTypeObject file_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "objects.File", .tp_basicsize = sizeof (File),
	.tp_new = PyType_GenericNew, .tp_methods = file_methods,
	.tp_dealloc = file_dealloc_ok,
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "objects", NULL, 0, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_objects(void)
{
	if (PyType_Ready(&file_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
