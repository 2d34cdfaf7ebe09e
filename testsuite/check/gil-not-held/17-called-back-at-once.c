// SPDX-License-Identifier: GPL-3.0-or-later
/* A callback that another callback hands to the library while it has the GIL
 * is called with it, though it takes it once more. */
#include <Python.h>
#include <pthread.h>

extern char **lib_matches(const char *text, char *(*next)(const char *, int));
extern void lib_set_next(char *(*next)(const char *, int));
static PyModuleDef def = { PyModuleDef_HEAD_INIT, "m", NULL, 0, NULL };

static char *next_ok(const char *text, int state)
{
	PyGILState_STATE s;

	if (!PyState_FindModule(&def))
		return NULL;
	s = PyGILState_Ensure();
	PyErr_Clear();
	PyGILState_Release(s);
	return NULL;
}

char **complete(const char *text, int start, int end)
{
	PyGILState_STATE s = PyGILState_Ensure();
	char **r = lib_matches(text, next_ok);

	PyGILState_Release(s);
	return r;
}

static char *next_bad(const char *text, int state)
{
	PyGILState_STATE s;

	if (!PyState_FindModule(&def)) // expect: gil-not-held 'PyState_FindModule'
		return NULL;
	s = PyGILState_Ensure();
	PyErr_Clear();
	PyGILState_Release(s);
	return NULL;
}

PyObject *register_next(PyObject *self, PyObject *arg)
{
	lib_set_next(next_bad);
	Py_RETURN_NONE;
}

static void *thread_bad(void *data)
{
	PyGILState_STATE s;

	if (!PyState_FindModule(&def)) // expect: gil-not-held 'PyState_FindModule'
		return NULL;
	s = PyGILState_Ensure();
	PyErr_Clear();
	PyGILState_Release(s);
	return NULL;
}

void start_thread(pthread_t *t)
{
	PyGILState_STATE s = PyGILState_Ensure();

	pthread_create(t, NULL, thread_bad, NULL);
	PyGILState_Release(s);
}
