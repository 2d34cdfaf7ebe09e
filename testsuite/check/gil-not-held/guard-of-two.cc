// SPDX-License-Identifier: GPL-3.0-or-later
/* A guard that releases the GIL, or takes a lock of the user's instead: its end
 * does what goes with its beginning. */
#include <Python.h>

struct Data {
	PyObject_HEAD
	PyObject *lock;
	int n;
};

extern "C" int work(int n);

class Guard {
public:
	explicit Guard(Data *d) : d_(d), state_(NULL) {
		if (d_->lock == Py_None) {
			state_ = PyEval_SaveThread();
		} else {
			PyObject *r = PyObject_CallMethod(d_->lock, "acquire",
							  NULL);
			if (r)
				Py_DECREF(r);
			else
				PyErr_WriteUnraisable(d_->lock);
		}
	}
	void end() {
		if (d_->lock == Py_None) {
			PyEval_RestoreThread(state_);
		} else {
			PyObject *r = PyObject_CallMethod(d_->lock, "release",
							  NULL);
			if (r)
				Py_DECREF(r);
			else
				PyErr_WriteUnraisable(d_->lock);
		}
	}
private:
	Data *d_;
	PyThreadState *state_;
};

static PyObject *run_ok(PyObject *self, PyObject *unused)
{
	Data *d = (Data *) self;
	Guard g(d);
	int n = work(d->n);

	g.end();
	return PyLong_FromLong(n);
}

static PyObject *run_bad(PyObject *self, PyObject *unused)
{
	Data *d = (Data *) self;
	PyThreadState *state = PyEval_SaveThread();
	PyObject *r = PyLong_FromLong(work(d->n)); // expect: gil-not-held

	PyEval_RestoreThread(state);
	return r;
}

static PyMethodDef methods[] = {
	{ "run_ok", run_ok, METH_NOARGS, NULL },
	{ "run_bad", run_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
PyMethodDef *table = methods;
