// SPDX-License-Identifier: GPL-3.0-or-later
// Lists in the dresses that real code has.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define KWLIST(...) static char *kwlist[] = { __VA_ARGS__, NULL }
#define KW_NO_END(...) static char *kwlist[] = { __VA_ARGS__ }
#define FORMAT "O|ii:f"

PyObject *plain_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"a", "b", NULL};
	PyObject *a;
	int b = 0, c = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|ii", kwlist, &a, &b, &c)) // expect: keyword-list '2 names' '3 arguments'
		return NULL;
	return PyLong_FromLong(b + c);
}

PyObject *macro_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	KWLIST("a", "b");
	PyObject *a;
	int b = 0, c = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, FORMAT, kwlist, &a, &b, &c)) // expect: keyword-list '2 names'
		return NULL;
	return PyLong_FromLong(b + c);
}

PyObject *macro_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	KWLIST("a", "b", "c");
	PyObject *a;
	int b = 0, c = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, FORMAT, kwlist, &a, &b, &c))
		return NULL;
	return PyLong_FromLong(b + c);
}

PyObject *no_end_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	KW_NO_END("a", "b", "c");
	PyObject *a;
	int b = 0, c = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, FORMAT, kwlist, &a, &b, &c)) // expect: keyword-list 'does not end with NULL'
		return NULL;
	return PyLong_FromLong(b + c);
}

PyObject *const_cast_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static const char *const kwlist[] = {"a", NULL};
	int a;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i:f", (char **) kwlist, &a))
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *const_cast_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static const char *const kwlist[] = {"a", "b", NULL};
	int a;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i:f", (char **) kwlist, &a)) // expect: keyword-list '2 names' '1 argument'
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *compound_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	int a;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i:f", (char *[]){"a", "b", NULL}, &a)) // expect: keyword-list '2 names'
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *compound_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	int a;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i:f", (char *[]){"a", NULL}, &a))
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *zero_end_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"a", 0};
	int a;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i:f", kwlist, &a))
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *comma_lost_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"a" "b", "c", NULL};
	int a, b, c;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "iii:f", kwlist, &a, &b, &c)) // expect: keyword-list '2 names' '3 arguments'
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *early_null_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"a", NULL, "b", NULL};
	int a, b;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "ii:f", kwlist, &a, &b)) // expect: keyword-list '1 name'
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *null_list_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	int a;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i:f", NULL, &a)) // expect: null-argument
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *parameter_only_units_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"data", "name", "type", "conv", NULL};
	const char *name;
	Py_ssize_t size;
	Py_buffer data;
	PyObject *type, *conv;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "y*s#O!O&:f", kwlist, &data, &name, &size, &PyList_Type, &type, PyUnicode_FSConverter, &conv))
		return NULL;
	PyBuffer_Release(&data);
	return conv;
}

PyObject *encoded_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"a", "b", NULL};
	char *a = NULL;
	int x, y;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "es(ii):f", kwlist, "utf-8", &a, &x, &y))
		return NULL;
	PyMem_Free(a);
	Py_RETURN_NONE;
}

PyObject *encoded_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"a", "x", "y", NULL};
	char *a = NULL;
	int x, y;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "es(ii):f", kwlist, "utf-8", &a, &x, &y)) // expect: keyword-list '3 names' '2 arguments'
		return NULL;
	PyMem_Free(a);
	Py_RETURN_NONE;
}

PyObject *no_arguments_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {NULL};

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, ":f", kwlist))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *no_arguments_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"a", NULL};

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, ":f", kwlist)) // expect: keyword-list '1 name'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *positional_only_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"a", "", "c", NULL};
	int a, b, c;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "iii:f", kwlist, &a, &b, &c)) // expect: keyword-list 'keyword 2'
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *positional_only_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"", "", "c", NULL};
	int a, b, c;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "ii|$i:f", kwlist, &a, &b, &c))
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *dollar_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"a", "b", NULL};
	int a, b = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i$|i:f", kwlist, &a, &b)) // expect: keyword-list
		return NULL;
	return PyLong_FromLong(a);
}

PyObject *twice_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *kwlist[] = {"a", "a", NULL};
	int a, b = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i|i:f", kwlist, &a, &b)) // expect: keyword-list '‘a’ stands twice'
		return NULL;
	return PyLong_FromLong(a);
}

static char *shared[] = {"x", "y", NULL};

PyObject *shared_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	int x;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i:f", shared, &x)) // expect: keyword-list '2 names'
		return NULL;
	return PyLong_FromLong(x);
}

PyObject *shared_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	int x, y;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "ii:f", shared, &x, &y))
		return NULL;
	return PyLong_FromLong(x + y);
}

PyObject *behind_ok(PyObject *self, PyObject *args, PyObject *kwargs)
{
	int y;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i:f", shared + 1, &y))
		return NULL;
	return PyLong_FromLong(y);
}

PyObject *behind_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	int x, y;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "ii:f", shared + 1, &x, &y)) // expect: keyword-list '1 name'
		return NULL;
	return PyLong_FromLong(x + y);
}
