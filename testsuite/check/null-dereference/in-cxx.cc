// SPDX-License-Identifier: GPL-3.0-or-later
// NULL through casts, references and new.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <new>

namespace {
struct Point { PyObject_HEAD double x, y; };
}

static PyTypeObject *point_type;

static PyObject *make_bad(PyObject *, PyObject *)
{
	Point *p = reinterpret_cast<Point *>(point_type->tp_alloc(point_type,
								  0));

	p->x = 1; // expect: null-dereference 'p'
	p->y = 2;
	return reinterpret_cast<PyObject *>(p);
}

static PyObject *make_ok(PyObject *, PyObject *)
{
	Point *p = reinterpret_cast<Point *>(point_type->tp_alloc(point_type,
								  0));

	if (p == nullptr)
		return nullptr;
	p->x = 1;
	p->y = 2;
	return reinterpret_cast<PyObject *>(p);
}

static PyObject *repr_bad(PyObject *, PyObject *arg)
{
	PyObject *r = PyObject_Repr(arg);
	bool empty = PyUnicode_GET_LENGTH(r) == 0; // expect: null-dereference 'r'

	Py_DECREF(r);
	return PyBool_FromLong(empty);
}

/* operator new never returns NULL. */
static PyObject *new_ok(PyObject *, PyObject *arg)
{
	double *d;
	PyObject *r;

	try {
		d = new double[2];
	} catch (const std::bad_alloc &) {
		return PyErr_NoMemory();
	}
	d[0] = 1;
	r = PyFloat_FromDouble(d[0]);
	delete[] d;
	return r;
}

static PyMethodDef methods[] = {
	{ "make_bad", make_bad, METH_NOARGS, nullptr },
	{ "make", make_ok, METH_NOARGS, nullptr },
	{ "repr_bad", repr_bad, METH_O, nullptr },
	{ "new", new_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
static PyType_Slot slots[] = { { 0, nullptr } };
static PyType_Spec spec = {
	"in_cxx.Point", sizeof (Point), 0, Py_TPFLAGS_DEFAULT, slots
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "in_cxx", nullptr, -1, methods, nullptr,
	nullptr, nullptr, nullptr
};

PyMODINIT_FUNC PyInit_in_cxx(void)
{
	point_type = reinterpret_cast<PyTypeObject *>(PyType_FromSpec(&spec));
	if (point_type == nullptr)
		return nullptr;
	return PyModule_Create(&module);
}
