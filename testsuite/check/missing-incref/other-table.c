// SPDX-License-Identifier: GPL-3.0-or-later
/* Functions whose table stands in another file, known by their form: they parse
 * what they get as arguments. */
// pyrefcheck: python=3.11
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *name; } Event;
extern PyObject *unit_name;

PyObject *mox_set_bad(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	return Py_None; // expect: missing-incref
}
PyObject *mox_set_ok(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	Py_RETURN_NONE;
}
PyObject *mox_get_bad(PyObject *self, PyObject *args)
{
	if (!PyArg_ParseTuple(args, ""))
		return NULL;
	if (!unit_name)
		return NULL; // expect: missing-exception
	return Py_NewRef(unit_name);
}
int event_init_bad(Event *self, PyObject *args, PyObject *kwargs)
{
	static char *names[] = { "n", NULL };
	int n;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i", names, &n))
		return 0; // expect: stale-exception
	return 0;
}
PyObject *event_new_ok(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
	static char *names[] = { "n", NULL };
	int n;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i", names, &n))
		return NULL;
	return type->tp_alloc(type, 0);
}
/* Who passes the arguments on is in this file: a helper. */
PyObject *parsed_borrowed(PyObject *self, PyObject *args)
{
	PyObject *o;

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	return o;
}
PyObject *calls_ok(PyObject *self, PyObject *args)
{
	PyObject *o = parsed_borrowed(self, args);

	return Py_XNewRef(o);
}
