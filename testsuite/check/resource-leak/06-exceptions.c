// SPDX-License-Identifier: GPL-3.0-or-later
/* Fetched exceptions: three references that are the caller's. */
#include <Python.h>

static PyObject *fetched_bad(PyObject *self, PyObject *arg)
{
	PyObject *type, *value, *tb, *r;

	r = PyObject_Repr(arg);
	if (r)
		return r;
	PyErr_Fetch(&type, &value, &tb);
	return PyUnicode_FromString("?"); // expect: resource-leak
}

static PyObject *fetched_ok(PyObject *self, PyObject *arg)
{
	PyObject *type, *value, *tb, *r;

	r = PyObject_Repr(arg);
	if (r || !PyErr_ExceptionMatches(PyExc_ValueError))
		return r;
	PyErr_Fetch(&type, &value, &tb);
	Py_XDECREF(type);
	Py_XDECREF(value);
	Py_XDECREF(tb);
	return PyUnicode_FromString("?");
}

static PyObject *restored_ok(PyObject *self, PyObject *arg)
{
	PyObject *type, *value, *tb, *r;

	r = PyObject_Repr(arg);
	if (r)
		return r;
	PyErr_Fetch(&type, &value, &tb);
	PyErr_NormalizeException(&type, &value, &tb);
	PyErr_Restore(type, value, tb);
	return NULL;
}

static PyObject *half_bad(PyObject *self, PyObject *arg)
{
	PyObject *type, *value, *tb, *r;

	r = PyObject_Repr(arg);
	if (r)
		return r;
	PyErr_Fetch(&type, &value, &tb);
	Py_XDECREF(type);
	Py_XDECREF(tb);
	if (!value)
		Py_RETURN_NONE;
	r = PyObject_Str(value);
	return r; // expect: resource-leak 'value'
}

static PyObject *half_ok(PyObject *self, PyObject *arg)
{
	PyObject *type, *value, *tb, *r;

	r = PyObject_Repr(arg);
	if (r)
		return r;
	PyErr_Fetch(&type, &value, &tb);
	Py_XDECREF(type);
	Py_XDECREF(tb);
	if (!value)
		Py_RETURN_NONE;
	r = PyObject_Str(value);
	Py_DECREF(value);
	return r;
}

/* Saved around a cleanup. */
static void cleanup_ok(PyObject *o)
{
	PyObject *type, *value, *tb, *r;

	PyErr_Fetch(&type, &value, &tb);
	r = PyObject_CallMethod(o, "close", NULL);
	if (r)
		Py_DECREF(r);
	else
		PyErr_WriteUnraisable(o);
	PyErr_Restore(type, value, tb);
}

static PyObject *saved_ok(PyObject *self, PyObject *arg)
{
	PyObject *r = PyObject_Repr(arg);

	cleanup_ok(arg);
	return r;
}

static PyMethodDef methods[] = {
	{ "fetched_bad", fetched_bad, METH_O, NULL },
	{ "fetched_ok", fetched_ok, METH_O, NULL },
	{ "restored_ok", restored_ok, METH_O, NULL },
	{ "half_bad", half_bad, METH_O, NULL },
	{ "half_ok", half_ok, METH_O, NULL },
	{ "saved_ok", saved_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "exceptions", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_exceptions(void)
{
	return PyModule_Create(&module);
}
