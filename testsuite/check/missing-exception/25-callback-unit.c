/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In a unit with a callback that takes the GIL, that one may have set the
 * exception. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern int lib_load(const char *);
extern void lib_set_callback(int (*)(char *, int, void *), void *);

static int ask(char *buf, int size, void *arg)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallNoArgs(arg);
	int ret = r ? 0 : -1;

	Py_XDECREF(r);
	PyGILState_Release(g);
	return ret;
}

static PyObject *load_ok(PyObject *self, PyObject *args)
{
	const char *p;
	int rc;

	if (!PyArg_ParseTuple(args, "s", &p))
		return NULL;
	lib_set_callback(ask, self);
	Py_BEGIN_ALLOW_THREADS
	rc = lib_load(p);
	Py_END_ALLOW_THREADS
	if (rc != 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "load_ok", load_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
