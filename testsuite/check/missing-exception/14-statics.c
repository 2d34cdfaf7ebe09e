// SPDX-License-Identifier: GPL-3.0-or-later
// A static variable that one function alone sets keeps its value there.
#include <Python.h>

static PyObject *module;
static PyObject *cached;
static PyObject *other;

static int fill(void)
{
	Py_XDECREF(cached);
	cached = PyList_New(0);
	return cached ? 0 : -1;
}

static void lose(void)
{
	Py_CLEAR(other);
}

static int start_ok(PyObject *m)
{
	Py_INCREF(m);
	module = m;
	if (fill() < 0)
		goto error;
	goto done;
error:
	Py_CLEAR(module);
done:
	return module != NULL ? 0 : -1;
}

static int start_bad(PyObject *m)
{
	Py_INCREF(m);
	other = m;
	lose();
	if (other == NULL)
		return -1;		// expect: missing-exception '-1'
	return 0;
}

static PyModuleDef_Slot good_slots[] = {
	{ Py_mod_exec, start_ok },
	{ Py_mod_exec, start_bad },
	{ 0, NULL }
};

static PyModuleDef good = {
	PyModuleDef_HEAD_INIT, .m_name = "good", .m_slots = good_slots
};

PyMODINIT_FUNC PyInit_good(void)
{
	return PyModuleDef_Init(&good);
}
