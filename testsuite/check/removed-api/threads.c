// SPDX-License-Identifier: GPL-3.0-or-later
// What threads no longer need.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
int started_bad(void)
{
	return PyEval_ThreadsInitialized(); // expect: removed-api 'PyEval_ThreadsInitialized' '3.13'
}

void started_ok(void)
{
	PyEval_InitThreads();
}
