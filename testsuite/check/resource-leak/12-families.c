// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Descriptors, directories, locks, wide strings, exceptions, buffers. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <pythread.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

PyObject *socket_bad(PyObject *self, PyObject *args)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	int on = 1;

	if (fd == -1)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)))
		return PyErr_SetFromErrno(PyExc_OSError); // expect: resource-leak 'fd'
	return PyLong_FromLong(fd);
}

PyObject *socket_ok(PyObject *self, PyObject *args)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	int on = 1;

	if (fd == -1)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on))) {
		PyErr_SetFromErrno(PyExc_OSError);
		close(fd);
		return NULL;
	}
	return PyLong_FromLong(fd);
}

PyObject *dup_bad(PyObject *self, PyObject *arg)
{
	int fd = PyObject_AsFileDescriptor(arg), copy;
	FILE *f;

	if (fd < 0)
		return NULL;
	copy = dup(fd);
	if (copy < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	f = fdopen(copy, "r");
	if (!f)
		return PyErr_SetFromErrno(PyExc_OSError); // expect: resource-leak 'copy'
	fclose(f);
	Py_RETURN_NONE;
}

PyObject *dup_ok(PyObject *self, PyObject *arg)
{
	int fd = PyObject_AsFileDescriptor(arg), copy;
	FILE *f;

	if (fd < 0)
		return NULL;
	copy = dup(fd);
	if (copy < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	f = fdopen(copy, "r");
	if (!f) {
		PyErr_SetFromErrno(PyExc_OSError);
		close(copy);
		return NULL;
	}
	fclose(f);
	Py_RETURN_NONE;
}

PyObject *pipe_bad(PyObject *self, PyObject *args)
{
	int fds[2];
	PyObject *r;

	if (pipe(fds) < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (fcntl(fds[0], F_SETFL, O_NONBLOCK) < 0) {
		close(fds[0]);
		return PyErr_SetFromErrno(PyExc_OSError); // expect: resource-leak 'fds[1]'
	}
	r = Py_BuildValue("(ii)", fds[0], fds[1]);
	if (!r) {
		close(fds[0]);
		close(fds[1]);
	}
	return r;
}

PyObject *pipe_ok(PyObject *self, PyObject *args)
{
	int fds[2];
	PyObject *r;

	if (pipe(fds) < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (fcntl(fds[0], F_SETFL, O_NONBLOCK) < 0) {
		close(fds[0]);
		close(fds[1]);
		return PyErr_SetFromErrno(PyExc_OSError);
	}
	r = Py_BuildValue("(ii)", fds[0], fds[1]);
	if (!r) {
		close(fds[0]);
		close(fds[1]);
	}
	return r;
}

PyObject *epoll_bad(PyObject *self, PyObject *args)
{
	struct epoll_event e = { .events = EPOLLIN };
	int ep = epoll_create1(EPOLL_CLOEXEC), n;

	if (ep < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (epoll_ctl(ep, EPOLL_CTL_ADD, 0, &e) < 0)
		return PyErr_SetFromErrno(PyExc_OSError); // expect: resource-leak 'ep'
	Py_BEGIN_ALLOW_THREADS
	n = epoll_wait(ep, &e, 1, 100);
	Py_END_ALLOW_THREADS
	close(ep);
	return PyLong_FromLong(n);
}

PyObject *epoll_ok(PyObject *self, PyObject *args)
{
	struct epoll_event e = { .events = EPOLLIN };
	int ep = epoll_create1(EPOLL_CLOEXEC), n;

	if (ep < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (epoll_ctl(ep, EPOLL_CTL_ADD, 0, &e) < 0) {
		close(ep);
		return PyErr_SetFromErrno(PyExc_OSError);
	}
	Py_BEGIN_ALLOW_THREADS
	n = epoll_wait(ep, &e, 1, 100);
	Py_END_ALLOW_THREADS
	close(ep);
	return PyLong_FromLong(n);
}

PyObject *dir_bad(PyObject *self, PyObject *args)
{
	const char *path;
	DIR *d;
	struct dirent *e;
	PyObject *list;

	if (!PyArg_ParseTuple(args, "s", &path))
		return NULL;
	if (!(d = opendir(path)))
		return PyErr_SetFromErrnoWithFilename(PyExc_OSError, path);
	if (!(list = PyList_New(0))) {
		closedir(d);
		return NULL;
	}
	while ((e = readdir(d))) {
		PyObject *s = PyUnicode_DecodeFSDefault(e->d_name);

		if (!s || PyList_Append(list, s) < 0) {
			Py_XDECREF(s);
			Py_DECREF(list);
			return NULL; // expect: resource-leak 'd'
		}
		Py_DECREF(s);
	}
	closedir(d);
	return list;
}

PyObject *dir_ok(PyObject *self, PyObject *args)
{
	const char *path;
	DIR *d;
	struct dirent *e;
	PyObject *list;

	if (!PyArg_ParseTuple(args, "s", &path))
		return NULL;
	if (!(d = opendir(path)))
		return PyErr_SetFromErrnoWithFilename(PyExc_OSError, path);
	if (!(list = PyList_New(0))) {
		closedir(d);
		return NULL;
	}
	while ((e = readdir(d))) {
		PyObject *s = PyUnicode_DecodeFSDefault(e->d_name);

		if (!s || PyList_Append(list, s) < 0) {
			Py_XDECREF(s);
			Py_CLEAR(list);
			break;
		}
		Py_DECREF(s);
	}
	closedir(d);
	return list;
}

PyObject *wide_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n;
	wchar_t *w = PyUnicode_AsWideCharString(o, &n);

	if (!w)
		return NULL;
	if (n > 255)
		return PyErr_Format(PyExc_ValueError, "too long"); // expect: resource-leak 'w'
	PyMem_Free(w);
	return PyLong_FromSsize_t(n);
}

PyObject *wide_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n;
	wchar_t *w = PyUnicode_AsWideCharString(o, &n);

	if (!w)
		return NULL;
	PyMem_Free(w);
	if (n > 255)
		return PyErr_Format(PyExc_ValueError, "too long");
	return PyLong_FromSsize_t(n);
}

PyObject *ucs4_bad(PyObject *self, PyObject *o)
{
	Py_UCS4 *u = PyUnicode_AsUCS4Copy(o);

	if (!u)
		return NULL;
	return PyLong_FromUnsignedLong(u[0]); // expect: resource-leak 'u'
}

PyObject *ucs4_ok(PyObject *self, PyObject *o)
{
	Py_UCS4 *u = PyUnicode_AsUCS4Copy(o), c;

	if (!u)
		return NULL;
	c = u[0];
	PyMem_Free(u);
	return PyLong_FromUnsignedLong(c);
}

PyObject *encoded_bad(PyObject *self, PyObject *args)
{
	char *name = NULL;
	int mode;
	FILE *f;

	if (!PyArg_ParseTuple(args, "eti", "utf-8", &name, &mode))
		return NULL;
	if (mode < 0)
		return PyErr_Format(PyExc_ValueError, "mode"); // expect: resource-leak 'name'
	f = fopen(name, "r");
	if (!f) {
		PyErr_SetFromErrnoWithFilename(PyExc_OSError, name);
		PyMem_Free(name);
		return NULL;
	}
	PyMem_Free(name);
	fclose(f);
	Py_RETURN_NONE;
}

PyObject *encoded_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "name", "mode", NULL };
	char *name = NULL;
	int mode;
	FILE *f;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "eti", names, "utf-8",
					 &name, &mode))
		return NULL;
	f = mode < 0 ? NULL : fopen(name, "r");
	if (!f) {
		PyErr_SetFromErrnoWithFilename(PyExc_OSError, name);
		PyMem_Free(name);
		return NULL;
	}
	PyMem_Free(name);
	fclose(f);
	Py_RETURN_NONE;
}

