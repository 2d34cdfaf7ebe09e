/* SPDX-License-Identifier: GPL-3.0-or-later */
// pyrefcheck: python=3.11
/* Two names of one object, what ends it without Py_DECREF, calls that cannot
 * fail for a module. */
#include <Python.h>

static PyObject *shared[2];

/* Takes o; what it returns is o where both are one. */
static PyObject *canonical(PyObject *o, int i)
{
	PyObject *s = shared[i];

	if (o != s) {
		Py_INCREF(s);
		Py_DECREF(o);
	}
	return s;
}

static PyObject *canonical_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = PyNumber_Long(arg);

	if (!o)
		return NULL;
	return canonical(o, arg == Py_None);
}

static PyObject *same_ok(PyObject *self, PyObject *arg)
{
	PyObject *o = PyNumber_Long(arg);

	if (o && o == shared[0])
		return shared[0];
	return o;
}

static PyObject *other_bad(PyObject *self, PyObject *arg)
{
	PyObject *o = PyNumber_Long(arg);

	if (o && o != shared[0])
		return Py_NewRef(shared[0]); // expect: reference-leak 'o'
	return o;
}

static PyObject *by_hand_ok(PyObject *self, PyObject *unused)
{
	PyObject *o = PyObject_CallNoArgs((PyObject *) &PyBaseObject_Type);

	if (!o)
		return NULL;
	Py_TYPE(o)->tp_dealloc(o);
	Py_RETURN_NONE;
}

extern PyObject *_Py_CheckFunctionResult(PyThreadState *, PyObject *,
					 PyObject *, const char *);

static PyObject *checked_ok(PyObject *self, PyObject *arg)
{
	PyTypeObject *t = Py_TYPE(arg);
	PyObject *o = t->tp_new(t, self, NULL);

	o = _Py_CheckFunctionResult(PyThreadState_Get(), arg, o, NULL);
	if (!o)
		return NULL;
	return o;
}

static int exec_ok(PyObject *m)
{
	PyObject *d = PyModule_GetDict(m), *e = PyDict_New();
	int r;

	if (!d || !e)
		return -1;
	r = PyDict_SetItemString(d, "e", e);
	Py_DECREF(e);
	return r;
}

static int exec_bad(PyObject *m)
{
	PyObject *d = PyModule_GetDict(m), *e = PyDict_New();

	if (!d || !e)
		return -1;
	return PyDict_SetItemString(d, "e", e); // expect: reference-leak 'e'
}

/* There is one empty tuple. */
static PyObject *call_ok(PyObject *self, PyObject *callback)
{
	return PyObject_CallObject(callback, PyTuple_New(0));
}

static PyObject *call_bad(PyObject *self, PyObject *callback)
{
	PyObject *args = PyTuple_New(1);

	if (!args)
		return NULL;
	PyTuple_SET_ITEM(args, 0, Py_NewRef(self));
	return PyObject_CallObject(callback, args); // expect: reference-leak 'args'
}

static PyMethodDef methods[] = {
	{ "canonical", canonical_ok, METH_O, NULL },
	{ "same", same_ok, METH_O, NULL }, { "other", other_bad, METH_O, NULL },
	{ "by_hand", by_hand_ok, METH_NOARGS, NULL },
	{ "checked", checked_ok, METH_O, NULL },
	{ "call", call_ok, METH_O, NULL }, { "lose", call_bad, METH_O, NULL }, { NULL, NULL, 0, NULL }
};
static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, exec_ok }, { Py_mod_exec, exec_bad }, { 0, NULL }
};
PyModuleDef one_module = {
	PyModuleDef_HEAD_INIT, .m_name = "one", .m_methods = methods,
	.m_slots = slots
};
