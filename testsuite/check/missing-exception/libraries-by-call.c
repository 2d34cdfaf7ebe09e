// SPDX-License-Identifier: GPL-3.0-or-later
/* A library is known by what its callers do about its failures: each call is
 * asked for once, however many branches there are, and one status of several
 * calls is that of each. */
#include <Python.h>

typedef struct db db;
typedef struct stmt stmt;
enum { DB_OK, DB_ROW, DB_DONE };
extern stmt *db_prepare(db *d, const char *sql);
extern int db_step(stmt *s);
extern int db_bind_int(stmt *s, int n, long v);
extern int db_bind_null(stmt *s, int n);
extern void db_finalize(stmt *s);

extern PyObject *db_error;
extern db *the_db;

static int bind(stmt *s, int n, PyObject *o)
{
	int rc, over;
	long v;

	if (o == Py_None) {
		rc = db_bind_null(s, n);
	} else {
		v = PyLong_AsLongAndOverflow(o, &over);
		if (v == -1 && PyErr_Occurred())
			return -1;
		rc = db_bind_int(s, n, v);
	}
	if (rc != DB_OK) {
		PyErr_SetString(db_error, "bind");
		return -1;
	}
	return 0;
}

static PyObject *step(stmt *s)
{
	int rc = db_step(s);

	if (rc == DB_DONE)
		Py_RETURN_NONE;
	if (rc != DB_ROW)
		return PyErr_Format(db_error, "step");
	Py_RETURN_TRUE;
}

static PyObject *run_bad(PyObject *self, PyObject *o)
{
	stmt *s = db_prepare(the_db, "select");
	PyObject *r;

	if (!s)
		return NULL; // expect: missing-exception
	if (bind(s, 1, o) < 0) {
		db_finalize(s);
		return NULL;
	}
	r = step(s);
	db_finalize(s);
	return r;
}

static PyObject *run_ok(PyObject *self, PyObject *o)
{
	stmt *s = db_prepare(the_db, "select");
	PyObject *r;

	if (!s)
		return PyErr_Format(db_error, "prepare");
	if (bind(s, 1, o) < 0) {
		db_finalize(s);
		return NULL;
	}
	r = step(s);
	db_finalize(s);
	return r;
}

PyMethodDef methods[] = {
	{ "run_bad", run_bad, METH_O, NULL },
	{ "run_ok", run_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
