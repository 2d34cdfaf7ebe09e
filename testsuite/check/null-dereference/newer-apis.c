// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.14
/* NULL that the functions of Python 3.12 to 3.14 hand out, unchecked. */
#include "../newer-apis.h"

static PyObject *item_bad(PyObject *self, PyObject *key)
{
	PyObject *value;
	int n;

	if (PyDict_GetItemRef(self, key, &value) < 0)
		return NULL;
	n = PyUnicode_Check(value); // expect: null-dereference 'value'
	Py_DECREF(value);
	return PyBool_FromLong(n);
}

static PyObject *item_ok(PyObject *self, PyObject *key)
{
	PyObject *value;
	int n;

	if (PyDict_GetItemRef(self, key, &value) <= 0)
		return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
	n = PyUnicode_Check(value);
	Py_DECREF(value);
	return PyBool_FromLong(n);
}

static PyObject *weak_bad(PyObject *self, PyObject *ref)
{
	PyObject *target;

	if (PyWeakref_GetRef(ref, &target) < 0)
		return NULL;
	Py_DECREF(target); // expect: null-dereference 'target'
	Py_RETURN_NONE;
}

static PyObject *weak_ok(PyObject *self, PyObject *ref)
{
	PyObject *target;

	if (PyWeakref_GetRef(ref, &target) < 0)
		return NULL;
	Py_XDECREF(target);
	Py_RETURN_NONE;
}

static PyObject *attr_bad(PyObject *self, PyObject *arg)
{
	PyObject *method;

	if (PyObject_GetOptionalAttrString(arg, "f", &method) < 0)
		return NULL;
	Py_DECREF(method); // expect: null-dereference 'method'
	Py_RETURN_NONE;
}

static PyObject *attr_ok(PyObject *self, PyObject *arg)
{
	PyObject *method;

	if (PyObject_GetOptionalAttrString(arg, "f", &method) < 0)
		return NULL;
	if (method == NULL)
		Py_RETURN_NONE;
	Py_DECREF(method);
	Py_RETURN_NONE;
}

static PyObject *list_bad(PyObject *self, PyObject *list)
{
	PyObject *item = PyList_GetItemRef(list, PyList_GET_SIZE(list) - 1);
	int is = PyLong_CheckExact(item); // expect: null-dereference 'item'

	Py_DECREF(item);
	return PyBool_FromLong(is);
}

static PyObject *list_ok(PyObject *self, PyObject *list)
{
	PyObject *item = PyList_GetItemRef(list, PyList_GET_SIZE(list) - 1);
	int is;

	if (!item)
		return NULL;
	is = PyLong_CheckExact(item);
	Py_DECREF(item);
	return PyBool_FromLong(is);
}

static PyObject *loop_ok(PyObject *self, PyObject *list)
{
	for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
		PyObject *item = PyList_GetItemRef(list, i);

		if (!item)
			return NULL;
		Py_DECREF(item);
	}
	Py_RETURN_NONE;
}

static PyObject *next_bad(PyObject *self, PyObject *iter)
{
	PyObject *item;

	if (PyIter_NextItem(iter, &item) < 0)
		return NULL;
	Py_DECREF(item); // expect: null-dereference 'item'
	Py_RETURN_NONE;
}

static PyObject *next_ok(PyObject *self, PyObject *iter)
{
	PyObject *item;

	if (PyIter_NextItem(iter, &item) < 0)
		return NULL;
	Py_XDECREF(item);
	Py_RETURN_NONE;
}

static PyObject *raised_bad(PyObject *self, PyObject *arg)
{
	PyObject *exc, *type;

	if (PyObject_SetAttrString(arg, "x", self) == 0)
		PyErr_Clear();
	exc = PyErr_GetRaisedException();
	type = Py_NewRef((PyObject *) Py_TYPE(exc)); // expect: null-dereference 'exc'
	Py_DECREF(exc);
	return type;
}

static PyObject *raised_ok(PyObject *self, PyObject *arg)
{
	PyObject *exc, *type;

	if (PyObject_SetAttrString(arg, "x", self) == 0)
		Py_RETURN_NONE;
	exc = PyErr_GetRaisedException();
	type = Py_NewRef((PyObject *) Py_TYPE(exc));
	Py_DECREF(exc);
	return type;
}

static PyObject *pop_bad(PyObject *self, PyObject *key)
{
	PyObject *value;

	if (PyDict_Pop(self, key, &value) == -1)
		return NULL;
	Py_INCREF(value); // expect: null-dereference 'value'
	Py_DECREF(value);
	return value;
}

