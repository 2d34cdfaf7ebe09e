// SPDX-License-Identifier: GPL-3.0-or-later
/* The UTF-8 of a str of plain ASCII stands ready. */
#include <Python.h>
#include <string.h>

size_t address_ok(void *p)
{
	PyObject *o = PyUnicode_FromFormat("%p:%5zd", p, (Py_ssize_t) 3);
	size_t n = 0;

	if (o != NULL) {
		n = strlen(PyUnicode_AsUTF8(o));
		Py_DECREF(o);
	}
	return n;
}

size_t literal_ok(void)
{
	PyObject *o = PyUnicode_FromString("name");
	size_t n = 0;

	if (o != NULL) {
		n = strlen(PyUnicode_AsUTF8(o));
		Py_DECREF(o);
	}
	return n;
}

size_t text_bad(const char *p)
{
	PyObject *o = PyUnicode_FromFormat("%s", p);
	size_t n = 0;

	if (o != NULL) {
		n = strlen(PyUnicode_AsUTF8(o)); // expect: null-argument 'strlen'
		Py_DECREF(o);
	}
	return n;
}

size_t argument_bad(PyObject *o)
{
	return strlen(PyUnicode_AsUTF8(o)); // expect: null-argument 'strlen'
}
