// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: skip-if=python>=3.12
/* Every way out of a region but its end. */
#include <Python.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static PyObject *return_bad(PyObject *self, PyObject *args)
{
	int fd;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	if (fsync(fd) == 0)
		return Py_NewRef(Py_None); // expect: gil-unbalanced expect: gil-not-held
	Py_END_ALLOW_THREADS
	return PyErr_SetFromErrno(PyExc_OSError);
}

static PyObject *goto_bad(PyObject *self, PyObject *args)
{
	int fd, r = -1;
	char *buf = malloc(100);

	if (!buf)
		return PyErr_NoMemory();
	if (!PyArg_ParseTuple(args, "i", &fd))
		goto out;
	Py_BEGIN_ALLOW_THREADS
	r = read(fd, buf, 100);
	if (r < 0)
		goto out;
	r = write(fd, buf, r);
	Py_END_ALLOW_THREADS
	free(buf);
	return PyLong_FromLong(r);
out:
	free(buf);
	return NULL; // expect: gil-unbalanced
}

static PyObject *goto_ok(PyObject *self, PyObject *args)
{
	int fd, r = -1;
	char *buf = malloc(100);

	if (!buf)
		return PyErr_NoMemory();
	if (!PyArg_ParseTuple(args, "i", &fd))
		goto out;
	Py_BEGIN_ALLOW_THREADS
	r = read(fd, buf, 100);
	if (r < 0)
		goto done;
	r = write(fd, buf, r);
done:	;
	Py_END_ALLOW_THREADS
	free(buf);
	return PyLong_FromLong(r);
out:
	free(buf);
	return NULL;
}

static PyObject *continue_bad(PyObject *self, PyObject *args)
{
	int fd, i, sum = 0;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	for (i = 0; i < fd; i++) {
		Py_BEGIN_ALLOW_THREADS // expect: gil-unbalanced
		if (fsync(i) < 0)
			continue;
		sum++;
		Py_END_ALLOW_THREADS
	}
	return PyLong_FromLong(sum); // expect: gil-not-held expect: gil-unbalanced
}

static PyObject *continue_ok(PyObject *self, PyObject *args)
{
	int fd, i, sum = 0, r;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	for (i = 0; i < fd; i++) {
		Py_BEGIN_ALLOW_THREADS
		r = fsync(i);
		Py_END_ALLOW_THREADS
		if (r < 0)
			continue;
		sum++;
	}
	return PyLong_FromLong(sum);
}

static PyObject *case_bad(PyObject *self, PyObject *args)
{
	int fd, r = 0;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	switch (fd) {
	case 0:
		r = fsync(0);
		break;
	case 1:
		return NULL; // expect: gil-unbalanced
	default:
		r = 1;
	}
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(r);
}

static PyObject *case_ok(PyObject *self, PyObject *args)
{
	int fd, r = 0;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	switch (fd) {
	case 0:
		r = fsync(0);
		break;
	case 1:
		Py_BLOCK_THREADS
		return PyErr_Format(PyExc_ValueError, "not %d", fd);
	default:
		r = 1;
	}
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(r);
}

/* Unblocking is the way to release; here the GIL is released already. */
static PyObject *unblock_bad(PyObject *self, PyObject *args)
{
	int fd, r;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	r = fsync(fd);
	if (r < 0) {
		Py_UNBLOCK_THREADS // expect: gil-unbalanced
		return NULL;
	}
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(r);
}

static PyObject *two_saves_bad(PyObject *self, PyObject *args)
{
	PyThreadState *a = PyEval_SaveThread(), *b;

	sleep(1);
	b = PyEval_SaveThread(); // expect: gil-unbalanced
	sleep(1);
	PyEval_RestoreThread(b);
	PyEval_RestoreThread(a);
	Py_RETURN_NONE;
}

/* One region in another, of a helper. */
static int sync_without(int fd)
{
	int r;

	Py_BEGIN_ALLOW_THREADS
	r = fsync(fd);
	Py_END_ALLOW_THREADS
	return r;
}

static PyObject *nested_bad(PyObject *self, PyObject *args)
{
	int fd, r;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	r = sync_without(fd); // expect: gil-unbalanced 'second time'
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(r);
}

static PyObject *nested_ok(PyObject *self, PyObject *args)
{
	int fd, r;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	r = sync_without(fd);
	return PyLong_FromLong(r);
}

/* Restored on both ways, and once more at the end. */
static PyObject *two_restores_bad(PyObject *self, PyObject *args)
{
	PyThreadState *save = PyEval_SaveThread();
	int r = fsync(1);

	if (r < 0)
		PyEval_RestoreThread(save);
	PyEval_RestoreThread(save); // expect: gil-unbalanced
	Py_RETURN_NONE;
}

/* Tests that do not agree. */
static PyObject *threshold_bad(PyObject *self, PyObject *args)
{
	PyThreadState *save = NULL;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n > 1000)
		save = PyEval_SaveThread();
	usleep(n);
	if (n > 2000)
		PyEval_RestoreThread(save);
	Py_RETURN_NONE; // expect: gil-not-held expect: gil-unbalanced
}

static PyObject *never_bad(PyObject *self, PyObject *args)
{
	PyThreadState *save = PyEval_SaveThread();

	(void) save;
	return NULL; // expect: gil-unbalanced
}

static PyMethodDef methods[] = {
	{ "return_bad", return_bad, METH_VARARGS, NULL },
	{ "goto_bad", goto_bad, METH_VARARGS, NULL },
	{ "goto_ok", goto_ok, METH_VARARGS, NULL },
	{ "continue_bad", continue_bad, METH_VARARGS, NULL },
	{ "continue_ok", continue_ok, METH_VARARGS, NULL },
	{ "case_bad", case_bad, METH_VARARGS, NULL },
	{ "case_ok", case_ok, METH_VARARGS, NULL },
	{ "unblock_bad", unblock_bad, METH_VARARGS, NULL },
	{ "two_saves_bad", two_saves_bad, METH_VARARGS, NULL },
	{ "nested_bad", nested_bad, METH_VARARGS, NULL },
	{ "nested_ok", nested_ok, METH_VARARGS, NULL },
	{ "two_restores_bad", two_restores_bad, METH_VARARGS, NULL },
	{ "threshold_bad", threshold_bad, METH_VARARGS, NULL },
	{ "never_bad", never_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *way_methods(void)
{
	return methods;
}
