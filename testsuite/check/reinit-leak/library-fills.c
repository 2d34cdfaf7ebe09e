/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a library opened what another member holds is no state that the object
 * had; whether it is open is. */
#include <Python.h>

typedef struct { PyObject_HEAD void *db; PyObject *factory; } Database;

extern int lib_open(const char *path, void **db);
extern int lib_is_open(void **db);

static int init_bad(PyObject *o, PyObject *args, PyObject *kwargs)
{
	Database *self = (Database *) o;
	const char *path;

	if (!PyArg_ParseTuple(args, "s", &path))
		return -1;
	if (lib_open(path, &self->db)) {
		PyErr_SetString(PyExc_OSError, path);
		return -1;
	}
	self->factory = PyList_New(0); // expect: reinit-leak 'factory'
	return self->factory ? 0 : -1;
}
static int init_ok(PyObject *o, PyObject *args, PyObject *kwargs)
{
	Database *self = (Database *) o;

	if (lib_is_open(&self->db)) {
		PyErr_SetString(PyExc_OSError, "it is open");
		return -1;
	}
	self->factory = PyList_New(0);
	return self->factory ? 0 : -1;
}
static void database_dealloc(PyObject *o)
{
	Py_XDECREF(((Database *) o)->factory);
	Py_TYPE(o)->tp_free(o);
}
static PyTypeObject A = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.A", .tp_basicsize = sizeof(Database),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_dealloc = database_dealloc,
	.tp_new = PyType_GenericNew, .tp_init = init_bad
};
static PyTypeObject B = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.B", .tp_basicsize = sizeof(Database),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_dealloc = database_dealloc,
	.tp_new = PyType_GenericNew, .tp_init = init_ok
};
PyTypeObject *types[] = { &A, &B };
