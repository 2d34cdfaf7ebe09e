// SPDX-License-Identifier: GPL-3.0-or-later
/* Py_Finalize takes all thread states with it (c-api/init). */
#include <Python.h>

extern int last_one, n_users;
extern PyObject *logger;

int shutdown_ok(void)
{
	PyGILState_STATE state;

	if (!Py_IsInitialized())
		return 0;
	state = PyGILState_Ensure();
	if (last_one) {
		Py_CLEAR(logger);
		Py_Finalize();
		return 0;
	}
	Py_CLEAR(logger);
	PyGILState_Release(state);
	return 0;
}

int shutdown_bad(void)
{
	PyGILState_STATE state = PyGILState_Ensure();

	if (!n_users)
		return 0; // expect: gil-unbalanced 'return'
	if (last_one) {
		if (Py_FinalizeEx() < 0)
			return 1;
		return 0;
	}
	PyGILState_Release(state);
	return 0;
}
