// SPDX-License-Identifier: GPL-3.0-or-later
/* Who goes on when an unknown function gave NULL may know that it sets none;
 * its callers, itself among them, know no more. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *proto;
} Dict;

extern Dict *type_dict(PyObject *);
static PyObject *name;

static PyObject *convert_ok(PyObject *type, PyObject *value)
{
	Dict *d = type_dict(value);
	PyObject *as;

	if (d && d->proto == type)
		return Py_NewRef(value);
	if (_PyObject_LookupAttr(value, name, &as) < 0)
		return NULL;
	if (as) {
		value = convert_ok(type, as);
		Py_DECREF(as);
		return value;
	}
	if (!d)
		return Py_NewRef(value);
	PyErr_SetString(PyExc_TypeError, "wrong type");
	return NULL;
}

static PyObject *known_bad(PyObject *type, PyObject *value)
{
	PyObject *d = PyObject_Str(value);

	if (!d)
		return Py_NewRef(value); // expect: stale-exception
	Py_DECREF(d);
	return Py_NewRef(type);
}

static PyMethodDef methods[] = {
	{ "convert", convert_ok, METH_O, NULL },
	{ "known", known_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_m(void)
{
	name = PyUnicode_InternFromString("as_parameter");
	return name ? PyModule_Create(&module) : NULL;
}
