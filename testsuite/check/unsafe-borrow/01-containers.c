// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.13 args=free-threading lang=c,c++ skip-if=python>=3.13
// Borrowing from what other threads have, and from what they do not.
#include <Python.h>

/* As with the headers that have critical sections. */
#undef PY_MINOR_VERSION
#define PY_MINOR_VERSION 13

typedef struct { void *a, *b; } CriticalSection;
#ifdef __cplusplus
extern "C" {
#endif
void PyCriticalSection_Begin(CriticalSection *c, PyObject *o);
void PyCriticalSection_End(CriticalSection *c);
#ifdef __cplusplus
}
#endif

static PyObject *item_bad(PyObject *self, PyObject *list)
{
	PyObject *item;

	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 1)
		Py_RETURN_NONE;
	item = PyList_GetItem(list, 0); // expect: unsafe-borrow 'PyList_GetItem' 'list'
	Py_XINCREF(item);
	return item;
}

static PyObject *fresh_ok(PyObject *self, PyObject *o)
{
	PyObject *list = PyList_New(0), *item;

	if (!list)
		return NULL;
	if (PyList_Append(list, o) < 0) {
		Py_DECREF(list);
		return NULL;
	}
	item = PyList_GetItem(list, 0);
	Py_XINCREF(item);
	Py_DECREF(list);
	return item;
}

static PyObject *tuple_ok(PyObject *self, PyObject *args)
{
	PyObject *item = PyTuple_GetItem(args, 0);

	Py_XINCREF(item);
	return item;
}

static PyObject *exists_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *k;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	/* Nothing is borrowed for longer than a comparison. */
	if (!PyDict_GetItemString(d, "name"))
		Py_RETURN_FALSE;
	Py_RETURN_TRUE;
}

static PyObject *dict_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	v = PyDict_GetItemWithError(d, k); // expect: unsafe-borrow 'PyDict_GetItemWithError' 'd'
	if (!v) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, k);
		return NULL;
	}
	Py_INCREF(v);
	return v;
}

static PyObject *section_ok(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;
	CriticalSection c;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	PyCriticalSection_Begin(&c, d);
	v = PyDict_GetItemWithError(d, k);
	Py_XINCREF(v);
	PyCriticalSection_End(&c);
	if (!v && !PyErr_Occurred())
		PyErr_SetObject(PyExc_KeyError, k);
	return v;
}

static PyObject *after_section_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *k, *v;
	CriticalSection c;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &d, &k))
		return NULL;
	PyCriticalSection_Begin(&c, d);
	PyCriticalSection_End(&c);
	v = PyDict_GetItemWithError(d, k); // expect: unsafe-borrow
	if (!v) {
		if (!PyErr_Occurred())
			PyErr_SetObject(PyExc_KeyError, k);
		return NULL;
	}
	Py_INCREF(v);
	return v;
}

static PyObject *keywords_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	PyObject *v;

	if (!kw)
		Py_RETURN_NONE;
	v = PyDict_GetItemString(kw, "name");
	if (!v)
		Py_RETURN_NONE;
	Py_INCREF(v);
	return v;
}

static PyObject *keys_ok(PyObject *self, PyObject *o)
{
	PyObject *keys = PyMapping_Keys(o), *k;

	if (!keys)
		return NULL;
	if (PyList_GET_SIZE(keys) < 1) {
		Py_DECREF(keys);
		Py_RETURN_NONE;
	}
	k = PyList_GetItem(keys, 0);
	Py_XINCREF(k);
	Py_DECREF(keys);
	return k;
}

static PyObject *module_bad(PyObject *self, PyObject *o)
{
	PyObject *m = PyImport_AddModule("shared"); // expect: unsafe-borrow 'PyImport_AddModule'

	Py_XINCREF(m);
	return m;
}

static PyObject *cache;

static PyObject *helper_look(PyObject *k)
{
	return PyDict_GetItemWithError(cache, k); // expect: unsafe-borrow 'PyDict_GetItemWithError'
}

static PyObject *through_helper_ok(PyObject *self, PyObject *k)
{
	PyObject *v = helper_look(k);

	if (!v && PyErr_Occurred())
		return NULL;
	return PyBool_FromLong(v != NULL);
}

static PyObject *weak_bad(PyObject *self, PyObject *ref)
{
	PyObject *o = PyWeakref_GetObject(ref); // expect: unsafe-borrow 'PyWeakref_GetObject'

	Py_XINCREF(o);
	return o;
}

static PyMethodDef methods[] = {
	{ "a", item_bad, METH_O, NULL },
	{ "b", fresh_ok, METH_O, NULL },
	{ "c", tuple_ok, METH_VARARGS, NULL },
	{ "d", exists_ok, METH_VARARGS, NULL },
	{ "e", dict_bad, METH_VARARGS, NULL },
	{ "f", section_ok, METH_VARARGS, NULL },
	{ "g", after_section_bad, METH_VARARGS, NULL },
	{ "h", (PyCFunction) (void (*)(void)) keywords_ok,
	  METH_VARARGS | METH_KEYWORDS, NULL },
	{ "i", keys_ok, METH_O, NULL },
	{ "j", module_bad, METH_O, NULL },
	{ "k", through_helper_ok, METH_O, NULL },
	{ "l", weak_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(PyObject *c)
{
	cache = c;
	return methods;
}
