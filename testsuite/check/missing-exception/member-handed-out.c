// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* An accessor sets the exception where a member is NULL, and returns the address
 * of that member, or of the struct that holds it: a caller that asks the member
 * again fails exactly then. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct records {
	int n;
	void *last;
};

typedef struct {
	PyObject_HEAD
	void *last;
	void *first;
	struct records records;
} Lookup;

static inline void **get_last(PyObject *self, const char *name)
{
	Lookup *l = (Lookup *) self;

	if (!l->last)
		PyErr_SetString(PyExc_AttributeError, name);
	return &l->last;
}

static inline struct records *cast(PyObject *self)
{
	return &((Lookup *) self)->records;
}

static inline struct records *get_records(PyObject *self, const char *name)
{
	struct records *r = cast(self);

	if (r->last == NULL)
		PyErr_SetString(PyExc_AttributeError, name);
	return r;
}

static PyObject *last_ok(PyObject *self, void *none)
{
	void **p = get_last(self, "last");

	return *p ? PyLong_FromVoidPtr(*p) : NULL;
}

static PyObject *member_ok(PyObject *self, void *none)
{
	struct records *r = get_records(self, "records");

	if (r->last == NULL)
		return NULL;
	return PyLong_FromVoidPtr(r->last);
}

static PyObject *another_bad(PyObject *self, void *none)
{
	void **p = get_last(self, "last");

	if (!*p)
		return NULL;
	if (!((Lookup *) self)->first)
		return NULL; // expect: missing-exception
	return PyLong_FromVoidPtr(*p);
}

static PyObject *number_bad(PyObject *self, void *none)
{
	struct records *r = get_records(self, "records");

	if (r->last == NULL)
		return NULL;
	if (r->n == 0)
		return NULL; // expect: missing-exception
	return PyLong_FromVoidPtr(r->last);
}

static PyObject *unasked_bad(PyObject *self, void *none)
{
	struct records *r = cast(self);

	if (r->last == NULL)
		return NULL; // expect: missing-exception
	return PyLong_FromVoidPtr(r->last);
}

PyGetSetDef getsets[] = {
	{ "last_ok", last_ok },
	{ "member_ok", member_ok },
	{ "another_bad", another_bad },
	{ "number_bad", number_bad },
	{ "unasked_bad", unasked_bad },
	{ NULL }
};
