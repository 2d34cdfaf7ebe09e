// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: lang=c
/* A static function has the callers that the unit has; a filled buffer does
 * not hold what it was initialised with. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct out { long n; };

static int step_ok(struct out *o)
{
	if (o == NULL)
		PyErr_SetString(PyExc_ValueError, "nowhere");
	return o->n++ > 3;
}

static int step_bad(struct out *o)
{
	if (o == NULL)
		PyErr_SetString(PyExc_ValueError, "nowhere");
	return o->n++ > 3; // expect: null-dereference 'o'
}

int run(struct out *given)
{
	struct out o = { 0 };

	return step_ok(&o) + step_bad(&o) + step_bad(given);
}

static PyObject *compare_ok(PyObject *self, PyObject *args)
{
	Py_buffer a = { NULL, NULL }, b = { NULL, NULL };
	PyObject *r = NULL;

	if (!PyArg_ParseTuple(args, "y*y*:compare", &a, &b))
		goto exit;
	r = PyBool_FromLong(a.len == b.len && *(char *) a.buf
			    == *(char *) b.buf);
exit:
	if (a.obj)
		PyBuffer_Release(&a);
	if (b.obj)
		PyBuffer_Release(&b);
	return r;
}

static PyObject *unfilled_bad(PyObject *self, PyObject *unused)
{
	Py_buffer a = { NULL, NULL };

	return PyUnicode_FromString(a.buf); // expect: null-argument
}

static PyMethodDef methods[] = {
	{ "compare", compare_ok, METH_VARARGS, NULL },
	{ "unfilled", unfilled_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "callers", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_callers(void)
{
	return PyModule_Create(&module);
}
