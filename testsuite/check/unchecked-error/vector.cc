// SPDX-License-Identifier: GPL-3.0-or-later
/* A destructor of the library's runs before the exit: of an empty vector it
 * is known that there is nothing to free, and it looks at no exception. */
#include <Python.h>
#include <vector>

static PyObject *
append_bad (PyObject *self, PyObject *arg)
{
	std::vector<PyObject *> none;
	PyObject *list = PyList_New (0);

	(void) self;
	if (!list)
		return nullptr;
	PyList_Append (list, arg); // expect: unchecked-error 'PyList_Append'
	return list;
}

static PyObject *
append_ok (PyObject *self, PyObject *arg)
{
	std::vector<PyObject *> none;
	PyObject *list = PyList_New (0);

	(void) self;
	if (!list)
		return nullptr;
	if (PyList_Append (list, arg) < 0)
		Py_CLEAR (list);
	return list;
}

static PyMethodDef methods[] = {
	{ "append", append_bad, METH_O, nullptr },
	{ "append_ok", append_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};

PyMethodDef *
all_methods (void)
{
	return methods;
}
