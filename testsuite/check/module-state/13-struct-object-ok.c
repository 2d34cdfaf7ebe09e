// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
/* The state struct itself is allocated, not global. */
#include <Python.h>

struct state { PyObject *cache; };

int fill(struct state *s)
{
	Py_XSETREF(s->cache, PyDict_New());
	return s->cache ? 0 : -1;
}
