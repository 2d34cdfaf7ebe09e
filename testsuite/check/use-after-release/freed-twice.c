/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory and streams that are released a second time. */
#include <Python.h>

typedef struct { PyObject_HEAD char *name; } Device;

static void drop(char *p)
{
	PyMem_Free(p);
}

PyObject *labels_bad(PyObject *self, PyObject *args)
{
	char *a = PyMem_Malloc(10), *b;

	if (!a)
		return PyErr_NoMemory();
	b = PyMem_Malloc(10);
	if (!b) {
		PyMem_Free(a);
		PyErr_NoMemory();
		goto error;
	}
	PyMem_Free(b);
	PyMem_Free(a);
	Py_RETURN_NONE;
error:
	PyMem_Free(a); // expect: use-after-release 'a'
	return NULL;
}
PyObject *labels_ok(PyObject *self, PyObject *args)
{
	char *a = PyMem_Malloc(10), *b;

	if (!a)
		return PyErr_NoMemory();
	b = PyMem_Malloc(10);
	if (!b) {
		PyMem_Free(a);
		a = NULL;
		PyErr_NoMemory();
		goto error;
	}
	PyMem_Free(b);
	PyMem_Free(a);
	Py_RETURN_NONE;
error:
	PyMem_Free(a);
	return NULL;
}
PyObject *helper_bad(PyObject *self, PyObject *args)
{
	char *a = PyMem_Malloc(10);

	if (!a)
		return PyErr_NoMemory();
	drop(a);
	PyMem_Free(a); // expect: use-after-release 'a'
	Py_RETURN_NONE;
}
PyObject *stream_bad(PyObject *self, PyObject *args)
{
	FILE *f = fopen("name", "r");

	if (!f)
		return PyErr_SetFromErrno(PyExc_OSError);
	if (getc(f) == EOF) {
		fclose(f);
		PyErr_SetString(PyExc_ValueError, "it is empty");
	}
	fclose(f); // expect: use-after-release 'f'
	return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}
PyObject *resized_ok(PyObject *self, PyObject *args)
{
	char *a = PyMem_Malloc(10), *b;

	if (!a)
		return PyErr_NoMemory();
	b = PyMem_Realloc(a, 20);
	if (!b) {
		PyMem_Free(a);
		return PyErr_NoMemory();
	}
	PyMem_Free(b);
	Py_RETURN_NONE;
}
PyObject *each_ok(PyObject *self, PyObject *args)
{
	char *names[4] = { NULL };
	int i;

	for (i = 0; i < 4; i++)
		names[i] = PyMem_Malloc(10);
	for (i = 0; i < 4; i++)
		PyMem_Free(names[i]);
	Py_RETURN_NONE;
}
struct node { struct node *next; char *text; };
extern struct node **nodes;

/* By whatever number. */
PyObject *from_one_ok(PyObject *self, PyObject *arg)
{
	long i, n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	for (i = 1; i < n; i++)
		PyMem_Free(nodes[i]);
	Py_RETURN_NONE;
}
static PyObject *renamed_ok(PyObject *o, PyObject *args)
{
	Device *self = (Device *) o;

	PyMem_Free(self->name);
	self->name = PyMem_Malloc(10);
	if (!self->name)
		return PyErr_NoMemory();
	PyMem_Free(self->name);
	self->name = NULL;
	Py_RETURN_NONE;
}
PyMethodDef methods[] = { { "renamed", renamed_ok, METH_NOARGS }, { NULL } };
