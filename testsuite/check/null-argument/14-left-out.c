/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A guard says little of whether a pointer can be NULL; that the format makes
 * it so when the argument is left out, or None, says that it can. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

static PyObject *render_bad(PyObject *self, PyObject *args)
{
	const char *mode = NULL, *dir = NULL, *lang = NULL, *anchor = NULL;
	PyObject *features = NULL, *text;
	int mask, color, down;

	if (!PyArg_ParseTuple(args, "O|zzOzz", &text, &mode, &dir, &features,
			      &lang, &anchor))
		return NULL;
	mask = mode && strcmp(mode, "1") == 0;
	color = mode && strcmp(mode, "RGBA") == 0;
	down = dir && strcmp(dir, "ttb") == 0;
	return Py_BuildValue("siii", strcmp(mode, "RGBA") ? "L" : "RGBA", // expect: null-argument 'mode'
			     mask, color, down);
}

static PyObject *render_ok(PyObject *self, PyObject *args)
{
	const char *mode = NULL, *dir = NULL, *lang = NULL, *anchor = NULL;
	PyObject *features = NULL, *text;
	int mask, color, down;

	if (!PyArg_ParseTuple(args, "O|zzOzz", &text, &mode, &dir, &features,
			      &lang, &anchor))
		return NULL;
	if (!mode)
		mode = "L";
	mask = mode && strcmp(mode, "1") == 0;
	color = strcmp(mode, "RGBA") == 0;
	down = dir && strcmp(dir, "ttb") == 0;
	return Py_BuildValue("siii", color ? "RGBA" : "L", mask, color, down);
}

/* How many there are was asked before. */
static PyObject *counted_ok(PyObject *self, PyObject *args)
{
	const char *mode = NULL, *dir = NULL, *lang = NULL, *anchor = NULL;
	PyObject *features = NULL, *text;
	int mask;

	if (PyTuple_GET_SIZE(args) < 2) {
		PyErr_SetString(PyExc_TypeError, "text and mode, please");
		return NULL;
	}
	if (!PyArg_ParseTuple(args, "O|ssOss", &text, &mode, &dir, &features,
			      &lang, &anchor))
		return NULL;
	mask = mode && strcmp(mode, "1") == 0;
	return Py_BuildValue("si", strcmp(mode, "RGBA") ? "L" : "RGBA", mask);
}

static PyMethodDef functions[] = {
	{ "render", render_bad, METH_VARARGS, NULL },
	{ "render2", render_ok, METH_VARARGS, NULL },
	{ "counted", counted_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, functions, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
