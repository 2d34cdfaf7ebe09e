// SPDX-License-Identifier: GPL-3.0-or-later
// Deprecated calls, each with what to take instead.
// pyrefcheck: python=3.9-3.13 args=strict args=disable=private-api,version-guard
#include <Python.h>

extern PyObject *PyErr_GetRaisedException(void);

void fetch_bad(void)
{
	PyObject *t, *v, *tb;

	PyErr_Fetch(&t, &v, &tb); // expect: deprecated-api 'PyErr_Fetch' '3.12'
	PyErr_Restore(t, v, tb); // expect: deprecated-api 'PyErr_Restore' '3.12'
}

void fetch_guarded_ok(void)
{
#if PY_VERSION_HEX >= 0x030C0000
	PyObject *e = PyErr_GetRaisedException();
	PyErr_SetRaisedException(e);
#else
	PyObject *t, *v, *tb;

	PyErr_Fetch(&t, &v, &tb);
	PyErr_Restore(t, v, tb);
#endif
}

int set_path_bad(void)
{
	PySys_SetPath(L"x"); // expect: removed-api 'PySys_SetPath' '3.13'
	return 0;
}

void home_bad(void)
{
	Py_SetPythonHome(L"/usr"); // expect: deprecated-api 'Py_SetPythonHome' '3.11'
}

int flag_bad(void)
{
	return Py_VerboseFlag; // expect: deprecated-api 'Py_VerboseFlag' '3.12'
}

PyObject *weak_bad(PyObject *r)
{
	return Py_XNewRef(PyWeakref_GetObject(r)); // expect: deprecated-api 'PyWeakref_GetObject' '3.13'
}

PyObject *import_bad(PyObject *n)
{
	return PyImport_ImportModuleNoBlock("os"); // expect: deprecated-api 'PyImport_ImportModuleNoBlock' '3.13'
}

int ready_bad(PyObject *s)
{
	return PyUnicode_READY(s); // expect: deprecated-api 'PyUnicode_READY'
}

double atof_ok(const char *s)
{
	return PyOS_string_to_double(s, NULL, NULL);
}
