// SPDX-License-Identifier: GPL-3.0-or-later
/* The closure of a getter or setter is what its tables say. */
#include <Python.h>

static int set_named_ok(PyObject *self, PyObject *value, void *closure)
{
	if (!closure)
		return -1;
	if (!value) {
		PyErr_Format(PyExc_TypeError, "%s stays",
			     (const char *) closure);
		return -1;
	}
	return 0;
}

static int set_some_bad(PyObject *self, PyObject *value, void *closure)
{
	if (!closure)
		return -1; // expect: missing-exception 'set_some_bad'
	return 0;
}

static PyObject *get_none(PyObject *self, void *closure)
{
	Py_RETURN_NONE;
}

static PyGetSetDef getset[] = {
	{ "a", get_none, set_named_ok, NULL, "a" },
	{ "b", get_none, set_named_ok, NULL, "b" },
	{ "c", get_none, set_some_bad, NULL, "c" },
	{ "d", get_none, set_some_bad, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};

PyTypeObject Closures_Type = {
	.ob_base = { PyObject_HEAD_INIT(NULL) 0 },
	.tp_name = "closures.T",
	.tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_getset = getset,
};
