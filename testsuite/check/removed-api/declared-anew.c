// SPDX-License-Identifier: GPL-3.0-or-later
// A declaration of one's own does not bring back what is public no more.
// pyrefcheck: skip-if=python<3.11 skip-if=python>=3.12
#include <Python.h>

int _Py_dup(int fd);

PyObject *own_declaration_bad(PyObject *self, PyObject *args)
{
	int fd = _Py_dup(0); // expect: removed-api '_Py_dup'

	return fd < 0 ? NULL : PyLong_FromLong(fd);
}
