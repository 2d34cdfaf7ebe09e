// SPDX-License-Identifier: GPL-3.0-or-later
/* What can run Python code, whether it succeeds or fails, can empty the list
 * that lent the item. */
#include <Python.h>

long seen;

PyObject *call_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Call(key, args, NULL);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_Call'
	return r;
}

PyObject *call_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Call(key, args, NULL);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_Call'
	return r;
}

PyObject *call_object_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_CallObject(key, args);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_CallObject'
	return r;
}

PyObject *call_object_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_CallObject(key, args);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_CallObject'
	return r;
}

PyObject *call_method_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_CallMethod(key, "name", NULL);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_CallMethod'
	return r;
}

PyObject *call_method_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_CallMethod(key, "name", NULL);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_CallMethod'
	return r;
}

PyObject *call_function_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_CallFunction(key, NULL);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_CallFunction'
	return r;
}

PyObject *call_function_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_CallFunction(key, NULL);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_CallFunction'
	return r;
}

PyObject *call_function_objects_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_CallFunctionObjArgs(key, NULL);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_CallFunctionObjArgs'
	return r;
}

PyObject *call_function_objects_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_CallFunctionObjArgs(key, NULL);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_CallFunctionObjArgs'
	return r;
}

PyObject *call_method_objects_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_CallMethodObjArgs(key, self, NULL);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_CallMethodObjArgs'
	return r;
}

PyObject *call_method_objects_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_CallMethodObjArgs(key, self, NULL);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_CallMethodObjArgs'
	return r;
}

PyObject *call_held_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	Py_INCREF(item);
	r = PyObject_Call(key, args, NULL);
	seen = item->ob_refcnt;
	Py_DECREF(item);
	return r;
}

PyObject *call_object_held_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	Py_INCREF(item);
	r = PyObject_CallObject(key, args);
	seen = item->ob_refcnt;
	Py_DECREF(item);
	return r;
}

PyObject *call_method_held_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	Py_INCREF(item);
	r = PyObject_CallMethod(key, "name", NULL);
	seen = item->ob_refcnt;
	Py_DECREF(item);
	return r;
}
