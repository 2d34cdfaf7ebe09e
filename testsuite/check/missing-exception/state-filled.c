// SPDX-License-Identifier: GPL-3.0-or-later
/* What the module's state gets at import, which fails without it, is there
 * when a method runs. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject *empty;
	PyObject *tuple[4];
	PyObject *cache;
} State;

static State state_static;
static State *const state = &state_static;

static int init_constants(State *st)
{
	PyObject *name = PyUnicode_FromString("name");

	if (!name)
		return -1;
	st->empty = PyTuple_New(0);
	if (!st->empty)
		goto error;
	state->tuple[0] = PyTuple_Pack(1, name);
	if (!state->tuple[0])
		goto error;
	state->tuple[1] = PyTuple_Pack(2, name, name);
	if (__builtin_expect(!!(!state->tuple[1]), 0))
		goto error;
	/* Goes on without it. */
	state->tuple[2] = PyTuple_Pack(3, name, name, name);
	if (!state->tuple[2])
		PyErr_Clear();
	Py_DECREF(name);
	return 0;
error:
	Py_DECREF(name);
	return -1;
}

static PyObject *first_ok(PyObject *m, PyObject *none)
{
	PyObject *names = state->tuple[0];

	if (!names)
		return NULL;
	return Py_NewRef(names);
}

static PyObject *second_ok(PyObject *m, PyObject *arg)
{
	PyObject *names = state->tuple[1];

	if (!names)
		return NULL;
	return PyObject_Vectorcall(arg, NULL, 0, names);
}

static PyObject *third_bad(PyObject *m, PyObject *none)
{
	PyObject *names = state->tuple[2];

	if (!names)
		return NULL; // expect: missing-exception
	return Py_NewRef(names);
}

static PyObject *empty_ok(PyObject *m, PyObject *none)
{
	if (!state->empty)
		return NULL;
	return Py_NewRef(state->empty);
}

/* Filled by a method, which need not have been called. */
static PyObject *cached_bad(PyObject *m, PyObject *none)
{
	if (!state->cache)
		return NULL; // expect: missing-exception
	return Py_NewRef(state->cache);
}

static PyObject *fill_ok(PyObject *m, PyObject *none)
{
	if (!state->cache) {
		state->cache = PyDict_New();
		if (!state->cache)
			return NULL;
	}
	Py_RETURN_NONE;
}

static int module_clear_ok(PyObject *m)
{
	int i;

	Py_CLEAR(state->empty);
	for (i = 0; i < 4; i++)
		Py_CLEAR(state->tuple[i]);
	Py_CLEAR(state->cache);
	return 0;
}

static PyMethodDef methods[] = {
	{ "first", first_ok, METH_NOARGS, NULL },
	{ "second", second_ok, METH_O, NULL },
	{ "third", third_bad, METH_NOARGS, NULL },
	{ "empty", empty_ok, METH_NOARGS, NULL },
	{ "cached", cached_bad, METH_NOARGS, NULL },
	{ "fill", fill_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL,
	module_clear_ok, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	PyObject *m = PyModule_Create(&module);

	if (m && init_constants(state) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
