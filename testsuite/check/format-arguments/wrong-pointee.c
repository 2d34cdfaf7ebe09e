// SPDX-License-Identifier: GPL-3.0-or-later
// The variable behind the address is too small or of another sort.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>

struct point { double x, y; };
typedef struct { PyObject_HEAD; int flag; unsigned bit : 1; bool on; PyObject *o; Py_buffer view; } Thing;

PyObject *bool_bad(Thing *self, PyObject *args)
{
	if (!PyArg_ParseTuple(args, "p", &self->on)) // expect: format-arguments 'int *' '(1 byte)'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *bool_ok(Thing *self, PyObject *args)
{
	if (!PyArg_ParseTuple(args, "p", &self->flag))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *by_value_bad(PyObject *self, PyObject *args)
{
	int n = 0;

	if (!PyArg_ParseTuple(args, "i", n)) // expect: format-arguments 'int *' 'int'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *object_by_value_bad(PyObject *self, PyObject *args)
{
	PyObject *o = NULL;

	if (!PyArg_ParseTuple(args, "O", o)) // expect: format-arguments 'PyObject **' 'PyObject *'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *string_array_bad(PyObject *self, PyObject *args)
{
	char name[64];

	if (!PyArg_ParseTuple(args, "s", name)) // expect: format-arguments 'const char **' 'char *'
		return NULL;
	return PyUnicode_FromString(name);
}

PyObject *string_array_address_bad(PyObject *self, PyObject *args)
{
	char name[64];

	if (!PyArg_ParseTuple(args, "s", &name)) // expect: format-arguments 'const char **' 'char *'
		return NULL;
	return PyUnicode_FromString(name);
}

PyObject *buffer_pointer_bad(PyObject *self, PyObject *args)
{
	Py_buffer *view = NULL;

	if (!PyArg_ParseTuple(args, "y*", &view)) // expect: format-arguments 'Py_buffer *' 'Py_buffer **'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *string_for_buffer_bad(PyObject *self, PyObject *args)
{
	Py_buffer view;

	if (!PyArg_ParseTuple(args, "y", &view)) // expect: format-arguments 'const char **' 'Py_buffer *'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *object_for_struct_bad(PyObject *self, PyObject *args)
{
	struct point p;

	if (!PyArg_ParseTuple(args, "O", &p)) // expect: format-arguments 'PyObject **' 'point *'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *complex_bad(PyObject *self, PyObject *args)
{
	double d;

	if (!PyArg_ParseTuple(args, "D", &d)) // expect: format-arguments 'Py_complex *' 'double *'
		return NULL;
	return PyFloat_FromDouble(d);
}

PyObject *complex_array_ok(PyObject *self, PyObject *args)
{
	double d[2];

	if (!PyArg_ParseTuple(args, "D", d))
		return NULL;
	return PyFloat_FromDouble(d[0]);
}

PyObject *complex_struct_ok(PyObject *self, PyObject *args)
{
	struct point p;

	if (!PyArg_ParseTuple(args, "D", &p))
		return NULL;
	return PyFloat_FromDouble(p.x);
}

PyObject *first_member_ok(PyObject *self, PyObject *args)
{
	struct point p;

	if (!PyArg_ParseTuple(args, "dd", &p.x, &p.y))
		return NULL;
	return PyFloat_FromDouble(p.x);
}

PyObject *array_elements_ok(PyObject *self, PyObject *args)
{
	int v[3];

	if (!PyArg_ParseTuple(args, "iii", v, &v[1], v + 2))
		return NULL;
	return PyLong_FromLong(v[0] + v[1] + v[2]);
}

PyObject *object_array_ok(PyObject *self, PyObject *args)
{
	PyObject *v[2];

	if (!PyArg_ParseTuple(args, "OO", &v[0], v + 1))
		return NULL;
	return PyTuple_Pack(2, v[0], v[1]);
}

PyObject *const_string_ok(PyObject *self, PyObject *args)
{
	const unsigned char *u;
	const char *s;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "sy#", &s, &u, &n))
		return NULL;
	return PyUnicode_FromString(s);
}

PyObject *const_target_bad(PyObject *self, PyObject *args)
{
	static const int n = 0;

	if (!PyArg_ParseTuple(args, "i", &n)) // expect: format-arguments 'const int *'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *cast_bad(PyObject *self, PyObject *args)
{
	unsigned char c;

	if (!PyArg_ParseTuple(args, "i", (int *) &c)) // expect: format-arguments 'int *' 'unsigned char'
		return NULL;
	return PyLong_FromLong(c);
}

PyObject *unsigned_char_ok(PyObject *self, PyObject *args)
{
	unsigned char c;

	if (!PyArg_ParseTuple(args, "b", &c))
		return NULL;
	return PyLong_FromLong(c);
}

PyObject *function_address_bad(PyObject *self, PyObject *args)
{
	if (!PyArg_ParseTuple(args, "i", &bool_ok)) // expect: format-arguments 'int *'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *checked_order_bad(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O!", &o, &PyList_Type)) // expect: format-arguments 'argument 3' 'PyTypeObject *' // expect: format-arguments 'argument 4' 'PyObject **'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *checked_missing_bad(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O!", &o)) // expect: format-arguments 'too few arguments' 'argument 3'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *type_pointer_bad(PyObject *self, PyObject *args)
{
	static PyTypeObject *type;
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O!", &type, &o)) // expect: format-arguments 'argument 3' 'PyTypeObject *' 'PyTypeObject **'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *type_pointer_ok(PyObject *self, PyObject *args)
{
	static PyTypeObject *type;
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O!", type, &o))
		return NULL;
	Py_RETURN_NONE;
}
