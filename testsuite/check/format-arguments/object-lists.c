// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of objects that end with NULL.
#include <Python.h>

PyObject *list_ok(PyObject *f, PyObject *a, PyListObject *b)
{
	return PyObject_CallFunctionObjArgs(f, a, b, NULL);
}

PyObject *method_ok(PyObject *o, PyObject *name)
{
	return PyObject_CallMethodObjArgs(o, name, NULL);
}

PyObject *end_bad(PyObject *f, PyObject *a)
{
	return PyObject_CallFunctionObjArgs(f, a); // expect: format-arguments 'does not end with NULL'
}

PyObject *zero_bad(PyObject *f, PyObject *a)
{
	return PyObject_CallFunctionObjArgs(f, a, 0); // expect: format-arguments 'argument 3' 'PyObject *' 'int'
}

PyObject *number_bad(PyObject *f)
{
	return PyObject_CallFunctionObjArgs(f, 5, NULL); // expect: format-arguments 'argument 2' 'PyObject *' 'int'
}

PyObject *twice_ok(PyObject *f, PyObject *a)
{
	return PyObject_CallFunctionObjArgs(f, a, NULL, NULL);
}

PyObject *early_bad(PyObject *f, PyObject *a)
{
	return PyObject_CallFunctionObjArgs(f, NULL, a, NULL); // expect: format-arguments 'the 2 after it are not seen'
}

PyObject *string_bad(PyObject *o, PyObject *name)
{
	return PyObject_CallMethodObjArgs(o, name, "x", NULL); // expect: format-arguments 'argument 3' 'PyObject *' 'char *'
}
