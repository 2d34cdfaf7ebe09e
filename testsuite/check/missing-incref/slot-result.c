// SPDX-License-Identifier: GPL-3.0-or-later
/* What a slot returns without a reference is told of there, once: who calls
 * the slot's function directly gets what it should be. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern PyTypeObject Node_Type;
extern PyObject *next_of(PyObject *node);

static PyObject *node_compare_bad(PyObject *v, PyObject *w, int op)
{
	if (Py_TYPE(w) == &Node_Type) {
		PyObject *x = next_of(w), *r;

		if (!x)
			return NULL;
		if (op == Py_EQ) {
			r = node_compare_bad(v, x, op);
			Py_DECREF(x);
			if (!r || r != Py_True)
				return r;
			Py_DECREF(r);
			Py_RETURN_FALSE;
		}
		r = node_compare_bad(v, x, op);
		Py_DECREF(x);
		return r;
	}
	if (w == Py_None && op != Py_EQ)
		return Py_NotImplemented;	// expect: missing-incref
	Py_RETURN_FALSE;
}

PyTypeObject Node_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "slot.Node", .tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_richcompare = node_compare_bad,
};
