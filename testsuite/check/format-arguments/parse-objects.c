// SPDX-License-Identifier: GPL-3.0-or-later
// O, O!, S, U, Y: addresses of object pointers of any object type.
#include <Python.h>

PyObject *objects_ok(PyObject *self, PyObject *args)
{
	PyObject *o;
	PyListObject *list;
	PyTypeObject *type;
	PyObject *bytes, *text, *array;
	void *any;

	if (!PyArg_ParseTuple(args, "OO!OSUYO", &o, &PyList_Type, &list,
			      &type, &bytes, &text, &array, &any))
		return NULL;
	Py_INCREF(o);
	return o;
}

PyObject *value_bad(PyObject *self, PyObject *args)
{
	PyObject *o = NULL;

	if (!PyArg_ParseTuple(args, "O", o)) // expect: format-arguments 'PyObject **' 'PyObject *'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *text_bad(PyObject *self, PyObject *args)
{
	const char *s;

	if (!PyArg_ParseTuple(args, "U", &s)) // expect: format-arguments 'PyObject **' 'const char **'
		return NULL;
	return PyUnicode_FromString(s);
}

PyObject *order_bad(PyObject *self, PyObject *args)
{
	PyObject *list;

	if (!PyArg_ParseTuple(args, "O!", &list, &PyList_Type)) // expect: format-arguments 'argument 3' 'PyTypeObject *' // expect: format-arguments 'argument 4' 'PyObject **'
		return NULL;
	Py_INCREF(list);
	return list;
}

PyObject *checked_bad(PyObject *self, PyObject *args)
{
	PyDictObject *dict;

	if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &dict)) // expect: format-arguments 'O!' 'PyDictObject **'
		return NULL;
	Py_RETURN_NONE;
}
