// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 args=enable=gil-blocking-call lang=c,c++
// Calls that can block, with the GIL held and without.
#include <Python.h>
#include <pthread.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static PyObject *nap_bad(PyObject *self, PyObject *o)
{
	sleep(1); // expect: gil-blocking-call 'sleep'
	Py_RETURN_NONE;
}

static PyObject *nap_ok(PyObject *self, PyObject *o)
{
	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *receive_bad(PyObject *self, PyObject *args)
{
	char buf[100];
	int fd;
	ssize_t n;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	n = read(fd, buf, sizeof(buf)); // expect: gil-blocking-call 'read'
	if (n < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	return PyBytes_FromStringAndSize(buf, n);
}

static PyObject *receive_ok(PyObject *self, PyObject *args)
{
	char buf[100];
	int fd;
	ssize_t n;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	n = read(fd, buf, sizeof(buf));
	Py_END_ALLOW_THREADS
	if (n < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	return PyBytes_FromStringAndSize(buf, n);
}

static PyObject *peek_ok(PyObject *self, PyObject *args)
{
	struct pollfd p = { 0, POLLIN, 0 };

	if (!PyArg_ParseTuple(args, "i", &p.fd))
		return NULL;
	return PyLong_FromLong(poll(&p, 1, 0));
}

static PyObject *wait_bad(PyObject *self, PyObject *args)
{
	struct pollfd p = { 0, POLLIN, 0 };

	if (!PyArg_ParseTuple(args, "i", &p.fd))
		return NULL;
	return PyLong_FromLong(poll(&p, 1, -1)); // expect: gil-blocking-call 'poll'
}

static PyObject *reap_ok(PyObject *self, PyObject *o)
{
	int status;

	return PyLong_FromLong(waitpid(-1, &status, WNOHANG));
}

static PyObject *reap_bad(PyObject *self, PyObject *o)
{
	int status;

	return PyLong_FromLong(waitpid(-1, &status, 0)); // expect: gil-blocking-call 'waitpid'
}

static PyObject *peek_socket_ok(PyObject *self, PyObject *args)
{
	char c;
	int fd;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	return PyLong_FromLong(recv(fd, &c, 1, MSG_PEEK | MSG_DONTWAIT));
}

static PyObject *locked_bad(PyObject *self, PyObject *o)
{
	pthread_mutex_lock(&lock); // expect: gil-blocking-call 'pthread_mutex_lock'
	pthread_mutex_unlock(&lock);
	Py_RETURN_NONE;
}

static PyObject *try_ok(PyObject *self, PyObject *o)
{
	if (pthread_mutex_trylock(&lock) == 0)
		pthread_mutex_unlock(&lock);
	Py_RETURN_NONE;
}

static void doze(int n)
{
	while (n-- > 0)
		usleep(100); // expect: gil-blocking-call 'usleep'
}

static void rest(int n)
{
	while (n-- > 0)
		usleep(200);
}

static PyObject *doze_held_is_told_in_helper_ok(PyObject *self, PyObject *o)
{
	doze(3);
	Py_RETURN_NONE;
}

static PyObject *rest_ok(PyObject *self, PyObject *o)
{
	Py_BEGIN_ALLOW_THREADS
	rest(3);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *one_way_bad(PyObject *self, PyObject *o)
{
	if (PyLong_Check(o)) {
		Py_BEGIN_ALLOW_THREADS
		sleep(1);
		Py_END_ALLOW_THREADS
	} else {
		sleep(2); // expect: gil-blocking-call 'sleep'
	}
	Py_RETURN_NONE;
}

static PyObject *back_too_early_bad(PyObject *self, PyObject *o)
{
	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_END_ALLOW_THREADS
	sleep(1); // expect: gil-blocking-call 'sleep'
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "a", nap_bad, METH_NOARGS, NULL },
	{ "b", nap_ok, METH_NOARGS, NULL },
	{ "c", receive_bad, METH_VARARGS, NULL },
	{ "d", receive_ok, METH_VARARGS, NULL },
	{ "e", peek_ok, METH_VARARGS, NULL },
	{ "f", wait_bad, METH_VARARGS, NULL },
	{ "g", reap_ok, METH_NOARGS, NULL },
	{ "h", reap_bad, METH_NOARGS, NULL },
	{ "i", peek_socket_ok, METH_VARARGS, NULL },
	{ "j", locked_bad, METH_NOARGS, NULL },
	{ "k", try_ok, METH_NOARGS, NULL },
	{ "l", doze_held_is_told_in_helper_ok, METH_NOARGS, NULL },
	{ "m", rest_ok, METH_NOARGS, NULL },
	{ "n", one_way_bad, METH_O, NULL },
	{ "o", back_too_early_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
