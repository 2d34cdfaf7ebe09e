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
		return NULL;
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
	return r;
}

PyObject *compare_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_RichCompare(key, self, Py_LT);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_RichCompare'
	return r;
}

PyObject *compare_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_RichCompare(key, self, Py_LT);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_RichCompare'
	return r;
}

PyObject *add_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Add(key, self);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Add'
	return r;
}

PyObject *add_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Add(key, self);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Add'
	return r;
}

PyObject *number_long_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Long(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Long'
	return r;
}

PyObject *number_long_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Long(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Long'
	return r;
}

PyObject *number_float_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Float(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Float'
	return r;
}

PyObject *number_float_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Float(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Float'
	return r;
}

PyObject *number_index_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Index(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Index'
	return r;
}

PyObject *number_index_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Index(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Index'
	return r;
}

PyObject *repr_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Repr(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_Repr'
	return r;
}

PyObject *repr_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Repr(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_Repr'
	return r;
}

PyObject *str_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Str(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_Str'
	return r;
}

PyObject *str_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Str(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_Str'
	return r;
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

PyObject *dict_set_item_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyDict_SetItem(self, key, key) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyDict_SetItem'
	Py_RETURN_NONE;
}

PyObject *dict_set_item_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyDict_SetItem(self, key, key) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyDict_SetItem'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *is_true_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_IsTrue(key) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_IsTrue'
	Py_RETURN_NONE;
}

PyObject *is_true_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_IsTrue(key) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_IsTrue'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *compare_bool_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_RichCompareBool(key, self, Py_EQ) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_RichCompareBool'
	Py_RETURN_NONE;
}

PyObject *compare_bool_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_RichCompareBool(key, self, Py_EQ) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_RichCompareBool'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *set_attr_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_SetAttr(key, self, self) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_SetAttr'
	Py_RETURN_NONE;
}

PyObject *set_attr_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_SetAttr(key, self, self) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_SetAttr'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *set_item_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_SetItem(key, self, self) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_SetItem'
	Py_RETURN_NONE;
}

PyObject *set_item_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_SetItem(key, self, self) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_SetItem'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *contains_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PySequence_Contains(key, self) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySequence_Contains'
	Py_RETURN_NONE;
}

PyObject *contains_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PySequence_Contains(key, self) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySequence_Contains'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *is_instance_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_IsInstance(key, self) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_IsInstance'
	Py_RETURN_NONE;
}

PyObject *is_instance_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_IsInstance(key, self) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_IsInstance'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *warn_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyErr_WarnEx(NULL, "old", 1) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyErr_WarnEx'
	Py_RETURN_NONE;
}

PyObject *warn_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyErr_WarnEx(NULL, "old", 1) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyErr_WarnEx'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *dict_update_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyDict_Update(self, key) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyDict_Update'
	Py_RETURN_NONE;
}

PyObject *dict_update_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyDict_Update(self, key) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyDict_Update'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *set_add_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PySet_Add(self, key) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySet_Add'
	Py_RETURN_NONE;
}

PyObject *set_add_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PySet_Add(self, key) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PySet_Add'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *as_long_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	long n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyLong_AsLong(key);
	if (n == -1 && PyErr_Occurred())
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyLong_AsLong'
	Py_RETURN_NONE;
}

PyObject *as_long_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	long n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyLong_AsLong(key);
	if (n == -1 && PyErr_Occurred()) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyLong_AsLong'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *as_ssize_t_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	long n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyNumber_AsSsize_t(key, NULL);
	if (n == -1 && PyErr_Occurred())
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_AsSsize_t'
	Py_RETURN_NONE;
}

PyObject *as_ssize_t_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	long n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyNumber_AsSsize_t(key, NULL);
	if (n == -1 && PyErr_Occurred()) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_AsSsize_t'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *as_double_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	double n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyFloat_AsDouble(key);
	if (n == -1 && PyErr_Occurred())
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyFloat_AsDouble'
	Py_RETURN_NONE;
}

PyObject *as_double_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	double n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyFloat_AsDouble(key);
	if (n == -1 && PyErr_Occurred()) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyFloat_AsDouble'
		return NULL;
	}
	Py_RETURN_NONE;
}

/* What runs none leaves the list as it was. */
PyObject *type_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Type(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
	return r;
}

PyObject *from_long_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyLong_FromLong(5);
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
	return r;
}

PyObject *from_string_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyUnicode_FromString("x");
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
	return r;
}

PyObject *from_double_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyFloat_FromDouble(1.5);
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
	return r;
}

PyObject *slice_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyTuple_GetSlice(args, 0, 1);
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
	return r;
}

PyObject *bytes_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyBytes_FromStringAndSize("x", 1);
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
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

