// SPDX-License-Identifier: GPL-3.0-or-later
// Names without the thread.
// pyrefcheck: skip-if=python>=3.13
#include <Python.h>
int thread_bad(void)
{
	return _PyThreadState_UncheckedGet() != NULL; // expect: private-api '_PyThreadState_UncheckedGet'
}

int thread_ok(void)
{
	return PyThreadState_Get() != NULL;
}
