// SPDX-License-Identifier: GPL-3.0-or-later
/* The end of a guard takes the GIL back where it still has the thread state:
 * after it was taken back already. */
#include <Python.h>

extern "C" int engine_step(int) noexcept;

class AllowBad {
	PyThreadState *ts_;
public:
	AllowBad() noexcept : ts_(PyEval_SaveThread()) {}
	void restore() noexcept { PyEval_RestoreThread(ts_); }
	~AllowBad() { if (ts_) PyEval_RestoreThread(ts_); }
};

class AllowOk {
	PyThreadState *ts_;
public:
	AllowOk() noexcept : ts_(PyEval_SaveThread()) {}
	void restore() noexcept { PyEval_RestoreThread(ts_); ts_ = nullptr; }
	~AllowOk() { if (ts_) PyEval_RestoreThread(ts_); }
};

static PyObject *step_bad(PyObject *, PyObject *)
{
	AllowBad at;
	int rc = engine_step(1);

	at.restore();
	return PyLong_FromLong(rc);
} // expect: gil-unbalanced 'restored although'

static PyObject *step_ok(PyObject *, PyObject *)
{
	AllowOk at;
	int rc = engine_step(1);

	at.restore();
	return PyLong_FromLong(rc);
}

static PyObject *step_left_ok(PyObject *, PyObject *)
{
	int rc;

	{
		AllowBad at;
		rc = engine_step(1);
	}
	return PyLong_FromLong(rc);
}

static PyMethodDef methods[] = {
	{ "a", step_bad, METH_NOARGS, NULL },
	{ "b", step_ok, METH_NOARGS, NULL },
	{ "c", step_left_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *use()
{
	return methods;
}
