/* SPDX-License-Identifier: GPL-3.0-or-later */
// pyrefcheck: args=max-outcomes=6
/* A helper whose ways out differ in much that the caller does not care for
 * hands out memory all the same. */
#include <Python.h>

typedef struct { long x, y; } glyph;

static Py_ssize_t layout(PyObject *string, PyObject *features, PyObject *lang,
			 glyph **out)
{
	Py_ssize_t n = PyObject_Length(string), i;

	if (n <= 0)
		return 0;
	if (features != Py_None && features != NULL) {
		PyErr_SetString(PyExc_KeyError, "features");
		return 0;
	}
	if (lang != Py_None && lang != NULL) {
		PyErr_SetString(PyExc_KeyError, "lang");
		return 0;
	}
	*out = PyMem_New(glyph, n);
	if (*out == NULL) {
		PyErr_NoMemory();
		return 0;
	}
	for (i = 0; i < n; i++)
		(*out)[i].x = i;
	return n;
}

PyObject *size_bad(PyObject *self, PyObject *args)
{
	PyObject *string, *features = Py_None, *lang = Py_None;
	glyph *g = NULL;
	Py_ssize_t n, i;
	long width = 0;

	if (!PyArg_ParseTuple(args, "O|OO", &string, &features, &lang))
		return NULL;
	n = layout(string, features, lang, &g);
	if (PyErr_Occurred())
		return NULL;
	for (i = 0; i < n; i++) {
		if (g[i].x < 0) {
			PyErr_SetString(PyExc_OSError, "glyph");
			return NULL; // expect: resource-leak 'g'
		}
		width += g[i].x;
	}
	PyMem_Free(g);
	return PyLong_FromLong(width);
}

PyObject *size_ok(PyObject *self, PyObject *args)
{
	PyObject *string, *features = Py_None, *lang = Py_None;
	glyph *g = NULL;
	Py_ssize_t n, i;
	long width = 0;

	if (!PyArg_ParseTuple(args, "O|OO", &string, &features, &lang))
		return NULL;
	n = layout(string, features, lang, &g);
	if (PyErr_Occurred())
		return NULL;
	for (i = 0; i < n; i++) {
		if (g[i].x < 0) {
			PyErr_SetString(PyExc_OSError, "glyph");
			PyMem_Free(g);
			return NULL;
		}
		width += g[i].x;
	}
	PyMem_Free(g);
	return PyLong_FromLong(width);
}
