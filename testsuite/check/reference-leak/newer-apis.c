// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.14
/* What the functions of Python 3.12 to 3.14 hand out. */
#include "../newer-apis.h"

static PyObject *item_bad(PyObject *self, PyObject *arg)
{
	PyObject *value;

	if (PyDict_GetItemStringRef(self, "k", &value) < 0)
		return NULL;
	if (value == NULL)
		Py_RETURN_NONE;
	return PyObject_Repr(value); // expect: reference-leak 'value'
}

static PyObject *item_ok(PyObject *self, PyObject *arg)
{
	PyObject *value, *repr;

	if (PyDict_GetItemStringRef(self, "k", &value) < 0)
		return NULL;
	if (value == NULL)
		Py_RETURN_NONE;
	repr = PyObject_Repr(value);
	Py_DECREF(value);
	return repr;
}

static PyObject *item_by_status_bad(PyObject *self, PyObject *key)
{
	PyObject *value, *other;
	int rc = PyDict_GetItemRef(self, key, &value);

	if (rc <= 0)
		return rc < 0 ? NULL : Py_NewRef(Py_None);
	other = PyObject_Str(key);
	if (other == NULL)
		return NULL; // expect: reference-leak 'value'
	Py_DECREF(other);
	return value;
}

static PyObject *item_by_status_ok(PyObject *self, PyObject *key)
{
	PyObject *value, *other;
	int rc = PyDict_GetItemRef(self, key, &value);

	if (rc <= 0)
		return rc < 0 ? NULL : Py_NewRef(Py_None);
	other = PyObject_Str(key);
	if (other == NULL) {
		Py_DECREF(value);
		return NULL;
	}
	Py_DECREF(other);
	return value;
}

static PyObject *default_bad(PyObject *self, PyObject *key)
{
	PyObject *list = PyList_New(0), *kept;
	int rc;

	if (!list)
		return NULL;
	rc = PyDict_SetDefaultRef(self, key, list, &kept);
	Py_DECREF(list);
	if (rc < 0)
		return NULL;
	if (PyList_Append(kept, key) < 0)
		return NULL; // expect: reference-leak 'kept'
	return kept;
}

static PyObject *default_ok(PyObject *self, PyObject *key)
{
	PyObject *list = PyList_New(0), *kept;
	int rc;

	if (!list)
		return NULL;
	rc = PyDict_SetDefaultRef(self, key, list, &kept);
	Py_DECREF(list);
	if (rc < 0)
		return NULL;
	if (PyList_Append(kept, key) < 0) {
		Py_DECREF(kept);
		return NULL;
	}
	return kept;
}

/* The new list is not handed over. */
int default_list_bad(PyObject *self, PyObject *key)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return -1;
	return PyDict_SetDefaultRef(self, key, list, NULL); // expect: reference-leak 'list'
}

int default_list_ok(PyObject *self, PyObject *key)
{
	PyObject *list = PyList_New(0);
	int rc;

	if (!list)
		return -1;
	rc = PyDict_SetDefaultRef(self, key, list, NULL);
	Py_DECREF(list);
	return rc;
}

int pop_bad(PyObject *self, PyObject *key)
{
	PyObject *value;

	return PyDict_Pop(self, key, &value); // expect: reference-leak
}

int pop_ok(PyObject *self, PyObject *key)
{
	return PyDict_Pop(self, key, NULL);
}

static PyObject *list_item_bad(PyObject *self, PyObject *list)
{
	PyObject *first = PyList_GetItemRef(list, 0);
	PyObject *repr;

	if (!first)
		return NULL;
	repr = PyObject_Repr(first);
	return repr; // expect: reference-leak 'first'
}

static PyObject *list_item_ok(PyObject *self, PyObject *list)
{
	PyObject *first = PyList_GetItemRef(list, 0);
	PyObject *repr;

	if (!first)
		return NULL;
	repr = PyObject_Repr(first);
	Py_DECREF(first);
	return repr;
}

