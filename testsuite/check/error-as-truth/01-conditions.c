// SPDX-License-Identifier: GPL-3.0-or-later
/* Results with an error value in conditions. */
#include <Python.h>

static PyObject *is_true_bad(PyObject *self, PyObject *arg)
{
	if (PyObject_IsTrue(arg)) // expect: error-as-truth 'PyObject_IsTrue' '-1'
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *is_true_ok(PyObject *self, PyObject *arg)
{
	int r = PyObject_IsTrue(arg);

	if (r < 0)
		return NULL;
	if (r)
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *not_bad(PyObject *self, PyObject *arg)
{
	if (!PyObject_IsTrue(arg)) // expect: error-as-truth 'PyObject_IsTrue'
		Py_RETURN_FALSE;
	Py_RETURN_TRUE;
}

static PyObject *contains_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	if (!PyDict_Contains(dict, key)) // expect: error-as-truth 'PyDict_Contains'
		Py_RETURN_NONE;
	return PyUnicode_FromString("there");
}

static PyObject *contains_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	switch (PyDict_Contains(dict, key)) {
	case 0:
		Py_RETURN_NONE;
	case 1:
		return PyUnicode_FromString("there");
	default:
		return NULL;
	}
}

/* Asked for exactly one answer: an error is not taken for it. */
static PyObject *equal_one_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key;
	int r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	r = PyDict_Contains(dict, key);
	if (r == 1)
		Py_RETURN_TRUE;
	if (r == -1)
		return NULL;
	Py_RETURN_FALSE;
}

static PyObject *instance_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *type;

	if (!PyArg_ParseTuple(args, "OO", &o, &type))
		return NULL;
	if (PyObject_IsInstance(o, type)) // expect: error-as-truth 'PyObject_IsInstance'
		return PyObject_Repr(o);
	Py_RETURN_NONE;
}

static PyObject *instance_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *type;
	int r;

	if (!PyArg_ParseTuple(args, "OO", &o, &type))
		return NULL;
	if ((r = PyObject_IsInstance(o, type)) == -1)
		return NULL;
	if (r)
		return PyObject_Repr(o);
	Py_RETURN_NONE;
}

static PyObject *compare_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	if (PyObject_RichCompareBool(a, b, Py_EQ)) // expect: error-as-truth 'PyObject_RichCompareBool'
		return PyLong_FromLong(1);
	return PyLong_FromLong(0);
}

static PyObject *compare_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	int r;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	r = PyObject_RichCompareBool(a, b, Py_EQ);
	return r < 0 ? NULL : PyLong_FromLong(r);
}

/* Success is never true: true means that it failed. */
static PyObject *status_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	if (PyDict_SetItem(dict, key, Py_None))
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *positive_ok(PyObject *self, PyObject *args)
{
	PyObject *set, *key;

	if (!PyArg_ParseTuple(args, "OO", &set, &key))
		return NULL;
	if (PySequence_Contains(set, key) > 0)
		Py_RETURN_TRUE;
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_FALSE;
}

static PyObject *conjunction_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	if (a != Py_None && PyObject_IsTrue(b)) // expect: error-as-truth 'PyObject_IsTrue'
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *conditional_bad(PyObject *self, PyObject *arg)
{
	const char *s = PyObject_IsTrue(arg) ? "yes" : "no"; // expect: error-as-truth 'PyObject_IsTrue'

	return PyUnicode_FromString(s);
}

static PyObject *attribute_ok(PyObject *self, PyObject *arg)
{
	/* It cannot fail, says the documentation: errors are cleared. */
	if (PyObject_HasAttrString(arg, "name"))
		return PyObject_GetAttrString(arg, "name");
	Py_RETURN_NONE;
}

static PyObject *callable_ok(PyObject *self, PyObject *arg)
{
	if (PyCallable_Check(arg) && PyIter_Check(arg))
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *bool_ok(PyObject *self, PyObject *arg)
{
	/* A bool has no __bool__ that could fail. */
	if (!PyBool_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "a bool is needed");
		return NULL;
	}
	return PyUnicode_FromString(arg == Py_True ? "yes" : "no");
}

static PyMethodDef methods[] = {
	{ "is_true_bad", is_true_bad, METH_O, NULL },
	{ "is_true_ok", is_true_ok, METH_O, NULL },
	{ "not_bad", not_bad, METH_O, NULL },
	{ "contains_bad", contains_bad, METH_VARARGS, NULL },
	{ "contains_ok", contains_ok, METH_VARARGS, NULL },
	{ "equal_one_ok", equal_one_ok, METH_VARARGS, NULL },
	{ "instance_bad", instance_bad, METH_VARARGS, NULL },
	{ "instance_ok", instance_ok, METH_VARARGS, NULL },
	{ "compare_bad", compare_bad, METH_VARARGS, NULL },
	{ "compare_ok", compare_ok, METH_VARARGS, NULL },
	{ "status_ok", status_ok, METH_VARARGS, NULL },
	{ "positive_ok", positive_ok, METH_VARARGS, NULL },
	{ "conjunction_bad", conjunction_bad, METH_VARARGS, NULL },
	{ "conditional_bad", conditional_bad, METH_O, NULL },
	{ "attribute_ok", attribute_ok, METH_O, NULL },
	{ "callable_ok", callable_ok, METH_O, NULL },
	{ "bool_ok", bool_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "conditions", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_conditions(void)
{
	return PyModule_Create(&module);
}
