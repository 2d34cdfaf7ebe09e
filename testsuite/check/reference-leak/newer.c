// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.13-3.14
/* APIs that hand out strong references through their arguments. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#if PY_VERSION_HEX < 0x030d0000
#ifdef __cplusplus
extern "C" {
#endif
int PyDict_GetItemRef(PyObject *, PyObject *, PyObject **);
int PyDict_GetItemStringRef(PyObject *, const char *, PyObject **);
int PyDict_SetDefaultRef(PyObject *, PyObject *, PyObject *, PyObject **);
int PyDict_Pop(PyObject *, PyObject *, PyObject **);
int PyObject_GetOptionalAttr(PyObject *, PyObject *, PyObject **);
int PyObject_GetOptionalAttrString(PyObject *, const char *, PyObject **);
int PyMapping_GetOptionalItem(PyObject *, PyObject *, PyObject **);
int PyWeakref_GetRef(PyObject *, PyObject **);
PyObject *PyList_GetItemRef(PyObject *, Py_ssize_t);
PyObject *PyImport_AddModuleRef(const char *);
int PyModule_Add(PyObject *, const char *, PyObject *);
PyObject *PyErr_GetRaisedException(void);
void PyErr_SetRaisedException(PyObject *);
#ifdef __cplusplus
}
#endif
#endif

static PyObject *item_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *key, *value;
	long n;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &key))
		return NULL;
	if (PyDict_GetItemRef(d, key, &value) <= 0)
		return NULL; // expect: missing-exception
	n = PyLong_AsLong(value);
	if (n == -1 && PyErr_Occurred())
		return NULL; // expect: reference-leak 'value'
	Py_DECREF(value);
	return PyLong_FromLong(n + 1);
}

static PyObject *item_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *key, *value;
	long n;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &key))
		return NULL;
	switch (PyDict_GetItemRef(d, key, &value)) {
	case -1:
		return NULL;
	case 0:
		Py_RETURN_NONE;
	}
	n = PyLong_AsLong(value);
	Py_DECREF(value);
	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n + 1);
}

static PyObject *string_bad(PyObject *self, PyObject *d)
{
	PyObject *value = NULL;
	int r = PyDict_GetItemStringRef(d, "mode", &value);

	if (r < 0)
		return NULL;
	return PyBool_FromLong(value != NULL); // expect: reference-leak 'value'
}

static PyObject *string_ok(PyObject *self, PyObject *d)
{
	PyObject *value = NULL;
	int r = PyDict_GetItemStringRef(d, "mode", &value);

	if (r < 0)
		return NULL;
	Py_XDECREF(value);
	return PyBool_FromLong(r);
}

static PyObject *attr_bad(PyObject *self, PyObject *o)
{
	PyObject *f;

	if (PyObject_GetOptionalAttrString(o, "fileno", &f) < 0)
		return NULL;
	if (!f)
		return PyLong_FromLong(-1);
	return PyObject_CallNoArgs(f); // expect: reference-leak 'f'
}

static PyObject *attr_ok(PyObject *self, PyObject *o)
{
	PyObject *f, *r;

	if (PyObject_GetOptionalAttrString(o, "fileno", &f) < 0)
		return NULL;
	if (!f)
		return PyLong_FromLong(-1);
	r = PyObject_CallNoArgs(f);
	Py_DECREF(f);
	return r;
}

static PyObject *weak_bad(PyObject *self, PyObject *ref)
{
	PyObject *o;
	int alive = PyWeakref_GetRef(ref, &o);

	if (alive < 0)
		return NULL;
	return PyBool_FromLong(alive); // expect: reference-leak 'o'
}

static PyObject *weak_ok(PyObject *self, PyObject *ref)
{
	PyObject *o;
	int alive = PyWeakref_GetRef(ref, &o);

	if (alive < 0)
		return NULL;
	Py_XDECREF(o);
	return PyBool_FromLong(alive);
}

static PyObject *list_bad(PyObject *self, PyObject *list)
{
	Py_ssize_t i;
	long sum = 0;

	for (i = 0; i < PyList_Size(list); i++) {
		PyObject *item = PyList_GetItemRef(list, i); // expect: reference-leak 'item'

		if (!item)
			return NULL;
		if (!PyLong_Check(item))
			continue;
		sum += PyLong_AsLong(item);
		Py_DECREF(item);
	}
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(sum);
}

static PyObject *list_ok(PyObject *self, PyObject *list)
{
	Py_ssize_t i;
	long sum = 0;

	for (i = 0; i < PyList_Size(list); i++) {
		PyObject *item = PyList_GetItemRef(list, i);

		if (!item)
			return NULL;
		if (!PyLong_Check(item)) {
			Py_DECREF(item);
			continue;
		}
		sum += PyLong_AsLong(item);
		Py_DECREF(item);
	}
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(sum);
}

static PyObject *setdefault_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *key, *fresh, *value;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &key))
		return NULL;
	fresh = PyList_New(0);
	if (!fresh)
		return NULL;
	if (PyDict_SetDefaultRef(d, key, fresh, &value) < 0)
		return NULL; // expect: reference-leak 'fresh'
	Py_DECREF(fresh);
	return value;
}

static PyObject *setdefault_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *key, *fresh, *value;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &key))
		return NULL;
	fresh = PyList_New(0);
	if (!fresh)
		return NULL;
	if (PyDict_SetDefaultRef(d, key, fresh, &value) < 0) {
		Py_DECREF(fresh);
		return NULL;
	}
	Py_DECREF(fresh);
	return value;
}

static PyObject *pop_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *key, *old;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &key))
		return NULL;
	if (PyDict_Pop(d, key, &old) < 0)
		return NULL;
	Py_RETURN_NONE; // expect: reference-leak 'old'
}

static PyObject *pop_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *key;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &key))
		return NULL;
	if (PyDict_Pop(d, key, NULL) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *main_bad(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *m = PyImport_AddModuleRef("__main__");

	if (!m)
		return NULL;
	return Py_NewRef(PyModule_GetDict(m)); // expect: reference-leak 'm'
}

static PyObject *main_ok(PyObject *self, PyObject *Py_UNUSED(unused))
{
	PyObject *m = PyImport_AddModuleRef("__main__"), *d;

	if (!m)
		return NULL;
	d = Py_NewRef(PyModule_GetDict(m));
	Py_DECREF(m);
	return d;
}

static PyObject *error_bad(PyObject *self, PyObject *callable)
{
	PyObject *r = PyObject_CallNoArgs(callable), *exc;

	if (r)
		return r;
	exc = PyErr_GetRaisedException();
	if (PyErr_GivenExceptionMatches(exc, PyExc_LookupError))
		Py_RETURN_NONE; // expect: resource-leak 'exc'
	PyErr_SetRaisedException(exc);
	return NULL;
}

static PyObject *error_ok(PyObject *self, PyObject *callable)
{
	PyObject *r = PyObject_CallNoArgs(callable), *exc;

	if (r)
		return r;
	exc = PyErr_GetRaisedException();
	if (PyErr_GivenExceptionMatches(exc, PyExc_LookupError)) {
		Py_DECREF(exc);
		Py_RETURN_NONE;
	}
	PyErr_SetRaisedException(exc);
	return NULL;
}

static int exec_bad(PyObject *m)
{
	PyObject *version = PyUnicode_FromString("1.2");

	if (!version)
		return -1;
	return PyModule_AddObjectRef(m, "version", version); // expect: reference-leak 'version'
}

static int exec_ok(PyObject *m)
{
	PyObject *version = PyUnicode_FromString("1.2");
	int r;

	if (PyModule_Add(m, "limit", PyLong_FromLong(4096)) < 0) {
		Py_XDECREF(version);
		return -1;
	}
	r = PyModule_AddObjectRef(m, "version", version);
	Py_XDECREF(version);
	return r;
}

static int exec_type_bad(PyObject *m)
{
	PyObject *error = PyErr_NewException("newer.Error", NULL, NULL);

	if (!error)
		return -1;
	Py_INCREF(error);
	if (PyModule_Add(m, "Error", error) < 0) {
		Py_DECREF(error);
		return -1;
	}
	return 0; // expect: reference-leak 'error'
}

static PyMethodDef methods[] = {
	{ "item_bad", item_bad, METH_VARARGS, NULL },
	{ "item", item_ok, METH_VARARGS, NULL },
	{ "string_bad", string_bad, METH_O, NULL },
	{ "string", string_ok, METH_O, NULL },
	{ "attr_bad", attr_bad, METH_O, NULL },
	{ "attr", attr_ok, METH_O, NULL },
	{ "weak_bad", weak_bad, METH_O, NULL },
	{ "weak", weak_ok, METH_O, NULL },
	{ "list_bad", list_bad, METH_O, NULL },
	{ "list", list_ok, METH_O, NULL },
	{ "setdefault_bad", setdefault_bad, METH_VARARGS, NULL },
	{ "setdefault", setdefault_ok, METH_VARARGS, NULL },
	{ "pop_bad", pop_bad, METH_VARARGS, NULL },
	{ "pop", pop_ok, METH_VARARGS, NULL },
	{ "main_bad", main_bad, METH_NOARGS, NULL },
	{ "main", main_ok, METH_NOARGS, NULL },
	{ "error_bad", error_bad, METH_O, NULL },
	{ "error", error_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, (void *) exec_bad },
	{ Py_mod_exec, (void *) exec_ok },
	{ Py_mod_exec, (void *) exec_type_bad },
	{ 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "newer", NULL, 0, methods, slots, NULL,
	NULL, NULL
};
PyMODINIT_FUNC PyInit_newer(void)
{
	return PyModuleDef_Init(&module);
}
