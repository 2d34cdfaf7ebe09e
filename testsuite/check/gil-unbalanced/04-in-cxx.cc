// SPDX-License-Identifier: GPL-3.0-or-later
// Guards that give it back at the end of their scope.
#include <Python.h>
#include <unistd.h>

namespace {

class Unlocked {
public:
	Unlocked() : save(PyEval_SaveThread()) { }
	~Unlocked() { PyEval_RestoreThread(save); }
private:
	PyThreadState *save;
};

class Locked {
public:
	Locked() : state(PyGILState_Ensure()) { }
	~Locked() { PyGILState_Release(state); }
private:
	PyGILState_STATE state;
};

PyObject *guard_ok(PyObject *, PyObject *)
{
	unsigned left;

	{
		Unlocked u;
		left = sleep(1);
	}
	return PyLong_FromUnsignedLong(left);
}

PyObject *early_ok(PyObject *, PyObject *arg)
{
	Locked l;
	PyObject *r = PyObject_Repr(arg);

	if (!r)
		return nullptr;
	return r;
}

PyObject *by_hand_bad(PyObject *, PyObject *arg)
{
	PyObject *r = Py_NewRef(arg);
	PyThreadState *save = PyEval_SaveThread();

	if (sleep(1))
		return r; // expect: gil-unbalanced 'returns with the GIL released'
	PyEval_RestoreThread(save);
	return r;
}

PyMethodDef methods[] = {
	{ "guard_ok", guard_ok, METH_NOARGS, nullptr },
	{ "early_ok", early_ok, METH_O, nullptr },
	{ "by_hand_bad", by_hand_bad, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr },
};

PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "in_cxx", nullptr, 0, methods, nullptr, nullptr,
	nullptr, nullptr,
};

}

PyMODINIT_FUNC PyInit_in_cxx(void)
{
	return PyModule_Create(&module);
}
