// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: lang=c args=disable=unchecked-error,exception-swallowed
/* More calls whose NULL is no failure but an answer. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct { char name[32]; int n; } record;

static PyObject *after_colon_bad(PyObject *self, PyObject *args)
{
	const char *s, *colon;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	colon = strchr(s, ':');
	if (colon[1] == '\0') // expect: null-dereference 'colon'
		Py_RETURN_NONE;
	return PyUnicode_FromStringAndSize(s, colon - s);
}

static PyObject *after_colon_ok(PyObject *self, PyObject *args)
{
	const char *s, *colon;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	colon = strchr(s, ':');
	if (!colon || colon[1] == '\0')
		Py_RETURN_NONE;
	return PyUnicode_FromStringAndSize(s, colon - s);
}

/* Looked for before. */
static PyObject *twice_ok(PyObject *self, PyObject *args)
{
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	if (!strchr(s, ':')) {
		PyErr_SetString(PyExc_ValueError, "no colon");
		return NULL;
	}
	return PyLong_FromLong(*strchr(s, ':'));
}

/* The code's own text. */
static PyObject *own_ok(PyObject *self, PyObject *unused)
{
	return PyLong_FromLong(strchr("name:value", ':')[1]);
}

static PyObject *last_part_bad(PyObject *self, PyObject *arg)
{
	const char *path = PyUnicode_AsUTF8(arg), *slash;

	if (!path)
		return NULL;
	slash = strrchr(path, '/');
	if (*slash == path[0]) // expect: null-dereference 'slash'
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *home_bad(PyObject *self, PyObject *unused)
{
	const char *home = getenv("HOME");

	return PyBool_FromLong(home[0] == '/'); // expect: null-dereference 'home'
}

static PyObject *home_ok(PyObject *self, PyObject *unused)
{
	const char *home = getenv("HOME");

	return PyBool_FromLong(home && home[0] == '/');
}

static PyObject *home_again_ok(PyObject *self, PyObject *unused)
{
	if (getenv("HOME"))
		return PyLong_FromLong(getenv("HOME")[0]);
	Py_RETURN_NONE;
}

/* The whole record is read. */
static PyObject *copied_bad(PyObject *self, PyObject *capsule)
{
	record *r = PyCapsule_GetPointer(capsule, "sources.record"), copy;

	memcpy(&copy, r, sizeof(copy)); // expect: null-argument 'r'
	return PyLong_FromLong(copy.n);
}

static PyObject *copied_ok(PyObject *self, PyObject *capsule)
{
	record *r = PyCapsule_GetPointer(capsule, "sources.record"), copy;

	if (!r)
		return NULL;
	memcpy(&copy, r, sizeof(copy));
	return PyLong_FromLong(copy.n);
}

/* An exception that C code raised has no traceback. */
static PyObject *report_bad(PyObject *self, PyObject *f)
{
	PyObject *r = PyObject_CallNoArgs(f), *t, *v, *tb;

	if (r)
		return r;
	PyErr_Fetch(&t, &v, &tb);
	Py_XDECREF(v);
	Py_XDECREF(t);
	Py_DECREF(tb); // expect: null-dereference 'tb'
	Py_RETURN_NONE;
}

static PyObject *report_ok(PyObject *self, PyObject *f)
{
	PyObject *r = PyObject_CallNoArgs(f), *t, *v, *tb;

	if (r)
		return r;
	PyErr_Fetch(&t, &v, &tb);
	if (tb && Py_REFCNT(tb) > 100) {
		PyErr_Restore(t, v, tb);
		return NULL;
	}
	PyErr_Restore(t, v, tb);
	return NULL;
}

/* A function without defaults. */
static PyObject *defaults_bad(PyObject *self, PyObject *f)
{
	PyObject *d;

	if (!PyFunction_Check(f)) {
		PyErr_SetString(PyExc_TypeError, "a function");
		return NULL;
	}
	d = PyFunction_GET_DEFAULTS(f);
	return PyLong_FromSsize_t(PyTuple_GET_SIZE(d)); // expect: null-dereference 'd'
}

static PyObject *defaults_ok(PyObject *self, PyObject *f)
{
	PyObject *d;

	if (!PyFunction_Check(f)) {
		PyErr_SetString(PyExc_TypeError, "a function");
		return NULL;
	}
	d = PyFunction_GET_DEFAULTS(f);
	return PyLong_FromSsize_t(d ? PyTuple_GET_SIZE(d) : 0);
}

/* None when it is asked first, and None when it is asked again. */
static PyObject *again_ok(PyObject *self, PyObject *callback)
{
	record *r = NULL;
	long n = PyLong_AsLong(self);

	if (callback != Py_None) {
		r = PyMem_Calloc(1, sizeof(*r));
		if (!r)
			return PyErr_NoMemory();
	}
	if (n < 0 && PyErr_Occurred()) {
		if (callback != Py_None) {
			r->n = 0;
			PyMem_Free(r);
		}
		return NULL;
	}
	PyMem_Free(r);
	Py_RETURN_NONE;
}

#define NOARGS(f) { #f, f, METH_NOARGS, NULL }
#define VARARGS(f) { #f, f, METH_VARARGS, NULL }
#define ONE(f) { #f, f, METH_O, NULL }
static PyMethodDef methods[] = {
	VARARGS (after_colon_bad), VARARGS (after_colon_ok),
	VARARGS (twice_ok), NOARGS (own_ok), ONE (last_part_bad),
	NOARGS (home_bad), NOARGS (home_ok), NOARGS (home_again_ok), ONE (copied_bad),
	ONE (copied_ok), ONE (report_bad), ONE (report_ok),
	ONE (defaults_bad), ONE (defaults_ok), ONE (again_ok),
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "sources", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_sources(void)
{
	return PyModule_Create(&module);
}
