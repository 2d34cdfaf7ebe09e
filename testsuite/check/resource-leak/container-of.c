// SPDX-License-Identifier: GPL-3.0-or-later
/* A member leads back to the struct that it is a member of: what is there is
 * found, and released, by the address of the member. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>
#include <stdlib.h>

struct link {
	struct link *next;
};

struct item {
	int n;
	void *data;
	struct link link;
};

static struct item *item_of(struct link *l)
{
	return (struct item *) ((char *) l - offsetof(struct item, link));
}

static struct link *link_of(struct item *i)
{
	return &i->link;
}

static PyObject *by_helper_ok(PyObject *self, PyObject *arg)
{
	struct item *i = malloc(sizeof(*i));
	struct link *l;

	if (!i)
		return PyErr_NoMemory();
	l = &i->link;
	free(item_of(l));
	Py_RETURN_NONE;
}

static PyObject *there_and_back_ok(PyObject *self, PyObject *arg)
{
	struct item *i = malloc(sizeof(*i));

	if (!i)
		return PyErr_NoMemory();
	free(item_of(link_of(i)));
	Py_RETURN_NONE;
}

static PyObject *on_one_way_bad(PyObject *self, PyObject *arg)
{
	struct item *i = malloc(sizeof(*i));
	struct link *l;

	if (!i)
		return PyErr_NoMemory();
	l = &i->link;
	if (arg == Py_None) {
		PyErr_SetString(PyExc_TypeError, "no item");
		return NULL; // expect: resource-leak
	}
	free(item_of(l));
	Py_RETURN_NONE;
}

static struct link *make(void)
{
	struct item *i = malloc(sizeof(*i));

	return i ? &i->link : NULL;
}

static PyObject *made_ok(PyObject *self, PyObject *arg)
{
	struct link *l = make();

	if (!l)
		return PyErr_NoMemory();
	free(item_of(l));
	Py_RETURN_NONE;
}

static void drop(struct link *l)
{
	struct item *i = item_of(l);

	free(i->data);
	free(i);
}

static PyObject *with_data_ok(PyObject *self, PyObject *arg)
{
	struct item *i = malloc(sizeof(*i));

	if (!i)
		return PyErr_NoMemory();
	i->data = malloc(10);
	if (!i->data) {
		free(i);
		return PyErr_NoMemory();
	}
	drop(&i->link);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "a", by_helper_ok, METH_O, NULL },
	{ "b", there_and_back_ok, METH_O, NULL },
	{ "c", on_one_way_bad, METH_O, NULL },
	{ "d", made_ok, METH_O, NULL },
	{ "e", with_data_ok, METH_O, NULL },
	{ NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
