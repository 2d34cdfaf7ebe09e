/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A library's callback without a result tells by the exception that it sets,
 * which is asked for once the library is done: so does what fails in it. */
#include <Python.h>

extern void lib_run(void (*)(int, const char *, void *), void *);

static void
tells_ok(int error, const char *text, void *list)
{
	PyGILState_STATE g = PyGILState_Ensure();

	if (error) {
		PyErr_Format(PyExc_ValueError, "%s", text);
	} else {
		PyObject *s = PyUnicode_FromString(text);

		if (s) {
			PyList_Append((PyObject *) list, s);
			Py_DECREF(s);
		}
	}
	PyGILState_Release(g);
}

static void
silent_bad(int error, const char *text, void *list)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *s = PyUnicode_FromString(text);

	(void) error;
	if (s) {
		PyList_Append((PyObject *) list, s);	// expect: unchecked-error
		Py_DECREF(s);
	}
	PyGILState_Release(g);
}

static PyObject *
run(PyObject *self, PyObject *list)
{
	(void) self;
	lib_run(tells_ok, list);
	if (PyErr_Occurred())
		return NULL;
	lib_run(silent_bad, NULL);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "run", run, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, NULL, NULL, NULL
};

PyMODINIT_FUNC
PyInit_m(void)
{
	return PyModule_Create(&module);
}
