// SPDX-License-Identifier: GPL-3.0-or-later
/* A callback that calls nothing of Python's, or nothing of it that can fail,
 * leaves no exception behind. */
#include <Python.h>

typedef struct dev dev;
extern dev *dev_open(const char *name);
extern int dev_start(dev *d), dev_stop(dev *d), dev_flush(dev *d);
extern int dev_set_callback(dev *d, int (*f)(void *data), void *data);

static int found;
static char *copy;
static dev *the_dev;

static int count(int n)
{
	return found += n;
}

static int on_report(void *data)
{
	PyMem_RawFree(copy);
	return count(1);
}

static PyObject *start(PyObject *self, PyObject *arg)
{
	if (dev_start(the_dev) != 0 || dev_set_callback(the_dev, on_report, NULL) != 0)
		return PyErr_Format(PyExc_OSError, "start");
	Py_RETURN_NONE;
}
static PyObject *stop(PyObject *self, PyObject *arg)
{
	if (dev_flush(the_dev) != 0)
		return PyErr_Format(PyExc_OSError, "flush");
	if (dev_stop(the_dev) != 0)
		return PyErr_Format(PyExc_OSError, "stop");
	Py_RETURN_NONE;
}
static PyObject *open_bad(PyObject *self, PyObject *arg)
{
	the_dev = dev_open("a");
	if (!the_dev)
		return NULL; // expect: missing-exception
	Py_RETURN_NONE;
}
static PyObject *open_ok(PyObject *self, PyObject *arg)
{
	the_dev = dev_open("a");
	if (!the_dev)
		return PyErr_Format(PyExc_OSError, "open");
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "start", start, METH_NOARGS }, { "stop", stop, METH_NOARGS },
	{ "open_bad", open_bad, METH_NOARGS },
	{ "open_ok", open_ok, METH_NOARGS }, { NULL }
};
PyMethodDef *table = methods;
