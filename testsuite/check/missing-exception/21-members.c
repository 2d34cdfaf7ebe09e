// SPDX-License-Identifier: GPL-3.0-or-later
/* A function that an object holds is one of those that the unit stores. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	int fd;
	PyObject *(*on_error)(void);
	int (*on_end)(int);
} Sock;

static PyObject *set_error(void)
{
	return PyErr_SetFromErrno(PyExc_OSError);
}

static int say_no(int fd)
{
	return fd > 3 ? -1 : 0;
}

static int start(Sock *s, int fd)
{
	s->fd = fd;
	s->on_error = &set_error;
	s->on_end = say_no;
	return 0;
}

static int wait_for(Sock *s)
{
	if (s->fd < 0) {
		s->on_error();
		return -1;
	}
	return 0;
}

static int end(Sock *s)
{
	return s->on_end(s->fd);
}

static PyObject *sock_wait_ok(Sock *s, PyObject *unused)
{
	if (wait_for(s) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *sock_end_bad(Sock *s, PyObject *unused)
{
	if (end(s) < 0)
		return NULL; // expect: missing-exception 'sock_end_bad'
	Py_RETURN_NONE;
}

static int sock_init(Sock *s, PyObject *args, PyObject *kwds)
{
	int fd;

	if (!PyArg_ParseTuple(args, "i", &fd))
		return -1;
	return start(s, fd);
}

static PyMethodDef sock_methods[] = {
	{ "wait", (PyCFunction) sock_wait_ok, METH_NOARGS, NULL },
	{ "end", (PyCFunction) sock_end_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Sock_Type = {
	.ob_base = { PyObject_HEAD_INIT(NULL) 0 },
	.tp_name = "members.Sock",
	.tp_basicsize = sizeof(Sock),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_methods = sock_methods,
	.tp_init = (initproc) sock_init,
	.tp_new = PyType_GenericNew,
};
