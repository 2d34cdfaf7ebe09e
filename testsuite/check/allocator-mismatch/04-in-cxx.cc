// SPDX-License-Identifier: GPL-3.0-or-later
// new and delete with free, and with each other.
#include <Python.h>
#include <new>

namespace {

struct Point {
	double x, y;
};

PyObject *new_free_bad(PyObject *, PyObject *)
{
	Point *p = new (std::nothrow) Point;

	if (!p)
		return PyErr_NoMemory();
	free(p); // expect: allocator-mismatch 'p' 'new'
	Py_RETURN_NONE;
}

PyObject *new_ok(PyObject *, PyObject *)
{
	Point *p = new (std::nothrow) Point;

	if (!p)
		return PyErr_NoMemory();
	delete p;
	Py_RETURN_NONE;
}

PyObject *malloc_delete_bad(PyObject *, PyObject *)
{
	Point *p = static_cast<Point *>(malloc(sizeof (Point)));

	if (!p)
		return PyErr_NoMemory();
	delete p; // expect: allocator-mismatch 'p' 'malloc'
	Py_RETURN_NONE;
}

PyObject *array_bad(PyObject *, PyObject *)
{
	char *p = new (std::nothrow) char[100];

	if (!p)
		return PyErr_NoMemory();
	delete p; // expect: allocator-mismatch 'p' 'new[]'
	Py_RETURN_NONE;
}

PyObject *array_ok(PyObject *, PyObject *)
{
	char *p = new (std::nothrow) char[100];

	if (!p)
		return PyErr_NoMemory();
	delete[] p;
	Py_RETURN_NONE;
}

PyObject *mem_delete_bad(PyObject *, PyObject *)
{
	Point *p = static_cast<Point *>(PyMem_Malloc(sizeof (Point)));

	if (!p)
		return PyErr_NoMemory();
	delete p; // expect: allocator-mismatch 'p' 'PyMem_Malloc'
	Py_RETURN_NONE;
}

/* Into memory of another family, destroyed by hand. */
PyObject *placement_ok(PyObject *, PyObject *)
{
	void *memory = PyMem_Malloc(sizeof (Point));
	Point *p;

	if (!memory)
		return PyErr_NoMemory();
	p = new (memory) Point;
	p->x = p->y = 0;
	p->~Point();
	PyMem_Free(memory);
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "new_free_bad", new_free_bad, METH_NOARGS, nullptr },
	{ "new_ok", new_ok, METH_NOARGS, nullptr },
	{ "malloc_delete_bad", malloc_delete_bad, METH_NOARGS, nullptr },
	{ "array_bad", array_bad, METH_NOARGS, nullptr },
	{ "array_ok", array_ok, METH_NOARGS, nullptr },
	{ "mem_delete_bad", mem_delete_bad, METH_NOARGS, nullptr },
	{ "placement_ok", placement_ok, METH_NOARGS, nullptr },
	{ nullptr, nullptr, 0, nullptr },
};

PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "in_cxx", nullptr, 0, methods, nullptr, nullptr,
	nullptr, nullptr,
};

}

PyMODINIT_FUNC PyInit_in_cxx(void)
{
	return PyModule_Create(&module);
}
