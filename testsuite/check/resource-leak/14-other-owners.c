// SPDX-License-Identifier: GPL-3.0-or-later
/* Who else has it: an object, a thread, a number, the one who closes. */
#include <Python.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
	PyObject_HEAD
	int fd;
	char *line;
} Sock;

extern PyTypeObject Sock_Type;

static int init_sock(Sock *s, int fd, int nonblocking)
{
	s->fd = fd;
	if (nonblocking && fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
		PyErr_SetFromErrno(PyExc_OSError);
		return -1;
	}
	return 0;
}

static int check_fd(int fd, int nonblocking)
{
	if (nonblocking && fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
		PyErr_SetFromErrno(PyExc_OSError);
		return -1;
	}
	return 0;
}

int stored_ok(Sock *self, PyObject *args, PyObject *kw)
{
	int fd = open("x", O_RDONLY);

	if (fd < 0) {
		PyErr_SetFromErrno(PyExc_OSError);
		return -1;
	}
	if (init_sock(self, fd, 1) < 0) {
		close(fd);
		return -1;
	}
	return 0;
}

int checked_bad(Sock *self, PyObject *args, PyObject *kw)
{
	int fd = open("x", O_RDONLY);

	if (fd < 0) {
		PyErr_SetFromErrno(PyExc_OSError);
		return -1;
	}
	if (check_fd(fd, 1) < 0) {
		close(fd);
		return -1;
	}
	return 0; // expect: resource-leak 'fd'
}

static Sock *new_sock(int fd)
{
	Sock *s = PyObject_New(Sock, &Sock_Type);

	if (s && init_sock(s, fd, 0) < 0)
		Py_CLEAR(s);
	return s;
}

PyObject *object_ok(PyObject *self, PyObject *arg)
{
	int fd = open("x", O_RDONLY);
	Sock *s;

	if (fd < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	s = new_sock(fd);
	if (!s)
		close(fd);
	return (PyObject *) s;
}

void take_over(int fd);

/* What an unknown function does with a descriptor is its business. */
PyObject *unknown_ok(PyObject *self, PyObject *arg)
{
	int fd = open("x", O_RDONLY);

	if (fd < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	take_over(fd);
	Py_RETURN_NONE;
}

/* The object keeps the memory, and the caller looks into it. */
static int copy_line(Sock *self, const char *from, Py_ssize_t n, char **result)
{
	char *line = PyMem_Realloc(self->line, (size_t) n + 1);

	if (!line) {
		PyErr_NoMemory();
		return -1;
	}
	memcpy(line, from, (size_t) n);
	line[n] = 0;
	self->line = line;
	*result = self->line;
	return 0;
}

static int make_line(const char *from, Py_ssize_t n, char **result)
{
	char *line = PyMem_Malloc((size_t) n + 1);

	if (!line) {
		PyErr_NoMemory();
		return -1;
	}
	memcpy(line, from, (size_t) n);
	line[n] = 0;
	*result = line;
	return 0;
}

PyObject *kept_line_ok(Sock *self, PyObject *arg)
{
	char *s;

	if (copy_line(self, "abc", 3, &s) < 0)
		return NULL;
	return PyLong_FromLong(s[0]);
}

PyObject *made_line_bad(Sock *self, PyObject *arg)
{
	char *s;

	if (make_line("abc", 3, &s) < 0)
		return NULL;
	return PyLong_FromLong(s[0]); // expect: resource-leak 's'
}

struct boot { PyObject *func; };

static void run(void *p)
{
	struct boot *boot = p;

	PyMem_RawFree(boot);
}

PyObject *thread_ok(PyObject *self, PyObject *func)
{
	struct boot *boot = PyMem_RawMalloc(sizeof(*boot));
	unsigned long id;

	if (!boot)
		return PyErr_NoMemory();
	boot->func = Py_NewRef(func);
	id = PyThread_start_new_thread(run, boot);
	if (id == (unsigned long) -1) {
		Py_DECREF(func);
		PyMem_RawFree(boot);
		PyErr_SetString(PyExc_RuntimeError, "can't start");
		return NULL;
	}
	return PyLong_FromUnsignedLong(id);
}

PyObject *thread_bad(PyObject *self, PyObject *arg)
{
	struct boot *boot = PyMem_RawMalloc(sizeof(*boot));
	unsigned long id;

	if (!boot)
		return PyErr_NoMemory();
	id = PyThread_start_new_thread(run, boot);
	if (id == (unsigned long) -1) {
		PyErr_SetString(PyExc_RuntimeError, "can't start");
		return NULL; // expect: resource-leak 'boot'
	}
	return PyLong_FromUnsignedLong(id);
}

PyObject *handle_ok(PyObject *self, PyObject *arg)
{
	void *p = PyMem_Malloc(10);

	return p ? PyLong_FromVoidPtr(p) : PyErr_NoMemory();
}

PyObject *closed_ok(PyObject *self, PyObject *arg)
{
	FILE *f = fopen("x", "r");

	if (!f)
		return PyErr_SetFromErrno(PyExc_OSError);
	return PyLong_FromLong(PyRun_SimpleFileEx(f, "x", 1));
}

PyObject *closed_bad(PyObject *self, PyObject *arg)
{
	FILE *f = fopen("x", "r");

	if (!f)
		return PyErr_SetFromErrno(PyExc_OSError);
	return PyLong_FromLong(PyRun_SimpleFileEx(f, "x", 0)); // expect: resource-leak 'f'
}

PyObject *descriptor_mode_bad(PyObject *self, PyObject *arg)
{
	int fd = open("x", O_RDONLY);

	if (fd < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (fchmod(fd, 0644) < 0)
		return PyErr_SetFromErrno(PyExc_OSError); // expect: resource-leak 'fd'
	close(fd);
	Py_RETURN_NONE;
}
