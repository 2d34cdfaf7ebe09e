// SPDX-License-Identifier: GPL-3.0-or-later
/* Nobody comes back from a body that needs what is NULL: what follows is not
 * told of once more. */
#include <Python.h>

struct items {
	int used;
	int size() const { return used; }
	void push() { used++; }
};

struct solver {
	long pad;
	items model;
};

static PyObject *model_bad(PyObject *self, PyObject *o)
{
	solver *s = (solver *) PyCapsule_GetPointer(o, NULL);
	items *v = &s->model;

	if (v->size()) { // expect: null-dereference 'v'
		PyObject *l = PyList_New(v->size() - 1);

		v->push();
		for (int i = 1; i < v->size(); i++)
			v->push();
		return l;
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "model", model_bad, METH_O },
	{ 0 }
};

PyMethodDef *get_methods(void)
{
	return methods;
}
