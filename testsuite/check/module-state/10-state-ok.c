// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
/* State where it belongs. */
#include <Python.h>

struct state { PyObject *cache; };

static int exec(PyObject *m)
{
	struct state *s = PyModule_GetState(m);

	s->cache = PyDict_New();
	return s->cache ? 0 : -1;
}
static int traverse(PyObject *m, visitproc visit, void *arg)
{
	struct state *s = PyModule_GetState(m);

	Py_VISIT(s->cache);
	return 0;
}
static int clear(PyObject *m)
{
	struct state *s = PyModule_GetState(m);

	Py_CLEAR(s->cache);
	return 0;
}
static PyModuleDef_Slot slots[] = { {Py_mod_exec, exec}, {0, NULL} };
static struct PyModuleDef def = {
	PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = sizeof (struct state),
	.m_slots = slots, .m_traverse = traverse, .m_clear = clear,
};
PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&def); }