static PyObject *weak_bad(PyObject *self, PyObject *ref)
{
	PyObject *target;

	if (PyWeakref_GetRef(ref, &target) < 0)
		return NULL;
	if (!target)
		Py_RETURN_NONE;
	if (!PyCallable_Check(target)) {
		PyErr_SetString(PyExc_TypeError, "not callable");
		return NULL; // expect: reference-leak 'target'
	}
	return target;
}

static PyObject *weak_ok(PyObject *self, PyObject *ref)
{
	PyObject *target;

	if (PyWeakref_GetRef(ref, &target) < 0)
		return NULL;
	if (!target)
		Py_RETURN_NONE;
	if (!PyCallable_Check(target)) {
		PyErr_SetString(PyExc_TypeError, "not callable");
		Py_DECREF(target);
		return NULL;
	}
	return target;
}

static PyObject *attr_bad(PyObject *self, PyObject *arg)
{
	PyObject *method = NULL;

	switch (PyObject_GetOptionalAttrString(arg, "close", &method)) {
	case -1:
		return NULL;
	case 0:
		Py_RETURN_NONE;
	default:
		return PyObject_CallNoArgs(method); // expect: reference-leak 'method'
	}
}

static PyObject *attr_ok(PyObject *self, PyObject *arg)
{
	PyObject *method = NULL, *result;

	switch (PyObject_GetOptionalAttrString(arg, "close", &method)) {
	case -1:
		return NULL;
	case 0:
		Py_RETURN_NONE;
	default:
		result = PyObject_CallNoArgs(method);
		Py_DECREF(method);
		return result;
	}
}

long mapping_bad(PyObject *map, PyObject *key)
{
	PyObject *value;
	int rc = PyMapping_GetOptionalItem(map, key, &value);
	long n;

	if (rc < 0)
		return -1;
	if (rc == 0)
		return 0;
	n = PyLong_AsLong(value);
	if (n == -1 && PyErr_Occurred())
		return -1; // expect: reference-leak 'value'
	Py_DECREF(value);
	return n;
}

long mapping_ok(PyObject *map, PyObject *key)
{
	PyObject *value;
	int rc = PyMapping_GetOptionalItem(map, key, &value);
	long n;

	if (rc < 0)
		return -1;
	if (rc == 0)
		return 0;
	n = PyLong_AsLong(value);
	Py_DECREF(value);
	return n;
}

int module_bad(PyObject *m)
{
	PyObject *sub = PyImport_AddModuleRef("pkg.sub");

	if (!sub)
		return -1;
	return PyModule_AddObjectRef(m, "sub", sub); // expect: reference-leak 'sub'
}

int module_ok(PyObject *m)
{
	PyObject *sub = PyImport_AddModuleRef("pkg.sub");

	if (!sub)
		return -1;
	return PyModule_Add(m, "sub", sub);
}

int module_unchecked_ok(PyObject *m)
{
	return PyModule_Add(m, "limit", PyLong_FromLong(10));
}

int constants_ok(PyObject *m)
{
	if (PyModule_Add(m, "low", PyLong_FromLong(1)) < 0)
		return -1;
	if (PyModule_Add(m, "name", PyUnicode_FromString("n")) < 0)
		return -1;
	return PyModule_Add(m, "error", PyErr_NewException("m.E", NULL, NULL));
}

void raised_bad(PyObject *self)
{
	PyObject *exc = PyErr_GetRaisedException();

	if (PyObject_CallMethod(self, "close", NULL) == NULL) // expect: reference-leak
		PyErr_WriteUnraisable(self);
	PyErr_SetRaisedException(exc);
}

void raised_ok(PyObject *self)
{
	PyObject *exc = PyErr_GetRaisedException();
	PyObject *res = PyObject_CallMethod(self, "close", NULL);

	if (res == NULL)
		PyErr_WriteUnraisable(self);
	else
		Py_DECREF(res);
	PyErr_SetRaisedException(exc);
}