PyObject *two_buffers_bad(PyObject *self, PyObject *args)
{
	Py_buffer a, b;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "y*y*", &a, &b))
		return NULL;
	if (a.len != b.len) {
		PyErr_SetString(PyExc_ValueError, "lengths differ");
		PyBuffer_Release(&a);
		return NULL; // expect: resource-leak 'b'
	}
	r = PyBool_FromLong(!memcmp(a.buf, b.buf, a.len));
	PyBuffer_Release(&a);
	PyBuffer_Release(&b);
	return r;
}

PyObject *two_buffers_ok(PyObject *self, PyObject *args)
{
	Py_buffer a, b;
	PyObject *r = NULL;

	if (!PyArg_ParseTuple(args, "y*y*", &a, &b))
		return NULL;
	if (a.len != b.len) {
		PyErr_SetString(PyExc_ValueError, "lengths differ");
		goto done;
	}
	r = PyBool_FromLong(!memcmp(a.buf, b.buf, a.len));
done:
	PyBuffer_Release(&a);
	PyBuffer_Release(&b);
	return r;
}

PyObject *fastcall_bad(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	Py_buffer a, b;

	if (n != 2)
		return PyErr_Format(PyExc_TypeError, "two are wanted");
	if (PyObject_GetBuffer(args[0], &a, PyBUF_SIMPLE))
		return NULL;
	if (PyObject_GetBuffer(args[1], &b, PyBUF_WRITABLE))
		return NULL; // expect: resource-leak 'a'
	if (b.len >= a.len)
		memcpy(b.buf, a.buf, a.len);
	PyBuffer_Release(&b);
	PyBuffer_Release(&a);
	Py_RETURN_NONE;
}

