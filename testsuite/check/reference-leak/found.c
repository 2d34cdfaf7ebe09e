/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The object that was looked for may be what an iterator hands out. */
#include <Python.h>
struct search { PyObject *in, *what; int (*visit)(Py_ssize_t, void *); };

int search_bad(struct search *s)
{
	PyObject *it = PyObject_GetIter(s->in), *obj;
	Py_ssize_t i = 0;

	if (it == NULL)
		return -1;
	while ((obj = PyIter_Next(it))) {
		if (s->what == obj) {
			s->visit(i, s);
			return 1; // expect: reference-leak 'it'
		}
		Py_DECREF(obj);
		i++;
	}
	Py_DECREF(it);
	return PyErr_Occurred() ? -1 : 0;
}

int search_ok(struct search *s)
{
	PyObject *it = PyObject_GetIter(s->in), *obj;
	Py_ssize_t i = 0;

	if (it == NULL)
		return -1;
	while ((obj = PyIter_Next(it))) {
		Py_DECREF(obj);
		if (s->what == obj) {
			s->visit(i, s);
			Py_DECREF(it);
			return 1;
		}
		i++;
	}
	Py_DECREF(it);
	return PyErr_Occurred() ? -1 : 0;
}
