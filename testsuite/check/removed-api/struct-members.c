// SPDX-License-Identifier: GPL-3.0-or-later
// Members of structs that became opaque or changed.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
#include <frameobject.h>

int line_ok(PyFrameObject *f)
{
	return PyFrame_GetLineNumber(f);
}

Py_ssize_t long_size_bad(PyObject *o)
{
	return Py_SIZE(o) < 0 ? -1 : (Py_ssize_t) ((PyLongObject *) o)->ob_digit[0]; // expect: removed-api 'ob_digit' '3.12'
}

PyObject *code_ok(PyCodeObject *c)
{
	return Py_NewRef(c->co_name);
}

PyObject *varnames_bad(PyThreadState *t)
{
	return t->curexc_type; // expect: removed-api 'curexc_type' '3.12'
}
