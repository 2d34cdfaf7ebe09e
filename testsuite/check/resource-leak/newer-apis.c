// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.14
/* Handles of Python 3.14 that must be finished, discarded or freed. */
#include "../newer-apis.h"

static PyObject *writer_bad(PyObject *self, PyObject *arg)
{
	PyUnicodeWriter *w = PyUnicodeWriter_Create(0);

	if (!w)
		return NULL;
	if (PyUnicodeWriter_WriteRepr(w, arg) < 0)
		return NULL; // expect: resource-leak 'w'
	return PyUnicodeWriter_Finish(w);
}

static PyObject *writer_ok(PyObject *self, PyObject *arg)
{
	PyUnicodeWriter *w = PyUnicodeWriter_Create(0);

	if (!w)
		return NULL;
	if (PyUnicodeWriter_WriteRepr(w, arg) < 0
	    || PyUnicodeWriter_WriteUTF8(w, ", ", 2) < 0
	    || PyUnicodeWriter_WriteChar(w, '.') < 0)
		goto error;
	return PyUnicodeWriter_Finish(w);
error:
	PyUnicodeWriter_Discard(w);
	return NULL;
}

static int write_all(PyUnicodeWriter *w, PyObject *list)
{
	Py_ssize_t i;

	for (i = 0; i < PyList_GET_SIZE(list); i++)
		if (PyUnicodeWriter_WriteStr(w, PyList_GET_ITEM(list, i)) < 0)
			return -1;
	return 0;
}

static PyObject *by_helper_bad(PyObject *self, PyObject *list)
{
	PyUnicodeWriter *w = PyUnicodeWriter_Create(0);

	if (!w)
		return NULL;
	if (write_all(w, list) < 0)
		return NULL; // expect: resource-leak 'w'
	return PyUnicodeWriter_Finish(w);
}

static PyObject *by_helper_ok(PyObject *self, PyObject *list)
{
	PyUnicodeWriter *w = PyUnicodeWriter_Create(0);

	if (!w)
		return NULL;
	if (write_all(w, list) < 0) {
		PyUnicodeWriter_Discard(w);
		return NULL;
	}
	return PyUnicodeWriter_Finish(w);
}

static PyObject *long_bad(PyObject *self, PyObject *arg)
{
	void *digits;
	PyLongWriter *w = PyLongWriter_Create(0, 2, &digits);

	if (!w)
		return NULL;
	if (PyObject_Length(arg) < 2) {
		PyErr_SetString(PyExc_ValueError, "too short");
		return NULL; // expect: resource-leak 'w'
	}
	memset(digits, 1, 8);
	return PyLongWriter_Finish(w);
}

static PyObject *long_ok(PyObject *self, PyObject *arg)
{
	void *digits;
	PyLongWriter *w = PyLongWriter_Create(0, 2, &digits);

	if (!w)
		return NULL;
	if (PyObject_Length(arg) < 0) {
		PyLongWriter_Discard(w);
		return NULL;
	}
	memset(digits, 1, 8);
	return PyLongWriter_Finish(w);
}

static PyObject *export_bad(PyObject *self, PyObject *arg)
{
	PyLongExport e;

	if (PyLong_Export(arg, &e) < 0)
		return NULL;
	return PyLong_FromSsize_t(e.ndigits); // expect: resource-leak
}

static PyObject *export_ok(PyObject *self, PyObject *arg)
{
	PyLongExport e;
	Py_ssize_t n;

	if (PyLong_Export(arg, &e) < 0)
		return NULL;
	n = e.ndigits;
	PyLong_FreeExport(&e);
	return PyLong_FromSsize_t(n);
}

int start_bad(void)
{
	PyInitConfig *config = PyInitConfig_Create();

	if (!config)
		return -1;
	if (PyInitConfig_SetInt(config, "dev_mode", 1) < 0
	    || Py_InitializeFromInitConfig(config) < 0)
		return -1; // expect: resource-leak 'config'
	PyInitConfig_Free(config);
	return 0;
}

int start_ok(void)
{
	PyInitConfig *config = PyInitConfig_Create();
	const char *message;

	if (!config)
		return -1;
	if (PyInitConfig_SetInt(config, "dev_mode", 1) < 0
	    || Py_InitializeFromInitConfig(config) < 0) {
		if (PyInitConfig_GetError(config, &message) == 1)
			puts(message);
		PyInitConfig_Free(config);
		return -1;
	}
	PyInitConfig_Free(config);
	return 0;
}

int string_bad(PyInitConfig *config)
{
	char *name;

	if (PyInitConfig_GetStr(config, "program_name", &name) < 0)
		return -1;
	return name && !strcmp(name, "python"); // expect: resource-leak 'name'
}

int string_ok(PyInitConfig *config)
{
	char *name;
	int is;

	if (PyInitConfig_GetStr(config, "program_name", &name) < 0)
		return -1;
	is = name && !strcmp(name, "python");
	free(name);
	return is;
}

PyMethodDef methods[] = {
	{ "writer_bad", writer_bad, METH_O, NULL },
	{ "writer_ok", writer_ok, METH_O, NULL },
	{ "by_helper_bad", by_helper_bad, METH_O, NULL },
	{ "by_helper_ok", by_helper_ok, METH_O, NULL },
	{ "long_bad", long_bad, METH_O, NULL },
	{ "long_ok", long_ok, METH_O, NULL },
	{ "export_bad", export_bad, METH_O, NULL },
	{ "export_ok", export_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
