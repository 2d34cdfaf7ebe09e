// SPDX-License-Identifier: GPL-3.0-or-later
// O! with the module's own types and their structs.
#include <Python.h>

typedef struct {
	PyObject_HEAD
	int x;
} Point;

typedef struct {
	PyObject_HEAD
	double y;
} Line;

static PyTypeObject Point_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "geom.Point",
	.tp_basicsize = sizeof(Point),
	.tp_new = PyType_GenericNew,
};

static PyTypeObject Line_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "geom.Line",
	.tp_basicsize = sizeof(Line),
	.tp_new = PyType_GenericNew,
};

PyObject *point_ok(PyObject *self, PyObject *args)
{
	Point *p;
	Line *l;

	if (!PyArg_ParseTuple(args, "O!O!", &Point_Type, &p, &Line_Type, &l))
		return NULL;
	return PyFloat_FromDouble(p->x + l->y);
}

PyObject *plain_ok(PyObject *self, PyObject *args)
{
	PyObject *p;

	if (!PyArg_ParseTuple(args, "O!", &Point_Type, &p))
		return NULL;
	Py_INCREF(p);
	return p;
}
