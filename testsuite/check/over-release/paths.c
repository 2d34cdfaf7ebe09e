// SPDX-License-Identifier: GPL-3.0-or-later
/* Released twice, by cleanups that do not know what happened before. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *cleanup_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = NULL, *text = NULL;

	list = PySequence_List(arg);
	if (!list)
		goto fail;
	text = PyObject_Repr(list);
	if (!text) {
		Py_DECREF(list);
		goto fail;
	}
	Py_DECREF(list);
	return text;
fail:
	Py_XDECREF(list); // expect: over-release 'list'
	return NULL;
}

static PyObject *cleanup_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = NULL, *text = NULL;

	list = PySequence_List(arg);
	if (!list)
		goto fail;
	text = PyObject_Repr(list);
	if (!text)
		goto fail;
	Py_DECREF(list);
	return text;
fail:
	Py_XDECREF(list);
	return NULL;
}

static PyObject *cleared_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg), *text = NULL;

	if (!list)
		goto fail;
	text = PyObject_Repr(list);
	Py_CLEAR(list);
	if (!text)
		goto fail;
	if (PyUnicode_GET_LENGTH(text) == 0) {
		PyErr_SetString(PyExc_ValueError, "empty");
		goto fail;
	}
	return text;
fail:
	Py_XDECREF(list);
	Py_XDECREF(text);
	return NULL;
}

static PyObject *loop_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;
	long sum = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it))) {
		long n = PyLong_AsLong(item);

		Py_DECREF(item);
		if (n == -1 && PyErr_Occurred())
			goto fail;
		sum += n;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(sum);
fail:
	Py_DECREF(item); // expect: over-release 'item'
	Py_DECREF(it);
	return NULL;
}

static PyObject *loop_ok(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;
	long sum = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it))) {
		long n = PyLong_AsLong(item);

		if (n == -1 && PyErr_Occurred())
			goto fail;
		Py_DECREF(item);
		sum += n;
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(sum);
fail:
	Py_DECREF(item);
	Py_DECREF(it);
	return NULL;
}

static PyObject *dict_bad(PyObject *self, PyObject *dict)
{
	PyObject *key, *value;
	Py_ssize_t pos = 0, n = 0;

	while (PyDict_Next(dict, &pos, &key, &value)) {
		if (value == Py_None)
			n++;
		Py_DECREF(key); // expect: over-release 'key'
		Py_DECREF(value); // expect: over-release 'value'
	}
	return PyLong_FromSsize_t(n);
}

static PyObject *dict_ok(PyObject *self, PyObject *dict)
{
	PyObject *key, *value;
	Py_ssize_t pos = 0, n = 0;

	while (PyDict_Next(dict, &pos, &key, &value)) {
		Py_INCREF(key);
		Py_INCREF(value);
		if (PyObject_IsTrue(value) > 0)
			n++;
		Py_DECREF(key);
		Py_DECREF(value);
	}
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromSsize_t(n);
}

static PyObject *lookup_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *v, *r;

	if (!PyArg_ParseTuple(args, "O!", &PyDict_Type, &d))
		return NULL;
	v = PyDict_GetItemString(d, "width");
	if (!v)
		Py_RETURN_NONE;
	r = PyNumber_Long(v);
	Py_DECREF(v); // expect: over-release 'v'
	return r;
}

static PyObject *lookup_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *v, *r;

	if (!PyArg_ParseTuple(args, "O!", &PyDict_Type, &d))
		return NULL;
	v = PyDict_GetItemString(d, "width");
	if (!v)
		Py_RETURN_NONE;
	Py_INCREF(v);
	r = PyNumber_Long(v);
	Py_DECREF(v);
	return r;
}

static PyObject *parsed_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b, *r;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	r = PyNumber_Subtract(a, b);
	Py_DECREF(a); // expect: over-release 'a'
	return r;
}

static PyObject *module_dict_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *m = PyImport_ImportModule("os"), *d, *r;

	if (!m)
		return NULL;
	d = PyModule_GetDict(m);
	r = PyObject_Repr(d);
	Py_DECREF(d); // expect: over-release 'd'
	Py_DECREF(m);
	return r;
}

static PyObject *module_dict_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *m = PyImport_ImportModule("os"), *d, *r;

	if (!m)
		return NULL;
	d = PyModule_GetDict(m);
	r = PyObject_Repr(d);
	Py_DECREF(m);
	return r;
}

static PyObject *tuple_item_bad(PyObject *self, PyObject *args)
{
	PyObject *first = PyTuple_GetItem(args, 0);
	PyObject *r;

	if (!first)
		return NULL;
	r = PyObject_Str(first);
	Py_DECREF(first); // expect: over-release 'first'
	return r;
}

static PyObject *fast_bad(PyObject *self, PyObject *arg)
{
	PyObject *seq = PySequence_Fast(arg, "a sequence is due");
	Py_ssize_t i;
	double sum = 0;

	if (!seq)
		return NULL;
	for (i = 0; i < PySequence_Fast_GET_SIZE(seq); i++) {
		PyObject *item = PySequence_Fast_GET_ITEM(seq, i);

		sum += PyFloat_AsDouble(item);
		Py_DECREF(item); // expect: over-release 'item'
	}
	Py_DECREF(seq);
	if (PyErr_Occurred())
		return NULL;
	return PyFloat_FromDouble(sum);
}

static PyObject *fast_ok(PyObject *self, PyObject *arg)
{
	PyObject *seq = PySequence_Fast(arg, "a sequence is due");
	Py_ssize_t i;
	double sum = 0;

	if (!seq)
		return NULL;
	for (i = 0; i < PySequence_Fast_GET_SIZE(seq); i++) {
		PyObject *item = PySequence_ITEM(arg, i);

		if (!item)
			break;
		sum += PyFloat_AsDouble(item);
		Py_DECREF(item);
	}
	Py_DECREF(seq);
	if (PyErr_Occurred())
		return NULL;
	return PyFloat_FromDouble(sum);
}

static PyObject *error_bad(PyObject *self, PyObject *callable)
{
	PyObject *r = PyObject_CallNoArgs(callable), *type = PyErr_Occurred();

	if (!r && type) {
		Py_DECREF(type); // expect: over-release 'type'
		return NULL;
	}
	return r;
}

static PyObject *type_bad(PyObject *self, PyObject *arg)
{
	PyObject *type = (PyObject *) Py_TYPE(arg);
	PyObject *name = PyObject_GetAttrString(type, "__name__");

	Py_DECREF(type); // expect: over-release 'type'
	return name;
}

static PyObject *type_ok(PyObject *self, PyObject *arg)
{
	PyObject *type = PyObject_Type(arg);
	PyObject *name;

	if (!type)
		return NULL;
	name = PyObject_GetAttrString(type, "__name__");
	Py_DECREF(type);
	return name;
}

static PyObject *append_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	if (PyList_Append(list, arg) < 0) {
		Py_DECREF(list);
		return NULL;
	}
	Py_DECREF(arg); // expect: over-release 'arg'
	return list;
}

static PyObject *sys_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *out = PySys_GetObject("stdout");
	int status;

	if (!out) {
		PyErr_SetString(PyExc_RuntimeError, "no stdout");
		return NULL;
	}
	status = PyFile_WriteString("hello\n", out);
	Py_DECREF(out); // expect: over-release 'out'
	if (status < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *conditional_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *seq = NULL, *r;

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	if (PyTuple_Check(o))
		seq = o;
	else
		seq = PySequence_Tuple(o);
	if (!seq)
		return NULL;
	r = PyLong_FromSsize_t(PyTuple_GET_SIZE(seq));
	Py_DECREF(seq); // expect: over-release 'seq'
	return r;
}

static PyObject *conditional_ok(PyObject *self, PyObject *args)
{
	PyObject *o, *seq = NULL, *r;

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	if (PyTuple_Check(o)) {
		seq = o;
		Py_INCREF(seq);
	} else {
		seq = PySequence_Tuple(o);
	}
	if (!seq)
		return NULL;
	r = PyLong_FromSsize_t(PyTuple_GET_SIZE(seq));
	Py_DECREF(seq);
	return r;
}

static PyMethodDef methods[] = {
	{ "cleanup_bad", cleanup_bad, METH_O, NULL },
	{ "cleanup", cleanup_ok, METH_O, NULL },
	{ "cleared", cleared_ok, METH_O, NULL },
	{ "loop_bad", loop_bad, METH_O, NULL },
	{ "loop", loop_ok, METH_O, NULL },
	{ "dict_bad", dict_bad, METH_O, NULL },
	{ "dict", dict_ok, METH_O, NULL },
	{ "lookup_bad", lookup_bad, METH_VARARGS, NULL },
	{ "lookup", lookup_ok, METH_VARARGS, NULL },
	{ "parsed_bad", parsed_bad, METH_VARARGS, NULL },
	{ "module_dict_bad", module_dict_bad, METH_NOARGS, NULL },
	{ "module_dict", module_dict_ok, METH_NOARGS, NULL },
	{ "tuple_item_bad", tuple_item_bad, METH_VARARGS, NULL },
	{ "fast_bad", fast_bad, METH_O, NULL },
	{ "fast", fast_ok, METH_O, NULL },
	{ "error_bad", error_bad, METH_O, NULL },
	{ "type_bad", type_bad, METH_O, NULL },
	{ "type", type_ok, METH_O, NULL },
	{ "append_bad", append_bad, METH_O, NULL },
	{ "sys_bad", sys_bad, METH_NOARGS, NULL },
	{ "conditional_bad", conditional_bad, METH_VARARGS, NULL },
	{ "conditional", conditional_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "paths", NULL, 0, methods, NULL, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_paths(void)
{
	return PyModuleDef_Init(&module);
}
