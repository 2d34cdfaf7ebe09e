/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Macros of the code's own that count references, as the interpreter's loop has
 * them. */
#include <Python.h>
#undef Py_DECREF
#define Py_DECREF(arg) do { PyObject *op = (PyObject *) (arg); if (--op->ob_refcnt == 0) { destructor d = Py_TYPE(op)->tp_dealloc; (*d)(op); } } while (0)
PyObject *own_macro_ok(PyObject *o)
{
	PyObject *s = PyObject_Repr(o), *t;

	if (!s)
		return NULL;
	t = PyObject_Repr(s);
	Py_DECREF(s);
	return t;
}
PyObject *own_macro_bad(PyObject *o)
{
	PyObject *s = PyObject_Repr(o), *t;

	if (!s)
		return NULL;
	t = PyObject_Repr(s);
	if (!t)
		return NULL; // expect: reference-leak
	Py_DECREF(s);
	return t;
}
