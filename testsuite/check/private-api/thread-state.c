// SPDX-License-Identifier: GPL-3.0-or-later
// Members of the thread state.
// pyrefcheck: skip-if=python>=3.12
#include <Python.h>
int current_bad(PyThreadState *t)
{
	return t->curexc_type != NULL; // expect: private-api 'curexc_type' 'PyThreadState'
}

int interpreter_bad(PyThreadState *t)
{
	return t->interp != NULL; // expect: private-api 'interp'
}

int interpreter_ok(PyThreadState *t)
{
	return PyThreadState_GetInterpreter(t) != NULL;
}
