// SPDX-License-Identifier: GPL-3.0-or-later
// What moved to CPython's internal headers is there for who is built with them.
// pyrefcheck: skip-if=python<3.11 skip-if=python>=3.12
#define Py_BUILD_CORE_MODULE 1
#include <Python.h>
#include <internal/pycore_fileutils.h>

PyObject *moved_ok(PyObject *self, PyObject *args)
{
	int fd = _Py_dup(0);

	return fd < 0 ? NULL : PyLong_FromLong(fd);
}
