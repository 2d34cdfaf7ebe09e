// SPDX-License-Identifier: GPL-3.0-or-later
/* A level of recursion, or the guard of a repr, that some way leaves behind. */
#include <Python.h>

PyObject *recursion_bad(PyObject *self, PyObject *o)
{
	PyObject *r;

	if (Py_EnterRecursiveCall(" in a test"))
		return NULL;
	r = PyObject_Repr(o);
	if (!r)
		return NULL; // expect: resource-leak 'recursion'
	Py_LeaveRecursiveCall();
	return r;
}

PyObject *recursion_ok(PyObject *self, PyObject *o)
{
	PyObject *r;

	if (Py_EnterRecursiveCall(" in a test"))
		return NULL;
	r = PyObject_Repr(o);
	Py_LeaveRecursiveCall();
	return r;
}

/* For the caller, who leaves. */
int enter_ok(void)
{
	return Py_EnterRecursiveCall(" in a test");
}

PyObject *flag_ok(PyObject *self, PyObject *o)
{
	PyObject *r = NULL;
	int entered = 0;

	if (PyTuple_Check(o)) {
		if (Py_EnterRecursiveCall(" in a test"))
			goto end;
		entered = 1;
	}
	r = PyObject_Repr(o);
end:
	if (entered)
		Py_LeaveRecursiveCall();
	return r;
}

PyObject *repr_bad(PyObject *self)
{
	int status = Py_ReprEnter(self);
	PyObject *r;

	if (status)
		return status < 0 ? NULL : PyUnicode_FromString("...");
	r = PyObject_GetAttrString(self, "x");
	if (!r)
		return NULL; // expect: resource-leak 'repr'
	Py_ReprLeave(self);
	return r;
}

PyObject *repr_ok(PyObject *self)
{
	int status = Py_ReprEnter(self);
	PyObject *r;

	if (status)
		return status < 0 ? NULL : PyUnicode_FromString("...");
	r = PyObject_GetAttrString(self, "x");
	Py_ReprLeave(self);
	return r;
}
