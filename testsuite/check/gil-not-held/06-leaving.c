// SPDX-License-Identifier: GPL-3.0-or-later
/* Ways out of a region, and ways back into it. */
#include <Python.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* goto leaves the region with the GIL released. */
static PyObject *goto_error_bad(PyObject *self, PyObject *args)
{
	char buf[16];
	int fd;
	ssize_t n = 0;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	n = read(fd, buf, sizeof buf);
	if (n < 0)
		goto error;
	Py_END_ALLOW_THREADS
	return PyBytes_FromStringAndSize(buf, n);
error:
	PyErr_SetFromErrno(PyExc_OSError); // expect: gil-not-held 'PyErr_SetFromErrno'
	return NULL; // expect: gil-unbalanced
}

static PyObject *goto_error_ok(PyObject *self, PyObject *args)
{
	PyThreadState *save;
	char buf[16];
	int fd;
	ssize_t n = 0;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	save = PyEval_SaveThread();
	n = read(fd, buf, sizeof buf);
	if (n < 0)
		goto error;
	PyEval_RestoreThread(save);
	return PyBytes_FromStringAndSize(buf, n);
error:
	PyEval_RestoreThread(save);
	PyErr_SetFromErrno(PyExc_OSError);
	return NULL;
}

/* The classic loop of EINTR, whose look at signals is inside. */
static PyObject *signals_bad(PyObject *self, PyObject *args)
{
	int fd, stop = 0;
	ssize_t n;
	char c;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	do {
		n = read(fd, &c, 1);
		if (n < 0 && errno == EINTR)
			stop = PyErr_CheckSignals(); // expect: gil-not-held 'PyErr_CheckSignals'
	} while (n < 0 && errno == EINTR && !stop);
	Py_END_ALLOW_THREADS
	if (stop)
		return NULL;
	return PyLong_FromSsize_t(n);
}

static PyObject *signals_ok(PyObject *self, PyObject *args)
{
	int fd, stop = 0;
	ssize_t n;
	char c;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	do {
		Py_BEGIN_ALLOW_THREADS
		errno = 0;
		n = read(fd, &c, 1);
		Py_END_ALLOW_THREADS
	} while (n < 0 && errno == EINTR && !(stop = PyErr_CheckSignals()));
	if (stop)
		return NULL;
	return PyLong_FromSsize_t(n);
}

static PyObject *blocked_ok(PyObject *self, PyObject *args)
{
	int fd, i, stop = 0;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	for (i = 0; i < 100 && !stop; i++) {
		usleep(1000);
		Py_BLOCK_THREADS
		stop = PyErr_CheckSignals();
		Py_UNBLOCK_THREADS
	}
	Py_END_ALLOW_THREADS
	if (stop)
		return NULL;
	Py_RETURN_NONE;
}

/* Block and unblock in the wrong order around the second call. */
static PyObject *unblocked_bad(PyObject *self, PyObject *arg)
{
	int i;

	Py_BEGIN_ALLOW_THREADS
	for (i = 0; i < 3; i++) {
		usleep(1000);
		Py_BLOCK_THREADS
		PySys_WriteStdout("tick\n");
		Py_UNBLOCK_THREADS
		PySys_WriteStdout("tock\n"); // expect: gil-not-held 'PySys_WriteStdout'
	}
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

/* An exception is set for one case of a switch, inside. */
static PyObject *switch_bad(PyObject *self, PyObject *args)
{
	int fd, r;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	r = fsync(fd);
	switch (r) {
	case 0:
		break;
	default:
		PyErr_Format(PyExc_OSError, "fsync of %d", fd); // expect: gil-not-held 'PyErr_Format'
		break;
	}
	Py_END_ALLOW_THREADS
	if (r)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *switch_ok(PyObject *self, PyObject *args)
{
	int fd, r, code = 0;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	r = fsync(fd);
	switch (r) {
	case 0:
		break;
	default:
		code = errno;
		break;
	}
	Py_END_ALLOW_THREADS
	if (code)
		return PyErr_Format(PyExc_OSError, "fsync: %d", code);
	Py_RETURN_NONE;
}

/* Released only when there is enough to do; both tests are of the same. */
static PyObject *flag_ok(PyObject *self, PyObject *args)
{
	PyThreadState *save = NULL;
	Py_ssize_t n, i;
	double sum = 0;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n > 1000)
		save = PyEval_SaveThread();
	for (i = 0; i < n; i++)
		sum += i;
	if (save)
		PyEval_RestoreThread(save);
	return PyFloat_FromDouble(sum);
}

static PyObject *flag_bad(PyObject *self, PyObject *args)
{
	PyThreadState *save = NULL;
	Py_ssize_t n, i;
	double sum = 0;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "n", &n))
		return NULL;
	if (n > 1000)
		save = PyEval_SaveThread();
	for (i = 0; i < n; i++)
		sum += i;
	r = PyFloat_FromDouble(sum); // expect: gil-not-held 'PyFloat_FromDouble'
	if (save)
		PyEval_RestoreThread(save);
	return r;
}

static PyObject *flag_inside_ok(PyObject *self, PyObject *args)
{
	PyThreadState *save = NULL;
	int release, fd;

	if (!PyArg_ParseTuple(args, "ip", &fd, &release))
		return NULL;
	if (release)
		save = PyEval_SaveThread();
	if (fsync(fd) < 0) {
		if (release)
			PyEval_RestoreThread(save);
		return PyErr_SetFromErrno(PyExc_OSError);
	}
	if (!release)
		PySys_WriteStdout("synced with the lock held\n");
	if (release)
		PyEval_RestoreThread(save);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "goto_error_bad", goto_error_bad, METH_VARARGS, NULL },
	{ "goto_error_ok", goto_error_ok, METH_VARARGS, NULL },
	{ "signals_bad", signals_bad, METH_VARARGS, NULL },
	{ "signals_ok", signals_ok, METH_VARARGS, NULL },
	{ "blocked_ok", blocked_ok, METH_VARARGS, NULL },
	{ "unblocked_bad", unblocked_bad, METH_NOARGS, NULL },
	{ "switch_bad", switch_bad, METH_VARARGS, NULL },
	{ "switch_ok", switch_ok, METH_VARARGS, NULL },
	{ "flag_ok", flag_ok, METH_VARARGS, NULL },
	{ "flag_bad", flag_bad, METH_VARARGS, NULL },
	{ "flag_inside_ok", flag_inside_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "leaving", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_leaving(void)
{
	return PyModule_Create(&module);
}
