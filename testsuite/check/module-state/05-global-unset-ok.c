// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
/* Never set, constant, or elsewhere. */
#include <Python.h>

static PyObject *never;
extern PyObject *elsewhere;
static PyObject *const constant = Py_None;

PyObject *look(void)
{
	never = NULL;
	return elsewhere == constant ? NULL : never;
}
