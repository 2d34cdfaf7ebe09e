// SPDX-License-Identifier: GPL-3.0-or-later
// A member of an object that only init made is asked by a method of its own;
// the twin's method asks for nothing of it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <new>

class Engine {
public:
	Engine() : steps(0) {}
	long step() { return ++steps; }
	long version() { return 3; }
private:
	long steps;
};

struct Sim {
	PyObject_HEAD
	Engine *engine;
};

static int sim_init(PyObject *op, PyObject *, PyObject *)
{
	Sim *self = reinterpret_cast<Sim *>(op);
	Engine *e = new (std::nothrow) Engine();

	if (e == nullptr) {
		PyErr_NoMemory();
		return -1;
	}
	delete self->engine;
	self->engine = e;
	return 0;
}

static PyObject *sim_version_ok(PyObject *op, PyObject *)
{
	Sim *self = reinterpret_cast<Sim *>(op);

	return PyLong_FromLong(self->engine->version());
}

static PyObject *sim_step(PyObject *op, PyObject *)
{
	Sim *self = reinterpret_cast<Sim *>(op);

	return PyLong_FromLong(self->engine->step()); // expect: uninitialized-object 'engine'
}

static void sim_dealloc(PyObject *op)
{
	PyTypeObject *tp = Py_TYPE(op);

	delete reinterpret_cast<Sim *>(op)->engine;
	tp->tp_free(op);
	Py_DECREF(tp);
}

static PyMethodDef sim_methods[] = {
	{ "version", sim_version_ok, METH_NOARGS, nullptr },
	{ "step", sim_step, METH_NOARGS, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};

static PyType_Slot sim_slots[] = {
	{ Py_tp_methods, sim_methods },
	{ Py_tp_new, reinterpret_cast<void *>(PyType_GenericNew) },
	{ Py_tp_init, reinterpret_cast<void *>(sim_init) },
	{ Py_tp_dealloc, reinterpret_cast<void *>(sim_dealloc) },
	{ 0, nullptr }
};

PyType_Spec sim_spec = {
	"m.Sim", sizeof(Sim), 0, Py_TPFLAGS_DEFAULT, sim_slots
};
