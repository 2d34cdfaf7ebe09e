// SPDX-License-Identifier: GPL-3.0-or-later
// Other modules have underscored names, too.
#include <Python.h>
static int _PyThing_Check(PyObject *o)
{
	return o != NULL;
}

extern int _PyOther_Check(PyObject *o);

int own_ok(PyObject *o)
{
	return _PyThing_Check(o) && _PyOther_Check(o);
}