PyObject *fastcall_ok(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	Py_buffer a, b;

	if (n != 2)
		return PyErr_Format(PyExc_TypeError, "two are wanted");
	if (PyObject_GetBuffer(args[0], &a, PyBUF_SIMPLE))
		return NULL;
	if (PyObject_GetBuffer(args[1], &b, PyBUF_WRITABLE)) {
		PyBuffer_Release(&a);
		return NULL;
	}
	if (b.len >= a.len)
		memcpy(b.buf, a.buf, a.len);
	PyBuffer_Release(&b);
	PyBuffer_Release(&a);
	Py_RETURN_NONE;
}

PyObject *fetched_bad(PyObject *self, PyObject *o)
{
	PyObject *t, *v, *tb, *r;

	r = PyObject_CallNoArgs(o);
	if (r)
		return r;
	PyErr_Fetch(&t, &v, &tb);
	r = PyObject_CallMethod(o, "retry", NULL);
	if (!r) {
		PyErr_Restore(t, v, tb);
		return NULL;
	}
	return r; // expect: resource-leak 'fetched exception'
}

PyObject *fetched_ok(PyObject *self, PyObject *o)
{
	PyObject *t, *v, *tb, *r;

	r = PyObject_CallNoArgs(o);
	if (r)
		return r;
	PyErr_Fetch(&t, &v, &tb);
	r = PyObject_CallMethod(o, "retry", NULL);
	if (!r) {
		_PyErr_ChainExceptions(t, v, tb);
		return NULL;
	}
	Py_XDECREF(t);
	Py_XDECREF(v);
	Py_XDECREF(tb);
	return r;
}

PyObject *lock_bad(PyObject *self, PyObject *o)
{
	PyThread_type_lock lock = PyThread_allocate_lock();
	PyObject *r;

	if (!lock)
		return PyErr_NoMemory();
	PyThread_acquire_lock(lock, WAIT_LOCK);
	r = PyObject_CallNoArgs(o);
	if (!r)
		return NULL; // expect: resource-leak 'lock'
	PyThread_release_lock(lock);
	PyThread_free_lock(lock);
	return r;
}

