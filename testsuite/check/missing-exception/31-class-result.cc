/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A class that a library returns has the values that the library gives it: the
 * last `else' is not reached.  A number can be any. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct tribool {
	unsigned char v;
	bool operator==(const tribool &o) const { return v == o.v; }
};
static const tribool YES = { 0 }, NO = { 1 }, OPEN = { 2 };

struct solver {
	tribool solve();
	int count();
};
extern solver *the_solver;

static PyObject *solve_ok(PyObject *, PyObject *)
{
	tribool res;

	Py_BEGIN_ALLOW_THREADS
	res = the_solver->solve();
	Py_END_ALLOW_THREADS
	if (res == YES)
		Py_RETURN_TRUE;
	else if (res == NO)
		Py_RETURN_FALSE;
	else if (res == OPEN)
		Py_RETURN_NONE;
	return nullptr;
}

static PyObject *count_bad(PyObject *, PyObject *)
{
	int res;

	Py_BEGIN_ALLOW_THREADS
	res = the_solver->count();
	Py_END_ALLOW_THREADS
	if (res < 0)
		return nullptr; // expect: missing-exception 'count_bad'
	return PyLong_FromLong(res);
}

static PyMethodDef methods[] = {
	{ "solve_ok", solve_ok, METH_NOARGS, nullptr },
	{ "count_bad", count_bad, METH_NOARGS, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};

PyMethodDef *table()
{
	return methods;
}
