// SPDX-License-Identifier: GPL-3.0-or-later
/* What was made is forgotten on the way out. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *append_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	if (PyList_Append(list, arg) < 0)
		return NULL; // expect: reference-leak 'list' 'PyList_Append'
	return list;
}

static PyObject *append_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	if (PyList_Append(list, arg) < 0) {
		Py_DECREF(list);
		return NULL;
	}
	return list;
}

static PyObject *second_bad(PyObject *self, PyObject *arg)
{
	PyObject *first, *second, *sum;

	first = PyNumber_Long(arg);
	if (first == NULL)
		return NULL;
	second = PyNumber_Float(arg);
	if (second == NULL)
		return NULL; // expect: reference-leak 'first' 'PyNumber_Float'
	sum = PyNumber_Add(first, second);
	Py_DECREF(first);
	Py_DECREF(second);
	return sum;
}

static PyObject *second_ok(PyObject *self, PyObject *arg)
{
	PyObject *first, *second, *sum;

	first = PyNumber_Long(arg);
	if (first == NULL)
		return NULL;
	second = PyNumber_Float(arg);
	if (second == NULL) {
		Py_DECREF(first);
		return NULL;
	}
	sum = PyNumber_Add(first, second);
	Py_DECREF(first);
	Py_DECREF(second);
	return sum;
}

static PyObject *success_bad(PyObject *self, PyObject *arg)
{
	PyObject *name = PyObject_GetAttrString(arg, "__name__");

	if (!name)
		return NULL;
	if (!PyUnicode_Check(name)) {
		PyErr_SetString(PyExc_TypeError, "the name is no str");
		Py_DECREF(name);
		return NULL;
	}
	return PyLong_FromSsize_t(PyUnicode_GET_LENGTH(name)); // expect: reference-leak 'name'
}

static PyObject *success_ok(PyObject *self, PyObject *arg)
{
	PyObject *name = PyObject_GetAttrString(arg, "__name__");
	Py_ssize_t length;

	if (!name)
		return NULL;
	if (!PyUnicode_Check(name)) {
		PyErr_SetString(PyExc_TypeError, "the name is no str");
		Py_DECREF(name);
		return NULL;
	}
	length = PyUnicode_GET_LENGTH(name);
	Py_DECREF(name);
	return PyLong_FromSsize_t(length);
}

static PyObject *type_error_bad(PyObject *self, PyObject *arg)
{
	PyObject *name = PyObject_GetAttrString(arg, "__name__");

	if (!name)
		return NULL;
	if (!PyUnicode_Check(name)) {
		PyErr_SetString(PyExc_TypeError, "the name is no str");
		return NULL; // expect: reference-leak 'name'
	}
	return name;
}

static PyObject *dropped_bad(PyObject *self, PyObject *arg)
{
	if (!PyObject_CallNoArgs(arg)) // expect: reference-leak
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *dropped_ok(PyObject *self, PyObject *arg)
{
	PyObject *result = PyObject_CallNoArgs(arg);

	if (!result)
		return NULL;
	Py_DECREF(result);
	Py_RETURN_NONE;
}

static PyObject *overwritten_bad(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_GetAttrString(arg, "first");

	if (!o)
		return NULL;
	o = PyObject_GetAttrString(o, "second"); // expect: reference-leak 'o'
	return o;
}

static PyObject *overwritten_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = PyObject_GetAttrString(arg, "first");

	if (!o)
		return NULL;
	Py_SETREF(o, PyObject_GetAttrString(o, "second"));
	return o;
}

static PyObject *increfed_bad(PyObject *self, PyObject *arg)
{
	Py_INCREF(arg);
	if (PyObject_IsInstance(arg, (PyObject *) &PyLong_Type) < 1) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_TypeError, "int expected");
		return NULL; // expect: reference-leak 'arg'
	}
	return arg;
}

static PyObject *increfed_ok(PyObject *self, PyObject *arg)
{
	Py_INCREF(arg);
	if (PyObject_IsInstance(arg, (PyObject *) &PyLong_Type) < 1) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_TypeError, "int expected");
		Py_DECREF(arg);
		return NULL;
	}
	return arg;
}

static PyObject *cleanup_bad(PyObject *self, PyObject *arg)
{
	PyObject *a = NULL, *b = NULL, *result = NULL;

	a = PyObject_GetAttrString(arg, "a");
	if (!a)
		goto out;
	b = PyObject_GetAttrString(arg, "b");
	if (!b)
		goto out;
	result = PyNumber_Multiply(a, b);
out:
	Py_XDECREF(a);
	return result; // expect: reference-leak 'b'
}

static PyObject *cleanup_ok(PyObject *self, PyObject *arg)
{
	PyObject *a = NULL, *b = NULL, *result = NULL;

	a = PyObject_GetAttrString(arg, "a");
	if (!a)
		goto out;
	b = PyObject_GetAttrString(arg, "b");
	if (!b)
		goto out;
	result = PyNumber_Multiply(a, b);
out:
	Py_XDECREF(a);
	Py_XDECREF(b);
	return result;
}

static PyObject *fatal_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	if (PyList_Append(list, arg) < 0)
		Py_FatalError("cannot go on");
	return list;
}

static PyMethodDef methods[] = {
	{ "append_bad", append_bad, METH_O, NULL },
	{ "append", append_ok, METH_O, NULL },
	{ "second_bad", second_bad, METH_O, NULL },
	{ "second", second_ok, METH_O, NULL },
	{ "success_bad", success_bad, METH_O, NULL },
	{ "success", success_ok, METH_O, NULL },
	{ "type_error_bad", type_error_bad, METH_O, NULL },
	{ "dropped_bad", dropped_bad, METH_O, NULL },
	{ "dropped", dropped_ok, METH_O, NULL },
	{ "overwritten_bad", overwritten_bad, METH_O, NULL },
	{ "overwritten", overwritten_ok, METH_O, NULL },
	{ "increfed_bad", increfed_bad, METH_O, NULL },
	{ "increfed", increfed_ok, METH_O, NULL },
	{ "cleanup_bad", cleanup_bad, METH_O, NULL },
	{ "cleanup", cleanup_ok, METH_O, NULL },
	{ "fatal", fatal_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "early", NULL, 0, methods, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_early(void)
{
	return PyModuleDef_Init(&module);
}
