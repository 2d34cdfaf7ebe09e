// SPDX-License-Identifier: GPL-3.0-or-later
/* As many elements as an int says are not too many for `new', which without
 * memory gives NULL where it is told not to throw. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <new>

struct Piece {
	const char *start;
	size_t size;
	Piece() noexcept : start(NULL), size(0) {}
};

static int count_groups(PyObject *arg)
{
	return PyTuple_CheckExact(arg) ? (int)PyTuple_GET_SIZE(arg) : 1;
}

static PyObject *groups_ok(PyObject *m, PyObject *arg)
{
	int n = count_groups(arg);
	Piece *pieces = new (std::nothrow) Piece[n];

	if (!pieces)
		return PyErr_NoMemory();
	delete[] pieces;
	Py_RETURN_NONE;
}

static PyObject *size_bad(PyObject *m, PyObject *arg)
{
	size_t n = PyLong_AsSize_t(arg);

	if (n == (size_t)-1 && PyErr_Occurred())
		return NULL;
	Piece *pieces = new (std::nothrow) Piece[n]; // expect: exception-boundary

	if (!pieces)
		return PyErr_NoMemory();
	delete[] pieces;
	Py_RETURN_NONE;
}

static PyObject *throwing_bad(PyObject *m, PyObject *arg)
{
	int n = count_groups(arg);
	Piece *pieces = new Piece[n]; // expect: exception-boundary

	delete[] pieces;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "groups", groups_ok, METH_O, NULL },
	{ "size", size_bad, METH_O, NULL },
	{ "throwing", throwing_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC PyInit_m(void)
{
	return PyModule_Create(&module);
}
