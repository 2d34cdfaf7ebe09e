// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
/* Numbers and text are no objects. */
#include <Python.h>

static int counter;
static const char *name = "x";

PyObject *count(void)
{
	counter++;
	name = "y";
	return PyUnicode_FromFormat("%s%d", name, counter);
}
