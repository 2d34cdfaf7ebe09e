// SPDX-License-Identifier: GPL-3.0-or-later
// Calls newer than the range, guarded or not.
// pyrefcheck: python=3.8-3.13 args=strict args=disable=deprecated-api
#include <Python.h>

extern int PyModule_Add(PyObject *, const char *, PyObject *);
extern int PyDict_GetItemRef(PyObject *, PyObject *, PyObject **);

int add_bad(PyObject *m, PyObject *v)
{
	return PyModule_Add(m, "x", v); // expect: version-guard 'PyModule_Add' '3.13'
}

int add_ok(PyObject *m, PyObject *v)
{
#if PY_VERSION_HEX >= 0x030D00A1
	return PyModule_Add(m, "x", v);
#else
	int r = PyModule_AddObject(m, "x", v);

	if (r < 0)
		Py_XDECREF(v);
	return r;
#endif
}

PyObject *ref_bad(PyObject *o)
{
	return Py_NewRef(o); // expect: version-guard 'Py_NewRef' '3.10'
}

PyObject *one_bad(PyObject *f, PyObject *a)
{
	return PyObject_CallOneArg(f, a); // expect: version-guard 'PyObject_CallOneArg' '3.9'
}

int type_bad(PyObject *m, PyTypeObject *t)
{
	return PyModule_AddType(m, t); // expect: version-guard 'PyModule_AddType' '3.9'
}

int is_ok(PyObject *a, PyObject *b)
{
#if defined(Py_Is)
	return Py_Is(a, b);
#else
	return a == b;
#endif
}

int stale(void)
{
#if PY_VERSION_HEX < 0x03070000 // expect: version-guard '3.8'
	return 7;
#else
	return 8;
#endif
}

int future(void)
{
#if PY_VERSION_HEX >= 0x030F0000 // expect: version-guard
	return 15;
#else
	return 8;
#endif
}

int major(void)
{
#if PY_MAJOR_VERSION < 3 // expect: version-guard
	return 2;
#else
	return 3;
#endif
}
