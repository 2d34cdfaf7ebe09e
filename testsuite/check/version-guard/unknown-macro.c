// SPDX-License-Identifier: GPL-3.0-or-later
// A macro that may be about the version: silence.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
#define HAVE_PY310 (PY_VERSION_HEX >= 0x030a0000)

int add_ok(PyObject *m, PyObject *o)
{
#if HAVE_PY310
	return PyModule_AddObjectRef(m, "o", o);
#else
	return PyModule_AddObject(m, "o", o);
#endif
}
