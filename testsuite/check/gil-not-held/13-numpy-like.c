// SPDX-License-Identifier: GPL-3.0-or-later
/* The conditional macros of numpy, written out as its headers have them. */
#include <Python.h>

#define NPY_BEGIN_ALLOW_THREADS Py_BEGIN_ALLOW_THREADS
#define NPY_END_ALLOW_THREADS Py_END_ALLOW_THREADS
#define NPY_BEGIN_THREADS_DEF PyThreadState *_save=NULL;
#define NPY_BEGIN_THREADS do {_save = PyEval_SaveThread();} while (0);
#define NPY_END_THREADS do { if (_save) \
	{ PyEval_RestoreThread(_save); _save = NULL;} } while (0);
#define NPY_BEGIN_THREADS_THRESHOLDED(loop_size) do { if ((loop_size) > 500) \
	{ _save = PyEval_SaveThread();} } while (0);
#define NPY_ALLOW_C_API_DEF PyGILState_STATE __save__;
#define NPY_ALLOW_C_API do {__save__ = PyGILState_Ensure();} while (0);
#define NPY_DISABLE_C_API do {PyGILState_Release(__save__);} while (0);

static int sum(const double *x, Py_ssize_t n, double *out)
{
	NPY_ALLOW_C_API_DEF
	Py_ssize_t i;

	*out = 0;
	for (i = 0; i < n; i++) {
		if (x[i] < 0) {
			NPY_ALLOW_C_API
			PyErr_SetString(PyExc_ValueError, "negative");
			NPY_DISABLE_C_API
			return -1;
		}
		*out += x[i];
	}
	return 0;
}

static int sum_raising(const double *x, Py_ssize_t n, double *out)
{
	Py_ssize_t i;

	*out = 0;
	for (i = 0; i < n; i++) {
		if (x[i] < 0) {
			PyErr_SetString(PyExc_ValueError, "negative");
			return -1;
		}
		*out += x[i];
	}
	return 0;
}

static PyObject *threshold_ok(PyObject *self, PyObject *args)
{
	Py_buffer view;
	double r = 0;
	int status;
	NPY_BEGIN_THREADS_DEF

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	NPY_BEGIN_THREADS_THRESHOLDED(view.len)
	status = sum(view.buf, view.len / 8, &r);
	NPY_END_THREADS
	PyBuffer_Release(&view);
	if (status < 0)
		return NULL;
	return PyFloat_FromDouble(r);
}

static PyObject *threshold_bad(PyObject *self, PyObject *args)
{
	Py_buffer view;
	double r = 0;
	int status;
	NPY_BEGIN_THREADS_DEF

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	NPY_BEGIN_THREADS_THRESHOLDED(view.len)
	status = sum_raising(view.buf, view.len / 8, &r); // expect: gil-not-held 'sum_raising'
	NPY_END_THREADS
	PyBuffer_Release(&view);
	if (status < 0)
		return NULL;
	return PyFloat_FromDouble(r);
}

static PyObject *ended_twice_ok(PyObject *self, PyObject *args)
{
	Py_buffer view;
	double r = 0;
	NPY_BEGIN_THREADS_DEF

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	NPY_BEGIN_THREADS
	if (sum(view.buf, view.len / 8, &r) < 0)
		goto fail;
	NPY_END_THREADS
	PyBuffer_Release(&view);
	return PyFloat_FromDouble(r);
fail:
	NPY_END_THREADS
	PyBuffer_Release(&view);
	return NULL;
}

static PyObject *fail_bad(PyObject *self, PyObject *args)
{
	Py_buffer view;
	double r = 0;
	NPY_BEGIN_THREADS_DEF

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	NPY_BEGIN_THREADS
	if (sum(view.buf, view.len / 8, &r) < 0)
		goto fail;
	NPY_END_THREADS
	PyBuffer_Release(&view);
	return PyFloat_FromDouble(r);
fail:
	PyBuffer_Release(&view); // expect: gil-not-held 'PyBuffer_Release'
	return NULL; // expect: gil-unbalanced
}

static PyMethodDef methods[] = {
	{ "threshold_ok", threshold_ok, METH_VARARGS, NULL },
	{ "threshold_bad", threshold_bad, METH_VARARGS, NULL },
	{ "ended_twice_ok", ended_twice_ok, METH_VARARGS, NULL },
	{ "fail_bad", fail_bad, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *numeric_methods(void)
{
	return methods;
}
