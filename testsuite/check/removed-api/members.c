// SPDX-License-Identifier: GPL-3.0-or-later
// Members of structs that CPython took back.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
unsigned digit_bad(PyLongObject *o)
{
	return o->ob_digit[0]; // expect: removed-api 'ob_digit' 'PyLongObject' '3.12'
}

PyObject *current_bad(PyThreadState *t)
{
	return Py_XNewRef(t->curexc_type); // expect: removed-api 'curexc_type' '3.12'
}

PyObject *code_bad(PyGenObject *g)
{
	return Py_XNewRef((PyObject *) g->gi_code); // expect: removed-api 'gi_code' '3.12'
}

long digit_ok(PyObject *o)
{
	return PyLong_AsLong(o);
}

unsigned guarded_ok(PyLongObject *o)
{
#if PY_VERSION_HEX < 0x030c0000
	return o->ob_digit[0];
#else
	return o->long_value.ob_digit[0];
#endif
}
