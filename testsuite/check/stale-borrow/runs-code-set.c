// SPDX-License-Identifier: GPL-3.0-or-later
/* What can run Python code, whether it succeeds or fails, can empty the list
 * that lent the item. */
#include <Python.h>

long seen;

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
