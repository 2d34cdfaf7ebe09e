// SPDX-License-Identifier: GPL-3.0-or-later
/* Functions of libraries, which know nothing of Python: the system's headers
 * have them, or the unit answers their failures itself. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <search.h>

typedef struct kdb kdb;
extern kdb *kdb_open(const char *);
extern int kdb_step(kdb *);
extern int kdb_bind(kdb *, int);
extern const char *kdb_text(kdb *);
extern void kdb_close(kdb *);
extern int own_check(kdb *);

static PyObject *DbError;

static PyObject *set_error(const char *what)
{
	PyErr_Format(DbError, "%s failed", what);
	return NULL;
}

static PyObject *table_bad(PyObject *self, PyObject *arg)
{
	if (!hcreate(100))
		return NULL; // expect: missing-exception 'table_bad'
	hdestroy();
	Py_RETURN_NONE;
}

static PyObject *table_ok(PyObject *self, PyObject *arg)
{
	if (!hcreate(100))
		return PyErr_SetFromErrno(PyExc_OSError);
	hdestroy();
	Py_RETURN_NONE;
}

static PyObject *open_bad(PyObject *self, PyObject *arg)
{
	kdb *db = kdb_open("a");

	if (!db)
		return NULL; // expect: missing-exception 'open_bad'
	kdb_close(db);
	Py_RETURN_NONE;
}

static PyObject *open_ok(PyObject *self, PyObject *arg)
{
	kdb *db = kdb_open("b");

	if (!db)
		return set_error("kdb_open");
	if (kdb_bind(db, 1) != 0) {
		kdb_close(db);
		return set_error("kdb_bind");
	}
	kdb_close(db);
	Py_RETURN_NONE;
}

static PyObject *again_ok(PyObject *self, PyObject *arg)
{
	kdb *db = kdb_open("c");

	if (!db)
		return set_error("kdb_open");
	if (kdb_step(db) < 0) {
		kdb_close(db);
		PyErr_SetString(DbError, "step");
		return NULL;
	}
	kdb_close(db);
	Py_RETURN_NONE;
}

/* Nobody says what it does. */
static PyObject *own_ok(PyObject *self, PyObject *arg)
{
	kdb *db = kdb_open("d");

	if (!db)
		return set_error("kdb_open");
	if (own_check(db) < 0) {
		kdb_close(db);
		return NULL;
	}
	kdb_close(db);
	Py_RETURN_NONE;
}

extern int acl_set(int, int);
extern int acl_set_file(const char *, int);

/* -1 tells that it failed: no other number does. */
static PyObject *either_ok(PyObject *self, PyObject *arg)
{
	int fd = PyObject_AsFileDescriptor(arg), rc;

	if (fd != -1) {
		if ((rc = acl_set(fd, 1)) == -1)
			PyErr_SetFromErrno(PyExc_OSError);
	} else {
		PyErr_Clear();
		if ((rc = acl_set_file("a", 1)) == -1)
			PyErr_SetFromErrno(PyExc_OSError);
	}
	if (rc < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "either_ok", either_ok, METH_O, NULL },
	{ "table_bad", table_bad, METH_NOARGS, NULL },
	{ "table_ok", table_ok, METH_NOARGS, NULL },
	{ "open_bad", open_bad, METH_NOARGS, NULL },
	{ "open_ok", open_ok, METH_NOARGS, NULL },
	{ "again_ok", again_ok, METH_NOARGS, NULL },
	{ "own_ok", own_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m = PyModule_Create(&module);

	if (!m)
		return NULL;
	DbError = PyErr_NewException("m.Error", NULL, NULL);
	if (!DbError || PyModule_AddObjectRef(m, "Error", DbError) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
