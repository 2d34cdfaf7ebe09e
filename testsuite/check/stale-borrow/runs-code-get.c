// SPDX-License-Identifier: GPL-3.0-or-later
/* What can run Python code, whether it succeeds or fails, can empty the list
 * that lent the item. */
#include <Python.h>

long seen;

PyObject *get_attr_string_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_GetAttrString(key, "name");
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_GetAttrString'
	return r;
}

PyObject *get_attr_string_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_GetAttrString(key, "name");
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_GetAttrString'
	return r;
}

PyObject *get_attr_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_GetAttr(key, self);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_GetAttr'
	return r;
}

PyObject *get_attr_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_GetAttr(key, self);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_GetAttr'
	return r;
}

PyObject *import_module_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyImport_ImportModule("name");
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyImport_ImportModule'
	return r;
}

PyObject *import_module_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyImport_ImportModule("name");
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyImport_ImportModule'
	return r;
}

PyObject *sequence_item_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PySequence_GetItem(key, 1);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySequence_GetItem'
	return r;
}

PyObject *sequence_item_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PySequence_GetItem(key, 1);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySequence_GetItem'
	return r;
}

PyObject *get_item_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_GetItem(key, self);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_GetItem'
	return r;
}

PyObject *get_item_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_GetItem(key, self);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_GetItem'
	return r;
}

PyObject *get_iter_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_GetIter(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_GetIter'
	return r;
}

PyObject *get_iter_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_GetIter(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_GetIter'
	return r;
}

PyObject *next_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyIter_Next(key);
	if (!r)
		return NULL; // expect: missing-exception 'next_works_bad'
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyIter_Next'
	return r;
}

PyObject *next_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyIter_Next(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyIter_Next'
	return r; // expect: missing-exception 'next_fails_bad'
}

PyObject *sequence_list_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PySequence_List(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySequence_List'
	return r;
}

PyObject *sequence_list_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PySequence_List(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySequence_List'
	return r;
}

PyObject *sequence_tuple_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PySequence_Tuple(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySequence_Tuple'
	return r;
}

PyObject *sequence_tuple_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PySequence_Tuple(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySequence_Tuple'
	return r;
}

PyObject *sequence_fast_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PySequence_Fast(key, "no sequence");
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySequence_Fast'
	return r;
}

PyObject *sequence_fast_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PySequence_Fast(key, "no sequence");
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySequence_Fast'
	return r;
}

PyObject *mapping_keys_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyMapping_Keys(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyMapping_Keys'
	return r;
}

PyObject *mapping_keys_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyMapping_Keys(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyMapping_Keys'
	return r;
}

PyObject *get_attr_string_held_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	Py_INCREF(item);
	r = PyObject_GetAttrString(key, "name");
	seen = item->ob_refcnt;
	Py_DECREF(item);
	return r;
}

PyObject *get_attr_held_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	Py_INCREF(item);
	r = PyObject_GetAttr(key, self);
	seen = item->ob_refcnt;
	Py_DECREF(item);
	return r;
}

PyObject *import_module_held_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	Py_INCREF(item);
	r = PyImport_ImportModule("name");
	seen = item->ob_refcnt;
	Py_DECREF(item);
	return r;
}
