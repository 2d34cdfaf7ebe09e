/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A library that gets {function, data, free} by value has the data from then
 * on; a struct's members are known after it was read as a whole. */
#include <Python.h>

struct closure {
	int (*call)(void *data, int n);
	void *data;
	void (*free)(void *data);
};
struct user { PyObject *fn; };
struct pair { int n; char *text; };

extern int lib_run(void *handle, struct closure c, unsigned flags);
extern int lib_look(struct pair p);
extern void *handle;

static int call(void *data, int n)
{
	return n;
}

static void free_user(void *data)
{
	struct user *u = data;

	if (u)
		Py_XDECREF(u->fn);
	free(u);
}

PyObject *taken_over_ok(PyObject *self, PyObject *fn)
{
	struct closure c = { .call = call, .free = free_user };
	struct user *u;
	PyObject *result = NULL;
	int status;

	c.data = u = calloc(1, sizeof(*u));
	if (!u) {
		PyErr_NoMemory();
		goto out;
	}
	Py_INCREF(fn);
	u->fn = fn;
	status = lib_run(handle, c, 0);
	u = NULL;
	if (status == -1) {
		PyErr_SetString(PyExc_RuntimeError, "it failed");
		goto out;
	}
	result = PyLong_FromLong(status);
out:
	free_user(u);
	return result;
}

PyObject *before_it_bad(PyObject *self, PyObject *fn)
{
	struct closure c = { .call = call, .free = free_user };
	struct user *u;
	int status;

	c.data = u = calloc(1, sizeof(*u));
	if (!u)
		return PyErr_NoMemory();
	if (!PyCallable_Check(fn)) {
		PyErr_SetString(PyExc_TypeError, "no function");
		return NULL; // expect: resource-leak 'u'
	}
	Py_INCREF(fn);
	u->fn = fn;
	status = lib_run(handle, c, 0);
	return PyLong_FromLong(status);
}

PyObject *other_member_bad(PyObject *self, PyObject *args)
{
	struct pair p = { 0, NULL };
	char *other = PyMem_Malloc(10);

	if (!other)
		return PyErr_NoMemory();
	p.n = lib_look(p);
	return PyLong_FromLong(p.n); // expect: resource-leak 'other'
}

PyObject *known_after_ok(PyObject *self, PyObject *args)
{
	struct pair p = { 0, NULL };

	p.text = PyMem_Malloc(10);
	if (!p.text)
		return PyErr_NoMemory();
	p.n = lib_look(p);
	PyMem_Free(p.text);
	return PyLong_FromLong(p.n);
}
