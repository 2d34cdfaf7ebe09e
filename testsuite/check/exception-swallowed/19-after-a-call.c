/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A call that gives a result has lost what was set before: Objects/call.c,
 * _Py_CheckFunctionResult.  What is cleared after it came from elsewhere. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *after_bad(PyObject *self, PyObject *o)
{
	int b = PyObject_IsTrue(o); // expect: unchecked-error 'PyObject_IsTrue'
	PyObject *t = PyObject_CallMethod(self, "g", NULL);

	if (!t)
		return NULL;
	Py_DECREF(t);
	PyErr_Clear();
	return PyLong_FromLong(b);
}

static PyObject *own_bad(PyObject *self, PyObject *o)
{
	PyObject *t = PyObject_CallMethod(self, "g", NULL);

	if (!t)
		PyErr_Clear(); // expect: exception-swallowed '_PyObject_CallMethod_SizeT'
	Py_XDECREF(t);
	Py_RETURN_NONE;
}

/* What fails while another exception is put aside gives way to that one. */
static void add_place(PyObject *o)
{
	PyObject *t, *v, *tb, *s;

	PyErr_Fetch(&t, &v, &tb);
	s = PyObject_Str(o);
	if (s == NULL)
		PyErr_Clear();
	else
		Py_DECREF(s);
	PyErr_Restore(t, v, tb);
}

static PyObject *restored_ok(PyObject *self, PyObject *o)
{
	PyObject *t = PyObject_CallMethod(self, "g", NULL);

	if (!t)
		add_place(o);
	return t;
}

static PyMethodDef methods[] = {
	{ "restored_ok", restored_ok, METH_O, NULL },
	{ "after_bad", after_bad, METH_O, NULL },
	{ "own_bad", own_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