PyObject *lock_ok(PyObject *self, PyObject *o)
{
	PyThread_type_lock lock = PyThread_allocate_lock();
	PyObject *r;

	if (!lock)
		return PyErr_NoMemory();
	PyThread_acquire_lock(lock, WAIT_LOCK);
	r = PyObject_CallNoArgs(o);
	PyThread_release_lock(lock);
	PyThread_free_lock(lock);
	return r;
}

static PyThread_type_lock registry;

PyObject *held_bad(PyObject *self, PyObject *o)
{
	PyObject *r;

	PyThread_acquire_lock(registry, WAIT_LOCK);
	r = PyObject_CallNoArgs(o);
	if (!r)
		return NULL; // expect: resource-leak
	PyThread_release_lock(registry);
	return r;
}

PyObject *held_ok(PyObject *self, PyObject *o)
{
	PyObject *r;

	PyThread_acquire_lock(registry, WAIT_LOCK);
	r = PyObject_CallNoArgs(o);
	PyThread_release_lock(registry);
	return r;
}

PyObject *mapped_bad(PyObject *self, PyObject *args)
{
	const char *path;
	char *m;
	int fd;

	if (!PyArg_ParseTuple(args, "s", &path))
		return NULL;
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	m = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	if (m == MAP_FAILED)
		return PyErr_SetFromErrno(PyExc_OSError); // expect: resource-leak 'fd'
	close(fd);
	PyObject *r = PyBytes_FromStringAndSize(m, 16);
	munmap(m, 4096);
	return r;
}

PyObject *mapped_ok(PyObject *self, PyObject *args)
{
	const char *path;
	char *m;
	int fd;

	if (!PyArg_ParseTuple(args, "s", &path))
		return NULL;
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	m = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (m == MAP_FAILED)
		return PyErr_SetFromErrno(PyExc_OSError);
	PyObject *r = PyBytes_FromStringAndSize(m, 16);
	munmap(m, 4096);
	return r;
}

/* Both or none: a flag that goes with the resource. */
PyObject *flag_ok(PyObject *self, PyObject *args)
{
	PyObject *o = Py_None;
	Py_buffer view;
	int have = 0;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "|O", &o))
		return NULL;
	if (o != Py_None) {
		if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0)
			return NULL;
		have = 1;
	}
	r = PyLong_FromSsize_t(have ? view.len : 0);
	if (have)
		PyBuffer_Release(&view);
	return r;
}

PyObject *flag_bad(PyObject *self, PyObject *args)
{
	PyObject *o = Py_None;
	Py_buffer view;
	int have = 0;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "|O", &o))
		return NULL;
	if (o != Py_None) {
		if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0)
			return NULL;
		have = 1;
	}
	r = PyLong_FromSsize_t(have ? view.len : 0);
	if (!r)
		return NULL; // expect: resource-leak 'view'
	if (have)
		PyBuffer_Release(&view);
	return r;
}

/* In a switch and a loop. */
PyObject *loop_bad(PyObject *self, PyObject *list)
{
	Py_ssize_t i, sum = 0;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "a list is wanted");
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		Py_buffer view;

		if (PyObject_GetBuffer(PyList_GET_ITEM(list, i), &view, PyBUF_SIMPLE) < 0)
			return NULL;
		if (view.len == 0) // expect: resource-leak 'view'
			continue;
		sum += ((unsigned char *) view.buf)[0];
		PyBuffer_Release(&view);
	}
	return PyLong_FromSsize_t(sum);
}

PyObject *loop_ok(PyObject *self, PyObject *list)
{
	Py_ssize_t i, sum = 0;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "a list is wanted");
	for (i = 0; i < PyList_GET_SIZE(list); i++) {
		Py_buffer view;

		if (PyObject_GetBuffer(PyList_GET_ITEM(list, i), &view, PyBUF_SIMPLE) < 0)
			return NULL;
		if (view.len != 0)
			sum += ((unsigned char *) view.buf)[0];
		PyBuffer_Release(&view);
	}
	return PyLong_FromSsize_t(sum);
}
