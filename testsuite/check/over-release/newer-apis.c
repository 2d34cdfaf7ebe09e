// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.14
/* What the functions of Python 3.12 to 3.14 take over, and what not. */
#include "../newer-apis.h"

int add_bad(PyObject *m)
{
	PyObject *value = PyLong_FromLong(1);

	if (PyModule_Add(m, "value", value) < 0) {
		Py_XDECREF(value); // expect: over-release 'value'
		return -1;
	}
	return 0;
}

int add_ok(PyObject *m)
{
	PyObject *value = PyLong_FromLong(1);

	if (PyModule_Add(m, "value", value) < 0)
		return -1;
	return 0;
}

int add_ref_bad(PyObject *m)
{
	PyObject *value = PyLong_FromLong(1);

	if (PyModule_AddObjectRef(m, "value", value) < 0) {
		Py_XDECREF(value);
		return -1;
	}
	Py_DECREF(value);
	Py_DECREF(value); // expect: over-release 'value'
	return 0;
}

int add_ref_ok(PyObject *m)
{
	PyObject *value = PyLong_FromLong(1);
	int rc = PyModule_AddObjectRef(m, "value", value);

	Py_XDECREF(value);
	return rc;
}

int add_object_bad(PyObject *m)
{
	PyObject *value = PyLong_FromLong(1);
	int rc;

	if (!value)
		return -1;
	rc = PyModule_AddObject(m, "value", value);
	Py_DECREF(value); // expect: over-release 'value'
	return rc;
}

int add_object_ok(PyObject *m)
{
	PyObject *value = PyLong_FromLong(1);

	if (!value)
		return -1;
	if (PyModule_AddObject(m, "value", value) < 0) {
		Py_DECREF(value);
		return -1;
	}
	return 0;
}

PyObject *restore_bad(PyObject *arg)
{
	PyObject *exc = PyErr_GetRaisedException();
	PyObject *text = PyObject_Repr(arg);

	if (!text) {
		Py_XDECREF(exc);
		return NULL;
	}
	PyErr_SetRaisedException(exc);
	Py_XDECREF(exc); // expect: over-release 'exc'
	Py_DECREF(text);
	return NULL;
}

PyObject *restore_ok(PyObject *arg)
{
	PyObject *exc = PyErr_GetRaisedException();
	PyObject *text = PyObject_Repr(arg);

	if (!text) {
		Py_XDECREF(exc);
		return NULL;
	}
	Py_DECREF(text);
	if (!exc) {
		PyErr_SetString(PyExc_SystemError, "no exception");
		return NULL;
	}
	PyErr_SetRaisedException(exc);
	return NULL;
}

PyObject *cause_bad(PyObject *arg)
{
	PyObject *cause = PyErr_GetRaisedException(), *exc;

	if (!cause)
		Py_RETURN_NONE;
	PyErr_SetString(PyExc_RuntimeError, "failed");
	exc = PyErr_GetRaisedException();
	PyException_SetCause(exc, cause);
	Py_DECREF(cause); // expect: over-release 'cause'
	PyErr_SetRaisedException(exc);
	return NULL;
}

PyObject *cause_ok(PyObject *arg)
{
	PyObject *cause = PyErr_GetRaisedException(), *exc;

	if (!cause)
		Py_RETURN_NONE;
	PyErr_SetString(PyExc_RuntimeError, "failed");
	exc = PyErr_GetRaisedException();
	PyException_SetCause(exc, Py_NewRef(cause));
	PyException_SetContext(exc, cause);
	PyErr_SetRaisedException(exc);
	return NULL;
}

static PyObject *sequence_bad(PyObject *self, PyObject *type)
{
	PyObject *seq = PyStructSequence_New((PyTypeObject *) type);
	PyObject *item;

	if (!seq)
		return NULL;
	item = PyLong_FromLong(1);
	if (!item) {
		Py_DECREF(seq);
		return NULL;
	}
	PyStructSequence_SetItem(seq, 0, item);
	Py_DECREF(item); // expect: over-release 'item'
	return seq;
}

static PyObject *sequence_ok(PyObject *self, PyObject *type)
{
	PyObject *seq = PyStructSequence_New((PyTypeObject *) type);
	PyObject *item;

	if (!seq)
		return NULL;
	item = PyLong_FromLong(1);
	if (!item) {
		Py_DECREF(seq);
		return NULL;
	}
	PyStructSequence_SetItem(seq, 0, item);
	return seq;
}

