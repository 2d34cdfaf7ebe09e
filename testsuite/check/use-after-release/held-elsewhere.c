/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whoever else holds an object keeps it alive: the exception that a getter
 * asked, a tuple that was packed of it, a list of the unit's own. */
#include <Python.h>

/* a getter of what the object holds */
PyObject *tb_ok(PyObject *exc)
{
	PyObject *tb = PyException_GetTraceback(exc);
	Py_XDECREF(tb);
	return tb ? PyObject_GetAttrString(tb, "tb_frame") : NULL;
}
void context_ok(PyObject *value, PyObject *exc_value)
{
	PyObject *o = exc_value, *context;
	while ((context = PyException_GetContext(o))) {
		Py_DECREF(context);
		if (context == value) {
			PyException_SetContext(o, NULL);
			break;
		}
		o = context;
	}
}
PyObject *attr_bad(PyObject *o)
{
	PyObject *tb = PyObject_GetAttrString(o, "a");
	if (!tb)
		return NULL;
	Py_DECREF(tb);
	return PyObject_GetAttrString(tb, "tb_frame"); // expect: use-after-release
}
static PyObject *arena;
static int arena_add(PyObject *o)
{
	int r = PyList_Append(arena, o);
	if (r >= 0)
		Py_DECREF(o);
	return r;
}
static int convert(PyObject *obj, PyObject **out)
{
	if (obj == Py_None)
		obj = NULL;
	if (obj) {
		if (arena_add(obj) < 0) {
			*out = NULL;
			return -1;
		}
		*out = Py_NewRef(obj);
	} else {
		*out = NULL;
	}
	return 0;
}
PyObject *use_ok(PyObject *o)
{
	PyObject *tmp = PyObject_GetAttrString(o, "x"), *name;
	if (!tmp)
		return NULL;
	if (convert(tmp, &name) != 0) {
		Py_DECREF(tmp);
		return NULL;
	}
	Py_DECREF(tmp);
	return PyObject_Repr(name);
}
PyObject *pack_ok(PyObject *a)
{
	PyObject *s = PyObject_Repr(a), *t;
	if (!s) return NULL;
	t = PyTuple_Pack(1, s);
	Py_DECREF(s);
	if (!t) return NULL;
	PyObject_Print(s, stdout, 0);
	return t;
}
PyObject *pack_bad(PyObject *a)
{
	PyObject *s = PyObject_Repr(a), *t;
	if (!s) return NULL;
	t = PyTuple_Pack(1, s);
	Py_DECREF(s);
	if (!t) return NULL;
	Py_DECREF(t);
	PyObject_Print(s, stdout, 0); // expect: use-after-release
	Py_RETURN_NONE;
}
PyObject *build_ok(PyObject *a)
{
	PyObject *s = PyObject_Repr(a), *t;
	if (!s) return NULL;
	t = Py_BuildValue("(O)", s);
	Py_DECREF(s);
	if (!t) return NULL;
	PyObject_Print(s, stdout, 0);
	return t;
}
PyObject *build_bad(PyObject *a)
{
	PyObject *s = PyObject_Repr(a), *t;
	if (!s) return NULL;
	t = Py_BuildValue("(O)", s);
	Py_DECREF(s);
	if (!t) return NULL;
	Py_DECREF(t);
	PyObject_Print(s, stdout, 0); // expect: use-after-release
	Py_RETURN_NONE;
}
PyObject *buildN_bad(PyObject *a)
{
	PyObject *s = PyObject_Repr(a), *t;
	if (!s) return NULL;
	t = Py_BuildValue("(N)", s);
	if (!t) return NULL;
	Py_DECREF(t);
	PyObject_Print(s, stdout, 0); // expect: use-after-release
	Py_RETURN_NONE;
}