static PyObject *pop_ok(PyObject *self, PyObject *key)
{
	PyObject *value;

	switch (PyDict_Pop(self, key, &value)) {
	case 1:
		return value;
	case 0:
		Py_RETURN_NONE;
	}
	return NULL;
}

static PyObject *setdefault_ok(PyObject *self, PyObject *key)
{
	PyObject *value;

	if (PyDict_SetDefaultRef(self, key, Py_None, &value) < 0)
		return NULL;
	Py_INCREF(value);
	Py_DECREF(value);
	return value;
}

static PyObject *writer_bad(PyObject *self, PyObject *arg)
{
	PyUnicodeWriter *w = PyUnicodeWriter_Create(10);

	if (PyUnicodeWriter_WriteStr(w, arg) < 0) { // expect: null-argument 'w'
		PyUnicodeWriter_Discard(w);
		return NULL;
	}
	return PyUnicodeWriter_Finish(w);
}

static PyObject *writer_ok(PyObject *self, PyObject *arg)
{
	PyUnicodeWriter *w = PyUnicodeWriter_Create(10);

	if (!w)
		return NULL;
	if (PyUnicodeWriter_WriteStr(w, arg) < 0) {
		PyUnicodeWriter_Discard(w);
		return NULL;
	}
	return PyUnicodeWriter_Finish(w);
}

static PyObject *call_bad(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Repr(arg);
	PyObject *res = PyObject_CallOneArg(self, text); // expect: null-argument 'text'

	Py_XDECREF(text);
	return res;
}

static PyObject *call_ok(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Repr(arg), *res;

	if (!text)
		return NULL;
	res = PyObject_CallOneArg(self, text);
	Py_DECREF(text);
	return res;
}

static PyObject *frame_bad(PyObject *self, PyObject *arg)
{
	PyObject *globals = PyEval_GetFrameGlobals();
	Py_ssize_t n = PyDict_GET_SIZE(globals); // expect: null-dereference 'globals'

	Py_DECREF(globals);
	return PyLong_FromSsize_t(n);
}

static PyObject *frame_ok(PyObject *self, PyObject *arg)
{
	PyObject *globals = PyEval_GetFrameGlobals();
	Py_ssize_t n;

	if (!globals)
		Py_RETURN_NONE;
	n = PyDict_GET_SIZE(globals);
	Py_DECREF(globals);
	return PyLong_FromSsize_t(n);
}

static PyObject *export_bad(PyObject *self, PyObject *arg)
{
	void *digits;
	PyLongWriter *w = PyLongWriter_Create(0, 1, &digits);

	*(unsigned *) digits = 1;
	return PyLongWriter_Finish(w); // expect: null-argument 'w'
}

static PyObject *export_ok(PyObject *self, PyObject *arg)
{
	void *digits;
	PyLongWriter *w = PyLongWriter_Create(0, 1, &digits);

	if (!w)
		return NULL;
	*(unsigned *) digits = 1;
	return PyLongWriter_Finish(w);
}

PyMethodDef methods[] = {
	{ "item_bad", item_bad, METH_O, NULL },
	{ "item_ok", item_ok, METH_O, NULL },
	{ "weak_bad", weak_bad, METH_O, NULL },
	{ "weak_ok", weak_ok, METH_O, NULL },
	{ "attr_bad", attr_bad, METH_O, NULL },
	{ "attr_ok", attr_ok, METH_O, NULL },
	{ "list_bad", list_bad, METH_O, NULL },
	{ "list_ok", list_ok, METH_O, NULL },
	{ "loop_ok", loop_ok, METH_O, NULL },
	{ "next_bad", next_bad, METH_O, NULL },
	{ "next_ok", next_ok, METH_O, NULL },
	{ "raised_bad", raised_bad, METH_O, NULL },
	{ "raised_ok", raised_ok, METH_O, NULL },
	{ "pop_bad", pop_bad, METH_O, NULL },
	{ "pop_ok", pop_ok, METH_O, NULL },
	{ "setdefault_ok", setdefault_ok, METH_O, NULL },
	{ "writer_bad", writer_bad, METH_O, NULL },
	{ "writer_ok", writer_ok, METH_O, NULL },
	{ "call_bad", call_bad, METH_O, NULL },
	{ "call_ok", call_ok, METH_O, NULL },
	{ "frame_bad", frame_bad, METH_O, NULL },
	{ "frame_ok", frame_ok, METH_O, NULL },
	{ "export_bad", export_bad, METH_O, NULL },
	{ "export_ok", export_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
