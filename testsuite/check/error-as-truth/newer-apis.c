// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.14
/* -1, 0 and 1 of Python 3.13 and 3.14, taken as a boolean. */
#include "../newer-apis.h"

static PyObject *has_bad(PyObject *self, PyObject *name)
{
	if (PyObject_HasAttrWithError(self, name)) // expect: error-as-truth
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *has_ok(PyObject *self, PyObject *name)
{
	int has = PyObject_HasAttrWithError(self, name);

	if (has < 0)
		return NULL;
	return PyBool_FromLong(has);
}

static PyObject *contains_bad(PyObject *self, PyObject *arg)
{
	if (!PyDict_ContainsString(self, "k")) // expect: error-as-truth
		Py_RETURN_NONE;
	Py_RETURN_TRUE;
}

static PyObject *contains_ok(PyObject *self, PyObject *arg)
{
	switch (PyDict_ContainsString(self, "k")) {
	case 1:
		Py_RETURN_TRUE;
	case 0:
		Py_RETURN_FALSE;
	}
	return NULL;
}

static PyObject *key_bad(PyObject *self, PyObject *arg)
{
	int has = PyMapping_HasKeyStringWithError(arg, "k");

	return PyBool_FromLong(has); // expect: error-as-truth
}

static PyObject *key_ok(PyObject *self, PyObject *arg)
{
	int has = PyMapping_HasKeyStringWithError(arg, "k");

	if (has == -1)
		return NULL;
	return PyBool_FromLong(has);
}

static PyObject *equal_ok(PyObject *self, PyObject *arg)
{
	int equal = PyUnicode_Equal(self, arg);

	if (equal < 0)
		return NULL;
	return PyBool_FromLong(equal);
}

static PyObject *utf8_ok(PyObject *self, PyObject *arg)
{
	if (PyUnicode_EqualToUTF8(arg, "name"))
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

PyMethodDef methods[] = {
	{ "has_bad", has_bad, METH_O, NULL },
	{ "has_ok", has_ok, METH_O, NULL },
	{ "contains_bad", contains_bad, METH_O, NULL },
	{ "contains_ok", contains_ok, METH_O, NULL },
	{ "key_bad", key_bad, METH_O, NULL },
	{ "key_ok", key_ok, METH_O, NULL },
	{ "equal_ok", equal_ok, METH_O, NULL },
	{ "utf8_ok", utf8_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
