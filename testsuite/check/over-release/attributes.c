// SPDX-License-Identifier: GPL-3.0-or-later
/* A function takes more than its attributes say. */
#include <Python.h>


#define SETS __attribute__((pyrefcheck_negative_sets_exception))
#define CPY_SETS __attribute__((cpychecker_negative_result_sets_exception))
#define STEALS(n) __attribute__((pyrefcheck_steals(n)))
#define ON_SUCCESS(n) __attribute__((pyrefcheck_steals_on_success(n)))

int add_bad(PyObject *list, PyObject *item) SETS;
int add_bad(PyObject *list, PyObject *item)
{
	int rc = PyList_Append(list, item);

	Py_DECREF(item); // expect: over-release 'item' 'belongs to the caller'
	return rc;
}

int add_as_for_cpychecker_bad(PyObject *list, PyObject *item) CPY_SETS;
int add_as_for_cpychecker_bad(PyObject *list, PyObject *item)
{
	int rc = PyList_Append(list, item);

	Py_DECREF(item); // expect: over-release 'item' 'belongs to the caller'
	return rc;
}

int add_ok(PyObject *list, PyObject *item) SETS;
int add_ok(PyObject *list, PyObject *item)
{
	return PyList_Append(list, item);
}

int add_declared_ok(PyObject *list, PyObject *item) SETS STEALS(2);
int add_declared_ok(PyObject *list, PyObject *item)
{
	int rc = PyList_Append(list, item);

	Py_DECREF(item);
	return rc;
}

/* Its callers are held to what it does. */
static int add_unsaid_ok(PyObject *list, PyObject *item)
{
	int rc = PyList_Append(list, item);

	Py_DECREF(item);
	return rc;
}

int add_through_ok(PyObject *list, PyObject *item) SETS;
int add_through_ok(PyObject *list, PyObject *item)
{
	Py_INCREF(item);
	return add_unsaid_ok(list, item);
}

/* Twice. */
int put_bad(PyObject *list, PyObject *item) SETS STEALS(2);
int put_bad(PyObject *list, PyObject *item)
{
	int rc = PyList_SetItem(list, 0, item);

	if (rc < 0)
		Py_DECREF(item); // expect: over-release 'item' 'it was released before'
	return rc;
}

int put_ok(PyObject *list, PyObject *item) SETS STEALS(2);
int put_ok(PyObject *list, PyObject *item)
{
	return PyList_SetItem(list, 0, item);
}

/* When it fails, too. */
int set_bad(PyObject *list, PyObject *item) ON_SUCCESS(2);
int set_bad(PyObject *list, PyObject *item)
{
	return PyList_SetItem(list, 0, item); // expect: over-release 'item' 'leaves to the caller'
}

int set_ok(PyObject *list, PyObject *item) ON_SUCCESS(2);
int set_ok(PyObject *list, PyObject *item)
{
	int rc;

	Py_INCREF(item);
	rc = PyList_SetItem(list, 0, item);
	if (rc == 0)
		Py_DECREF(item);
	return rc;
}

int module_add_ok(PyObject *module, PyObject *o) ON_SUCCESS(2);
int module_add_ok(PyObject *module, PyObject *o)
{
	return PyModule_AddObject(module, "o", o);
}
