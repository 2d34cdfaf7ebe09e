// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: flags=-finstrument-functions
/* The compiler's own calls at entry and exit look at nothing. */
#include <Python.h>

static PyObject *
append_bad (PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New (0);

	(void) self;
	if (!list)
		return NULL;
	PyList_Append (list, arg); // expect: unchecked-error 'PyList_Append'
	return list;
}

static PyObject *
append_ok (PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New (0);

	(void) self;
	if (!list)
		return NULL;
	if (PyList_Append (list, arg) < 0)
		Py_CLEAR (list);
	return list;
}

static PyMethodDef methods[] = {
	{ "append", append_bad, METH_O, NULL },
	{ "append_ok", append_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *
all_methods (void)
{
	return methods;
}