static PyObject *swallow_bad(PyObject *self, PyObject *arg)
{
	PyObject *res = PyObject_CallNoArgs(arg);

	if (res == NULL && PyErr_ExceptionMatches(PyExc_KeyError)) {
		PyErr_GetRaisedException();
		Py_RETURN_NONE; // expect: resource-leak 'PyErr_GetRaisedException'
	}
	return res;
}

static PyObject *swallow_ok(PyObject *self, PyObject *arg)
{
	PyObject *res = PyObject_CallNoArgs(arg);

	if (res == NULL && PyErr_ExceptionMatches(PyExc_KeyError)) {
		Py_XDECREF(PyErr_GetRaisedException());
		Py_RETURN_NONE;
	}
	return res;
}

static PyObject *next_bad(PyObject *self, PyObject *iter)
{
	PyObject *item, *total = PyLong_FromLong(0);
	int rc;

	if (!total)
		return NULL;
	while ((rc = PyIter_NextItem(iter, &item)) == 1) { // expect: reference-leak 'item'
		PyObject *sum = PyNumber_Add(total, item);

		Py_SETREF(total, sum);
		if (!sum)
			return NULL;
	}
	if (rc < 0)
		Py_CLEAR(total);
	return total;
}

static PyObject *next_ok(PyObject *self, PyObject *iter)
{
	PyObject *item, *total = PyLong_FromLong(0);
	int rc;

	if (!total)
		return NULL;
	while ((rc = PyIter_NextItem(iter, &item)) == 1) {
		PyObject *sum = PyNumber_Add(total, item);

		Py_DECREF(item);
		Py_SETREF(total, sum);
		if (!sum)
			return NULL;
	}
	if (rc < 0)
		Py_CLEAR(total);
	return total;
}

static PyObject *send_bad(PyObject *self, PyObject *iter)
{
	PyObject *value;

	if (PyIter_Send(iter, Py_None, &value) == PYGEN_ERROR)
		return NULL;
	return PyObject_Str(value); // expect: reference-leak 'value'
}

static PyObject *send_ok(PyObject *self, PyObject *iter)
{
	PyObject *value;

	if (PyIter_Send(iter, Py_None, &value) == PYGEN_ERROR)
		return NULL;
	return value;
}

static PyObject *setref_bad(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg);

	if (!text)
		return NULL;
	text = PyUnicode_FromFormat("<%U>", text); // expect: reference-leak 'text'
	return text;
}

static PyObject *setref_ok(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg);

	if (!text)
		return NULL;
	Py_SETREF(text, PyUnicode_FromFormat("<%U>", text));
	return text;
}

static PyObject *newref_bad(PyObject *self, PyObject *arg)
{
	PyObject *kept = Py_XNewRef(arg);

	if (!PyUnicode_Check(arg)) {
		PyErr_SetNone(PyExc_TypeError);
		return NULL; // expect: reference-leak 'arg'
	}
	return kept;
}

static PyObject *newref_ok(PyObject *self, PyObject *arg)
{
	PyObject *kept = Py_XNewRef(arg);

	if (!PyUnicode_Check(arg)) {
		PyErr_SetNone(PyExc_TypeError);
		Py_XDECREF(kept);
		return NULL;
	}
	return kept;
}

static PyObject *config_bad(PyObject *self, PyObject *arg)
{
	PyObject *value = PyConfig_Get("verbose");

	if (!value)
		return NULL;
	if (Py_IsNone(arg))
		Py_RETURN_NONE; // expect: reference-leak 'value'
	return value;
}

static PyObject *config_ok(PyObject *self, PyObject *arg)
{
	PyObject *value = PyConfig_Get("verbose");

	if (!value)
		return NULL;
	if (Py_IsNone(arg)) {
		Py_DECREF(value);
		Py_RETURN_NONE;
	}
	return value;
}

static PyObject *context_bad(PyObject *self, PyObject *var)
{
	PyObject *value;

	if (PyContextVar_Get(var, NULL, &value) < 0)
		return NULL;
	if (!value)
		Py_RETURN_NONE;
	return PyObject_Repr(value); // expect: reference-leak 'value'
}

