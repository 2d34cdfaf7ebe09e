// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=enable=gil-blocking-call
/* What waits, and the words that say that it does not. */
#define _GNU_SOURCE
#include <Python.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <pythread.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static PyThread_type_lock lock, other;
static sem_t sem;

static PyObject *read_bad(PyObject *self, PyObject *args)
{
	char buf[10];
	int fd;
	ssize_t n;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	n = read(fd, buf, sizeof buf); // expect: gil-blocking-call 'read'
	if (n < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	return PyBytes_FromStringAndSize(buf, n);
}

static PyObject *read_ok(PyObject *self, PyObject *args)
{
	char buf[10];
	int fd;
	ssize_t n;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	n = read(fd, buf, sizeof buf);
	Py_END_ALLOW_THREADS
	if (n < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	return PyBytes_FromStringAndSize(buf, n);
}

static PyObject *sockets_bad(PyObject *self, PyObject *args)
{
	int fd, c;
	ssize_t n;
	char buf[10];

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	c = accept(fd, NULL, NULL); // expect: gil-blocking-call 'accept'
	if (c < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	n = recv(c, buf, 10, 0); // expect: gil-blocking-call 'recv'
	close(c);
	return PyLong_FromSsize_t(n);
}

static PyObject *dontwait_ok(PyObject *self, PyObject *args)
{
	int fd;
	char buf[10];

	if (!PyArg_ParseTuple(args, "i", &fd))
		return NULL;
	return PyLong_FromSsize_t(recv(fd, buf, 10, MSG_DONTWAIT));
}

static PyObject *wait_bad(PyObject *self, PyObject *args)
{
	int pid, status = 0;

	if (!PyArg_ParseTuple(args, "i", &pid))
		return NULL;
	pid = waitpid(pid, &status, 0); // expect: gil-blocking-call 'waitpid'
	return PyLong_FromLong(pid);
}

static PyObject *nohang_ok(PyObject *self, PyObject *args)
{
	int pid, status = 0;

	if (!PyArg_ParseTuple(args, "i", &pid))
		return NULL;
	pid = waitpid(pid, &status, WNOHANG);
	return PyLong_FromLong(pid);
}

static PyObject *poll_bad(PyObject *self, PyObject *args)
{
	struct pollfd p = { 0, POLLIN, 0 };

	return PyLong_FromLong(poll(&p, 1, 1000)); // expect: gil-blocking-call 'poll'
}

static PyObject *poll_ok(PyObject *self, PyObject *args)
{
	struct pollfd p = { 0, POLLIN, 0 };

	return PyLong_FromLong(poll(&p, 1, 0));
}

static PyObject *epoll_bad(PyObject *self, PyObject *args)
{
	struct epoll_event e;

	return PyLong_FromLong(epoll_wait(3, &e, 1, -1)); // expect: gil-blocking-call 'epoll_wait'
}

static PyObject *select_bad(PyObject *self, PyObject *args)
{
	fd_set s;

	FD_ZERO(&s);
	FD_SET(0, &s);
	return PyLong_FromLong(select(1, &s, NULL, NULL, NULL)); // expect: gil-blocking-call 'select'
}

static PyObject *select_ok(PyObject *self, PyObject *args)
{
	struct timeval now = { 0, 0 };
	fd_set s;

	FD_ZERO(&s);
	FD_SET(0, &s);
	return PyLong_FromLong(select(1, &s, NULL, NULL, &now));
}

static PyObject *locks_bad(PyObject *self, PyObject *args)
{
	PyThread_acquire_lock(lock, WAIT_LOCK); // expect: gil-blocking-call 'PyThread_acquire_lock'
	PyThread_release_lock(lock);
	Py_RETURN_NONE;
}

static PyObject *locks_ok(PyObject *self, PyObject *args)
{
	if (!PyThread_acquire_lock(other, NOWAIT_LOCK)) {
		Py_BEGIN_ALLOW_THREADS
		PyThread_acquire_lock(other, WAIT_LOCK);
		Py_END_ALLOW_THREADS
	}
	PyThread_release_lock(other);
	Py_RETURN_NONE;
}

static PyObject *cond_bad(PyObject *self, PyObject *args)
{
	pthread_mutex_lock(&mutex); // expect: gil-blocking-call 'pthread_mutex_lock'
	pthread_cond_wait(&cond, &mutex); // expect: gil-blocking-call 'pthread_cond_wait'
	pthread_mutex_unlock(&mutex);
	Py_RETURN_NONE;
}

static PyObject *try_ok(PyObject *self, PyObject *args)
{
	if (pthread_mutex_trylock(&mutex))
		Py_RETURN_FALSE;
	pthread_mutex_unlock(&mutex);
	Py_RETURN_TRUE;
}

static PyObject *sem_bad(PyObject *self, PyObject *args)
{
	sem_wait(&sem); // expect: gil-blocking-call 'sem_wait'
	Py_RETURN_NONE;
}

static PyObject *sem_ok(PyObject *self, PyObject *args)
{
	return PyBool_FromLong(sem_trywait(&sem) == 0);
}

static PyObject *dns_bad(PyObject *self, PyObject *args)
{
	struct addrinfo *r = NULL;
	const char *host;
	int error;

	if (!PyArg_ParseTuple(args, "s", &host))
		return NULL;
	error = getaddrinfo(host, "80", NULL, &r); // expect: gil-blocking-call 'getaddrinfo'
	if (error)
		return PyErr_Format(PyExc_OSError, "%s", gai_strerror(error));
	freeaddrinfo(r);
	Py_RETURN_NONE;
}

static PyObject *flock_bad(PyObject *self, PyObject *args)
{
	return PyLong_FromLong(flock(3, LOCK_EX)); // expect: gil-blocking-call 'flock'
}

static PyObject *flock_ok(PyObject *self, PyObject *args)
{
	return PyLong_FromLong(flock(3, LOCK_EX | LOCK_NB));
}

static PyObject *join_bad(PyObject *self, PyObject *args)
{
	pthread_join(pthread_self(), NULL); // expect: gil-blocking-call 'pthread_join'
	Py_RETURN_NONE;
}

static PyObject *sleeps_bad(PyObject *self, PyObject *args)
{
	struct timespec ts = { 1, 0 };

	nanosleep(&ts, NULL); // expect: gil-blocking-call 'nanosleep'
	usleep(1000); // expect: gil-blocking-call 'usleep'
	Py_RETURN_NONE;
}

static PyObject *system_bad(PyObject *self, PyObject *args)
{
	return PyLong_FromLong(system("make")); // expect: gil-blocking-call 'system'
}

static PyObject *setlkw_bad(PyObject *self, PyObject *args)
{
	struct flock f = { .l_type = F_WRLCK };

	return PyLong_FromLong(fcntl(3, F_SETLKW, &f)); // expect: gil-blocking-call 'fcntl'
}

static PyObject *setlk_ok(PyObject *self, PyObject *args)
{
	struct flock f = { .l_type = F_WRLCK };

	return PyLong_FromLong(fcntl(3, F_SETLK, &f));
}

/* A helper of two callers: one of them holds the GIL. */
static int drain(int fd)
{
	char c;
	int n = 0;

	while (read(fd, &c, 1) == 1)
		n++;
	return n;
}

static PyObject *drain_bad(PyObject *self, PyObject *args)
{
	return PyLong_FromLong(drain(3)); // expect: gil-blocking-call 'read'
}

static PyObject *drain_ok(PyObject *self, PyObject *args)
{
	int n;

	Py_BEGIN_ALLOW_THREADS
	n = drain(3);
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(n);
}

static PyObject *stdio_bad(PyObject *self, PyObject *args)
{
	char line[80];

	if (!fgets(line, sizeof line, stdin)) // expect: gil-blocking-call 'fgets'
		Py_RETURN_NONE;
	return PyUnicode_FromString(line);
}

static void *worker_ok(void *data)
{
	char c;

	sleep(1);
	return read(0, &c, 1) == 1 ? data : NULL;
}

static PyObject *start_ok(PyObject *self, PyObject *args)
{
	pthread_t t;

	return PyLong_FromLong(pthread_create(&t, NULL, worker_ok, NULL));
}

static PyMethodDef methods[] = {
#define M(f) { #f, f, METH_VARARGS, NULL },
	M(read_bad) M(read_ok) M(sockets_bad) M(dontwait_ok) M(wait_bad)
	M(nohang_ok) M(poll_bad) M(poll_ok) M(epoll_bad) M(select_bad)
	M(select_ok) M(locks_bad) M(locks_ok) M(cond_bad) M(try_ok) M(sem_bad)
	M(sem_ok) M(dns_bad) M(flock_bad) M(flock_ok) M(join_bad) M(sleeps_bad)
	M(system_bad) M(setlkw_bad) M(setlk_ok) M(drain_bad) M(drain_ok)
	M(stdio_bad) M(start_ok)
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *blocking_methods(void)
{
	return methods;
}
