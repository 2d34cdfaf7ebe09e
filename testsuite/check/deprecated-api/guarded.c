// SPDX-License-Identifier: GPL-3.0-or-later
// Used only where it is not deprecated.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
void save_ok(PyObject **t, PyObject **v, PyObject **b)
{
#if PY_VERSION_HEX < 0x030c0000
	PyErr_Fetch(t, v, b);
#else
	*t = *b = NULL;
	*v = PyErr_GetRaisedException();
#endif
}

void save_bad(PyObject **t, PyObject **v, PyObject **b)
{
#if PY_VERSION_HEX >= 0x03090000
	PyErr_Fetch(t, v, b); // expect: deprecated-api 'PyErr_Fetch'
#endif
}