static PyObject *default_bad(PyObject *self, PyObject *key)
{
	PyObject *value = PyDict_SetDefault(self, key, Py_None);

	if (!value)
		return NULL;
	Py_DECREF(value); // expect: over-release 'value'
	Py_RETURN_NONE;
}

static PyObject *default_ok(PyObject *self, PyObject *key)
{
	PyObject *value;

	if (PyDict_SetDefaultRef(self, key, Py_None, &value) < 0)
		return NULL;
	Py_DECREF(value);
	Py_RETURN_NONE;
}

static PyObject *item_bad(PyObject *self, PyObject *key)
{
	PyObject *value;
	int rc = PyDict_GetItemRef(self, key, &value);

	if (rc < 0)
		return NULL;
	Py_XDECREF(value);
	if (rc == 1)
		Py_DECREF(value); // expect: over-release 'value'
	Py_RETURN_NONE;
}

static PyObject *item_ok(PyObject *self, PyObject *key)
{
	PyObject *value;
	int rc = PyDict_GetItemRef(self, key, &value);

	if (rc < 0)
		return NULL;
	if (rc == 1)
		Py_DECREF(value);
	Py_RETURN_NONE;
}

static PyObject *module_bad(PyObject *self, PyObject *arg)
{
	PyObject *m = PyImport_AddModule("__main__");

	if (!m)
		return NULL;
	Py_DECREF(m); // expect: over-release 'm'
	Py_RETURN_NONE;
}

static PyObject *module_ok(PyObject *self, PyObject *arg)
{
	PyObject *m = PyImport_AddModuleRef("__main__");

	if (!m)
		return NULL;
	Py_DECREF(m);
	Py_RETURN_NONE;
}

static PyObject *weak_bad(PyObject *self, PyObject *ref)
{
	PyObject *target;

	if (PyWeakref_GetRef(ref, &target) < 0)
		return NULL;
	if (target) {
		PyObject *text = PyObject_Str(target);

		Py_DECREF(target);
		if (!text)
			return NULL;
		Py_DECREF(text);
		Py_DECREF(target); // expect: over-release 'target'
	}
	Py_RETURN_NONE;
}

static PyObject *weak_ok(PyObject *self, PyObject *ref)
{
	PyObject *target, *text;

	if (PyWeakref_GetRef(ref, &target) < 0)
		return NULL;
	if (!target)
		Py_RETURN_NONE;
	text = PyObject_Str(target);
	Py_DECREF(target);
	return text;
}

static PyObject *type_module_bad(PyObject *self, PyObject *arg)
{
	PyObject *m = PyType_GetModule(Py_TYPE(self));

	if (!m)
		return NULL;
	Py_DECREF(m); // expect: over-release 'm'
	Py_RETURN_NONE;
}

static PyObject *type_module_ok(PyObject *self, PyObject *arg)
{
	PyObject *m = PyType_GetModule(Py_TYPE(self));

	if (!m)
		return NULL;
	return Py_NewRef(m);
}

static PyObject *concat_bad(PyObject *self, PyObject *arg)
{
	PyObject *text = PyUnicode_FromString("a"), *more = PyObject_Str(arg);

	if (!text || !more) {
		Py_XDECREF(text);
		Py_XDECREF(more);
		return NULL;
	}
	PyUnicode_AppendAndDel(&text, more);
	Py_DECREF(more); // expect: over-release 'more'
	return text;
}

static PyObject *concat_ok(PyObject *self, PyObject *arg)
{
	PyObject *text = PyUnicode_FromString("a"), *more = PyObject_Str(arg);

	if (!text || !more) {
		Py_XDECREF(text);
		Py_XDECREF(more);
		return NULL;
	}
	PyUnicode_Append(&text, more);
	Py_DECREF(more);
	return text;
}

PyMethodDef methods[] = {
	{ "sequence_bad", sequence_bad, METH_O, NULL },
	{ "sequence_ok", sequence_ok, METH_O, NULL },
	{ "default_bad", default_bad, METH_O, NULL },
	{ "default_ok", default_ok, METH_O, NULL },
	{ "item_bad", item_bad, METH_O, NULL },
	{ "item_ok", item_ok, METH_O, NULL },
	{ "module_bad", module_bad, METH_O, NULL },
	{ "module_ok", module_ok, METH_O, NULL },
	{ "weak_bad", weak_bad, METH_O, NULL },
	{ "weak_ok", weak_ok, METH_O, NULL },
	{ "type_module_bad", type_module_bad, METH_O, NULL },
	{ "type_module_ok", type_module_ok, METH_O, NULL },
	{ "concat_bad", concat_bad, METH_O, NULL },
	{ "concat_ok", concat_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
