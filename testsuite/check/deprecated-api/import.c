// SPDX-License-Identifier: GPL-3.0-or-later
// Importing.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
PyObject *import_bad(void)
{
	return PyImport_ImportModuleNoBlock("sys"); // expect: deprecated-api 'PyImport_ImportModuleNoBlock' '3.13'
}

PyObject *import_ok(void)
{
	return PyImport_ImportModule("sys");
}
