// SPDX-License-Identifier: GPL-3.0-or-later
/* Another number of parameters than the slot passes, behind casts; and a
 * function where a suite is meant. */
#include <Python.h>

typedef struct { PyObject_HEAD double v; } Thing;

static PyObject *compare(PyObject *a, PyObject *b)
{
	return PyBool_FromLong(((Thing *) a)->v == ((Thing *) b)->v);
}

static PyObject *power(PyObject *a, PyObject *b) { return Py_NewRef(a); }
static PyObject *call(PyObject *self, PyObject *args) { return Py_NewRef(args); }
static PyObject *negative(PyObject *a, PyObject *b, PyObject *m)
{
	return PyFloat_FromDouble(-((Thing *) a)->v);
}
static int getbuffer(PyObject *self, Py_buffer *view, int flags)
{
	return PyBuffer_FillInfo(view, self, &((Thing *) self)->v, 8, 1, flags);
}
static int releasebuffer(PyObject *self) { return 0; }
static PyObject *make(PyObject *args, PyObject *kw)
{
	int a;

	if (!PyArg_ParseTuple(args, "i", &a))
		return NULL;
	return PyLong_FromLong(a);
}

static PyNumberMethods number = {
	.nb_power = (ternaryfunc) power,	// expect: type-slots 'takes 2 arguments, but 3'
	.nb_negative = (unaryfunc) negative,	// expect: type-slots 'takes 3 arguments, but 1'
};
static PyBufferProcs buffer = {
	getbuffer,
	(releasebufferproc) releasebuffer,	// expect: type-slots 'takes 1 argument, but 2'
};
PyTypeObject Thing_Type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_as_number = &number, .tp_as_buffer = &buffer,
	.tp_richcompare = (richcmpfunc) compare,	// expect: type-slots 'takes 2 arguments, but 3'
	.tp_call = (ternaryfunc) call,	// expect: type-slots 'takes 2 arguments, but 3'
	.tp_new = (newfunc) make,	// expect: type-slots 'takes 2 arguments, but 3'
	.tp_flags = Py_TPFLAGS_DEFAULT,
};

static void dealloc(Thing *self) { PyObject_Free(self); }
static PyObject *repr(Thing *self) { return PyFloat_FromDouble(self->v); }
static PyTypeObject Short_Type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	"m.Short", sizeof (Thing), 0,
	(destructor) dealloc,
	0, 0, 0,
	(PyAsyncMethods *) repr,	// expect: type-slots '‘repr’ is a function' 'tp_as_async'
	0, 0, 0,
};
int ready(void) { return PyType_Ready(&Short_Type); }
