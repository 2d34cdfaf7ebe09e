// SPDX-License-Identifier: GPL-3.0-or-later
// Py_BuildValue knows p from 3.14 on, PyArg_Parse* always.
// pyrefcheck: python=3.9-3.14
#include <Python.h>

PyObject *build_bad(int b)
{
	return Py_BuildValue("p", b); // expect: format-arguments 'p' '3.14'
}

PyObject *parse_ok(PyObject *self, PyObject *args)
{
	int b;

	if (!PyArg_ParseTuple(args, "p", &b))
		return NULL;
	return PyBool_FromLong(b);
}

PyObject *guarded_ok(int b)
{
#if PY_VERSION_HEX >= 0x030E0000
	return Py_BuildValue("p", b);
#else
	return Py_BuildValue("O", b ? Py_True : Py_False);
#endif
}
