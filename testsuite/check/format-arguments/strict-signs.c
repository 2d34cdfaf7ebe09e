// SPDX-License-Identifier: GPL-3.0-or-later
// What only differs in its sign is a matter of strict.
// pyrefcheck: args=strict args=disable=private-api
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *sign_bad(PyObject *self, PyObject *args)
{
	unsigned int i;

	if (!PyArg_ParseTuple(args, "i", &i)) // expect: format-arguments 'int *' 'unsigned int *'
		return NULL;
	return PyLong_FromUnsignedLong(i);
}

PyObject *sign_ok(PyObject *self, PyObject *args)
{
	unsigned int i;

	if (!PyArg_ParseTuple(args, "I", &i))
		return NULL;
	return PyLong_FromUnsignedLong(i);
}

PyObject *address_bad(void *p)
{
	return Py_BuildValue("n", p); // expect: format-arguments 'Py_ssize_t' 'void *'
}
