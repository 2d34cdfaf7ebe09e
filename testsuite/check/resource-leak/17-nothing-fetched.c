/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pyrefcheck: python=3.9-3.11 */
/* Where PyErr_Fetch gave no type it gave nothing. */
#include <Python.h>

void report_error_ok(void)
{
	PyObject *type, *value, *traceback;

	PyErr_Fetch(&type, &value, &traceback);
	if (!type)
		return;
	PyErr_NormalizeException(&type, &value, &traceback);
	/* The traceback of an exception is one: this cannot fail. */
	if (traceback) {
		PyException_SetTraceback(value, traceback);
		if (PyErr_Occurred())
			return;
	}
	Py_DECREF(type);
	Py_XDECREF(value);
	Py_XDECREF(traceback);
}

void forget_traceback_bad(void)
{
	PyObject *type, *value, *traceback;

	PyErr_Fetch(&type, &value, &traceback);
	if (!type)
		return;
	Py_DECREF(type);
	Py_XDECREF(value);
} // expect: resource-leak 'traceback'

/* That there is no value does not say so. */
void no_value_bad(void)
{
	PyObject *type, *value, *traceback;

	PyErr_Fetch(&type, &value, &traceback);
	if (!value)
		return;
	PyErr_Restore(type, value, traceback);
} // expect: resource-leak 'type'