static PyObject *context_ok(PyObject *self, PyObject *var)
{
	PyObject *value;

	if (PyContextVar_Get(var, NULL, &value) < 0)
		return NULL;
	if (!value)
		Py_RETURN_NONE;
	return value;
}

int token_bad(PyObject *var, PyObject *value)
{
	return PyContextVar_Set(var, value) == NULL ? -1 : 0; // expect: reference-leak
}

int token_ok(PyObject *var, PyObject *value)
{
	PyObject *token = PyContextVar_Set(var, value);

	if (!token)
		return -1;
	Py_DECREF(token);
	return 0;
}

static PyObject *name_bad(PyObject *self, PyObject *arg)
{
	PyObject *name = PyType_GetFullyQualifiedName(Py_TYPE(arg));

	if (!name)
		return NULL;
	PyErr_Format(PyExc_TypeError, "bad %U", name);
	return NULL; // expect: reference-leak 'name'
}

static PyObject *name_ok(PyObject *self, PyObject *arg)
{
	PyObject *name = PyType_GetFullyQualifiedName(Py_TYPE(arg));

	if (!name)
		return NULL;
	PyErr_Format(PyExc_TypeError, "bad %U", name);
	Py_DECREF(name);
	return NULL;
}

static PyObject *imported_bad(PyObject *self, PyObject *arg)
{
	PyObject *dumps = PyImport_ImportModuleAttrString("json", "dumps");

	if (!dumps)
		return NULL;
	return PyObject_CallOneArg(dumps, arg); // expect: reference-leak 'dumps'
}

static PyObject *imported_ok(PyObject *self, PyObject *arg)
{
	PyObject *dumps = PyImport_ImportModuleAttrString("json", "dumps");
	PyObject *text;

	if (!dumps)
		return NULL;
	text = PyObject_CallOneArg(dumps, arg);
	Py_DECREF(dumps);
	return text;
}

PyMethodDef methods[] = {
	{ "item_bad", item_bad, METH_O, NULL },
	{ "item_ok", item_ok, METH_O, NULL },
	{ "item_by_status_bad", item_by_status_bad, METH_O, NULL },
	{ "item_by_status_ok", item_by_status_ok, METH_O, NULL },
	{ "default_bad", default_bad, METH_O, NULL },
	{ "default_ok", default_ok, METH_O, NULL },
	{ "list_item_bad", list_item_bad, METH_O, NULL },
	{ "list_item_ok", list_item_ok, METH_O, NULL },
	{ "weak_bad", weak_bad, METH_O, NULL },
	{ "weak_ok", weak_ok, METH_O, NULL },
	{ "attr_bad", attr_bad, METH_O, NULL },
	{ "attr_ok", attr_ok, METH_O, NULL },
	{ "swallow_bad", swallow_bad, METH_O, NULL },
	{ "swallow_ok", swallow_ok, METH_O, NULL },
	{ "next_bad", next_bad, METH_O, NULL },
	{ "next_ok", next_ok, METH_O, NULL },
	{ "send_bad", send_bad, METH_O, NULL },
	{ "send_ok", send_ok, METH_O, NULL },
	{ "setref_bad", setref_bad, METH_O, NULL },
	{ "setref_ok", setref_ok, METH_O, NULL },
	{ "newref_bad", newref_bad, METH_O, NULL },
	{ "newref_ok", newref_ok, METH_O, NULL },
	{ "config_bad", config_bad, METH_O, NULL },
	{ "config_ok", config_ok, METH_O, NULL },
	{ "context_bad", context_bad, METH_O, NULL },
	{ "context_ok", context_ok, METH_O, NULL },
	{ "name_bad", name_bad, METH_O, NULL },
	{ "name_ok", name_ok, METH_O, NULL },
	{ "imported_bad", imported_bad, METH_O, NULL },
	{ "imported_ok", imported_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
