// SPDX-License-Identifier: GPL-3.0-or-later
// A bool's upper bytes are undefined where an int is read.
#include <Python.h>

struct Thing { PyObject_HEAD double re, im; };

static bool truth(PyObject *o)
{
	auto s = reinterpret_cast<Thing *>(o);
	return s->re != 0 || s->im != 0;
}
static int contains(PyObject *o, PyObject *key) { return o == key; }

static PyType_Slot slots[] = {
	{Py_nb_bool, reinterpret_cast<void *>(truth)}, // expect: type-slots 'returns ‘bool’'
	{Py_sq_contains, reinterpret_cast<void *>(contains)},
	{0, nullptr}
};
PyType_Spec spec = {"m.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, slots};
