// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: opt=O0
/* Out of a loop with it.  At -O2 the report stands at the break. */
#include <Python.h>
#include <pthread.h>

static void *loop_bad(void *data)
{
	int i;

	for (i = 0; i < 10; i++) {
		PyGILState_STATE g = PyGILState_Ensure();
		PyObject *r = PyObject_CallNoArgs(data);

		if (!r) {
			PyErr_WriteUnraisable(data);
			break;
		}
		Py_DECREF(r);
		PyGILState_Release(g);
	}
	return NULL; // expect: gil-unbalanced 'PyGILState_Release'
}

static PyObject *start(PyObject *self, PyObject *arg)
{
	pthread_t t;

	if (pthread_create(&t, NULL, loop_bad, arg)) {
		PyErr_SetString(PyExc_RuntimeError, "no thread");
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "start", start, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "break", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_break(void)
{
	return PyModule_Create(&module);
}
