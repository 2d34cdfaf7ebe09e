// SPDX-License-Identifier: GPL-3.0-or-later
/* What needs the GIL and what does not: memory, buffers, counts, items. */
#include <Python.h>
#include <pythread.h>
#include <string.h>
#include <unistd.h>

typedef struct {
	PyObject_HEAD
	int fd;
	PyObject *name;
	PyObject *items;
	Py_buffer view;
	PyThread_type_lock lock;
	char *data;
} File;

static PyObject *memory_bad(PyObject *op, PyObject *arg)
{
	File *self = (File *) op;

	Py_BEGIN_ALLOW_THREADS
	PyMem_Free(self->data); // expect: gil-not-held 'PyMem_Free'
	self->data = NULL;
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *memory_ok(PyObject *op, PyObject *arg)
{
	char *copy;

	Py_BEGIN_ALLOW_THREADS
	copy = PyMem_RawMalloc(100);
	if (copy)
		memset(copy, 0, 100);
	PyMem_RawFree(copy);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *objects_memory_bad(PyObject *op, PyObject *arg)
{
	void *p;

	Py_BEGIN_ALLOW_THREADS
	p = PyObject_Malloc(100); // expect: gil-not-held 'PyObject_Malloc'
	Py_END_ALLOW_THREADS
	PyObject_Free(p);
	Py_RETURN_NONE;
}

static PyObject *clear_bad(PyObject *op, PyObject *arg)
{
	File *self = (File *) op;

	Py_BEGIN_ALLOW_THREADS
	close(self->fd);
	Py_CLEAR(self->name); // expect: gil-not-held
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *clear_ok(PyObject *op, PyObject *arg)
{
	File *self = (File *) op;
	int fd = self->fd;

	self->fd = -1;
	Py_BEGIN_ALLOW_THREADS
	close(fd);
	Py_END_ALLOW_THREADS
	Py_CLEAR(self->name);
	Py_RETURN_NONE;
}

static PyObject *incref_bad(PyObject *op, PyObject *arg)
{
	File *self = (File *) op;

	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_INCREF(self); // expect: gil-not-held
	Py_END_ALLOW_THREADS
	return op;
}

static PyObject *newref_bad(PyObject *op, PyObject *arg)
{
	File *self = (File *) op;
	PyObject *r;

	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	r = Py_NewRef(self->name); // expect: gil-not-held
	Py_END_ALLOW_THREADS
	return r;
}

static PyObject *newref_ok(PyObject *op, PyObject *arg)
{
	File *self = (File *) op;
	PyObject *r = Py_NewRef(self->name);

	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_END_ALLOW_THREADS
	return r;
}

static PyObject *buffer_bad(PyObject *op, PyObject *args)
{
	File *self = (File *) op;
	Py_buffer view;
	ssize_t n;

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	n = write(self->fd, view.buf, view.len);
	PyBuffer_Release(&view); // expect: gil-not-held 'PyBuffer_Release'
	Py_END_ALLOW_THREADS
	return PyLong_FromSsize_t(n);
}

static PyObject *buffer_ok(PyObject *op, PyObject *args)
{
	File *self = (File *) op;
	Py_buffer view;
	ssize_t n;

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	n = write(self->fd, view.buf, view.len);
	Py_END_ALLOW_THREADS
	PyBuffer_Release(&view);
	return PyLong_FromSsize_t(n);
}

static PyObject *items_bad(PyObject *op, PyObject *arg)
{
	Py_ssize_t i, n, sum = 0;

	if (!PyList_CheckExact(arg))
		return PyErr_Format(PyExc_TypeError, "no list");
	n = PyList_GET_SIZE(arg);
	Py_BEGIN_ALLOW_THREADS
	for (i = 0; i < n; i++)
		sum += PyObject_Size(PyList_GET_ITEM(arg, i)); // expect: gil-not-held
	Py_END_ALLOW_THREADS
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromSsize_t(sum);
}

/* The characters of bytes that are held do not change. */
static PyObject *bytes_ok(PyObject *op, PyObject *arg)
{
	Py_ssize_t n, i, count = 0;
	const char *s;

	if (!PyBytes_Check(arg))
		return PyErr_Format(PyExc_TypeError, "no bytes");
	s = PyBytes_AS_STRING(arg);
	n = PyBytes_GET_SIZE(arg);
	Py_BEGIN_ALLOW_THREADS
	for (i = 0; i < n; i++)
		count += s[i] == '\n';
	Py_END_ALLOW_THREADS
	return PyLong_FromSsize_t(count);
}

static PyObject *bytes_inside_ok(PyObject *op, PyObject *arg)
{
	File *self = (File *) op;
	ssize_t n;

	if (!PyBytes_Check(arg))
		return PyErr_Format(PyExc_TypeError, "no bytes");
	Py_BEGIN_ALLOW_THREADS
	n = write(self->fd, PyBytes_AS_STRING(arg), PyBytes_GET_SIZE(arg));
	Py_END_ALLOW_THREADS
	return PyLong_FromSsize_t(n);
}

/* An encoding is made on demand, and may be the first. */
static PyObject *utf8_bad(PyObject *op, PyObject *arg)
{
	File *self = (File *) op;
	const char *s;
	ssize_t n = -1;

	Py_BEGIN_ALLOW_THREADS
	s = PyUnicode_AsUTF8(arg); // expect: gil-not-held 'PyUnicode_AsUTF8'
	if (s)
		n = write(self->fd, s, strlen(s));
	Py_END_ALLOW_THREADS
	if (!s)
		return NULL;
	return PyLong_FromSsize_t(n);
}

static PyObject *own_fields_ok(PyObject *op, PyObject *arg)
{
	File *self = (File *) op;
	int r;

	Py_BEGIN_ALLOW_THREADS
	PyThread_acquire_lock(self->lock, WAIT_LOCK);
	r = close(self->fd);
	self->fd = -1;
	PyThread_release_lock(self->lock);
	Py_END_ALLOW_THREADS
	if (r < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	Py_RETURN_NONE;
}

/* Its own words say that these need no GIL. */
static PyObject *free_words_ok(PyObject *op, PyObject *arg)
{
	char text[32];
	int here;

	Py_BEGIN_ALLOW_THREADS
	here = Py_IsInitialized() && PyGILState_Check();
	PyOS_snprintf(text, sizeof text, "%lu %d",
		      PyThread_get_thread_ident(), here);
	PyErr_SetInterrupt();
	Py_END_ALLOW_THREADS
	return PyUnicode_FromString(text);
}

static PyObject *occurred_bad(PyObject *op, PyObject *arg)
{
	File *self = (File *) op;

	Py_BEGIN_ALLOW_THREADS
	while (!PyErr_Occurred()) // expect: gil-not-held 'PyErr_Occurred'
		if (fsync(self->fd))
			break;
	Py_END_ALLOW_THREADS
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *compare_ok(PyObject *op, PyObject *arg)
{
	File *self = (File *) op;
	int r = 0;

	Py_BEGIN_ALLOW_THREADS
	if (self->name != Py_None && arg != NULL)
		r = fsync(self->fd);
	Py_END_ALLOW_THREADS
	return PyBool_FromLong(r);
}

static PyMethodDef methods[] = {
	{ "memory_bad", memory_bad, METH_NOARGS, NULL },
	{ "memory_ok", memory_ok, METH_NOARGS, NULL },
	{ "objects_memory_bad", objects_memory_bad, METH_NOARGS, NULL },
	{ "clear_bad", clear_bad, METH_NOARGS, NULL },
	{ "clear_ok", clear_ok, METH_NOARGS, NULL },
	{ "incref_bad", incref_bad, METH_NOARGS, NULL },
	{ "newref_bad", newref_bad, METH_NOARGS, NULL },
	{ "newref_ok", newref_ok, METH_NOARGS, NULL },
	{ "buffer_bad", buffer_bad, METH_VARARGS, NULL },
	{ "buffer_ok", buffer_ok, METH_VARARGS, NULL },
	{ "items_bad", items_bad, METH_O, NULL },
	{ "bytes_ok", bytes_ok, METH_O, NULL },
	{ "bytes_inside_ok", bytes_inside_ok, METH_O, NULL },
	{ "utf8_bad", utf8_bad, METH_O, NULL },
	{ "own_fields_ok", own_fields_ok, METH_NOARGS, NULL },
	{ "free_words_ok", free_words_ok, METH_NOARGS, NULL },
	{ "occurred_bad", occurred_bad, METH_NOARGS, NULL },
	{ "compare_ok", compare_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *file_methods(void)
{
	return methods;
}
