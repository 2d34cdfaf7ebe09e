// SPDX-License-Identifier: GPL-3.0-or-later
// Thread functions.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
void init_bad(void)
{
	PyEval_InitThreads(); // expect: deprecated-api 'PyEval_InitThreads' '3.9'
}

int key_bad(void)
{
	return PyThread_create_key(); // expect: deprecated-api 'PyThread_create_key' '3.7'
}

int key_ok(Py_tss_t *key)
{
	return PyThread_tss_create(key);
}
