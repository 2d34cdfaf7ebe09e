/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an inline function of a library's header returns is the library's; what
 * it initialises need hold nothing yet. */
#include <Python.h>
#include "library.h"

PyObject *set_bad(PyObject *module, PyObject *arg)
{
	struct mux *m = mux_new();

	if (!mux_set(m, "icc", arg)) {
		PyErr_SetString(PyExc_ValueError, "icc");
		return NULL;	// expect: resource-leak 'm' 'mux_delete'
	}
	mux_delete(m);
	Py_RETURN_NONE;
}

PyObject *set_ok(PyObject *module, PyObject *arg)
{
	struct mux *m = mux_new();

	if (!mux_set(m, "icc", arg)) {
		PyErr_SetString(PyExc_ValueError, "icc");
		mux_delete(m);
		return NULL;
	}
	mux_delete(m);
	Py_RETURN_NONE;
}

static int import(struct picture *p)
{
	if (!picture_alloc(p)) {
		PyErr_SetString(PyExc_ValueError, "too large");
		return -1;
	}
	return 0;
}

PyObject *encode_ok(PyObject *module, PyObject *unused)
{
	struct picture p;

	if (!picture_init(&p)) {
		PyErr_SetString(PyExc_ValueError, "version");
		return NULL;
	}
	if (import(&p))
		return NULL;
	picture_free(&p);
	Py_RETURN_NONE;
}
