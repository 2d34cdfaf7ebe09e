// SPDX-License-Identifier: GPL-3.0-or-later
/* What is declared to set an exception sets none. */
#include <Python.h>

#include <string.h>

#define SETS __attribute__((pyrefcheck_sets_exception))
#define NULL_SETS __attribute__((pyrefcheck_null_sets_exception))
#define NEGATIVE_SETS __attribute__((pyrefcheck_negative_sets_exception))
#define NULL_WITHOUT \
	__attribute__((pyrefcheck_may_return_null_without_exception))
#define CPY_SETS __attribute__((cpychecker_sets_exception))
#define CPY_NEGATIVE __attribute__((cpychecker_negative_result_sets_exception))

void complain_bad(int n) SETS;
void complain_bad(int n)
{
	if (n > 3)
		return; // expect: missing-exception 'complain_bad' 'declared to do'
	PyErr_SetString(PyExc_ValueError, "small");
}

void complain_ok(int n) SETS;
void complain_ok(int n)
{
	if (n > 3)
		PyErr_SetString(PyExc_ValueError, "large");
	else
		PyErr_SetString(PyExc_ValueError, "small");
}

void complain_as_for_cpychecker_bad(int n) CPY_SETS;
void complain_as_for_cpychecker_bad(int n)
{
	if (n > 3)
		return; // expect: missing-exception 'declared to do'
	PyErr_SetString(PyExc_ValueError, "small");
}

char *find_bad(const char *s) NULL_SETS;
char *find_bad(const char *s)
{
	char *p = strchr(s, 'a');

	if (!p)
		return NULL; // expect: missing-exception 'find_bad' 'returns NULL' 'declared to do'
	return p;
}

char *find_ok(const char *s) NULL_SETS;
char *find_ok(const char *s)
{
	char *p = strchr(s, 'a');

	if (!p) {
		PyErr_SetString(PyExc_ValueError, "no a");
		return NULL;
	}
	return p;
}

char *find_unsaid_ok(const char *s)
{
	return strchr(s, 'a');
}

int check_bad(int n) NEGATIVE_SETS;
int check_bad(int n)
{
	if (n > 3)
		return -1; // expect: missing-exception 'check_bad' 'returns -1' 'declared to do'
	return 0;
}

int check_ok(int n) NEGATIVE_SETS;
int check_ok(int n)
{
	if (n > 3) {
		PyErr_NoMemory();
		return -1;
	}
	return 0;
}

int check_as_for_cpychecker_bad(int n) CPY_NEGATIVE;
int check_as_for_cpychecker_bad(int n)
{
	if (n > 3)
		return -2; // expect: missing-exception 'returns -2' 'declared to do'
	return n;
}

/* The exception is somebody else's. */
int pass_on_ok(PyObject *list, PyObject *o) NEGATIVE_SETS;
int pass_on_ok(PyObject *list, PyObject *o)
{
	if (PyList_Append(list, o) < 0)
		return -1;
	return 0;
}

int cleared_bad(PyObject *list, PyObject *o) NEGATIVE_SETS;
int cleared_bad(PyObject *list, PyObject *o)
{
	PyObject *r = PyNumber_Add(list, o);

	if (!r) {
		if (!PyErr_ExceptionMatches(PyExc_TypeError))
			return -1;
		PyErr_Clear();
		return -1; // expect: missing-exception 'returns -1' 'declared to do'
	}
	Py_DECREF(r);
	return 0;
}

/* A lookup that is no error, and one that is said to be. */
PyObject *look_ok(PyObject *d, PyObject *k) NULL_WITHOUT
	__attribute__((pyrefcheck_borrows_from(1)));
PyObject *look_ok(PyObject *d, PyObject *k)
{
	if (!PyDict_Check(d))
		return NULL;
	return PyDict_GetItemWithError(d, k);
}

PyObject *look_bad(PyObject *d, PyObject *k)
	__attribute__((pyrefcheck_borrows_from(1)));
PyObject *look_bad(PyObject *d, PyObject *k)
{
	if (!PyDict_Check(d))
		return NULL; // expect: missing-exception 'look_bad' 'returns NULL' 'declared to do'
	return PyList_GetItem(k, 0);
}
