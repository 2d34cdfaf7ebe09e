// SPDX-License-Identifier: GPL-3.0-or-later
// Members of a dict.
#include <Python.h>
Py_ssize_t used_bad(PyDictObject *d)
{
	return d->ma_used; // expect: private-api 'ma_used'
}

Py_ssize_t size_ok(PyObject *d)
{
	return PyDict_GET_SIZE(d);
}
