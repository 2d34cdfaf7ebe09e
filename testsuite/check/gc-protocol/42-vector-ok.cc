// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=disable=reference-leak
// Each of them is visited.
#include <Python.h>
#include <vector>

struct Bag { PyObject_HEAD PyObject *key; std::vector<PyObject *> *v; };

static int traverse(PyObject *o, visitproc visit, void *arg)
{
	auto *b = reinterpret_cast<Bag *>(o);
	Py_VISIT(b->key);
	if (b->v)
		for (PyObject *x : *b->v)
			Py_VISIT(x);
	return 0;
}
static int clear(PyObject *o)
{
	auto *b = reinterpret_cast<Bag *>(o);
	Py_CLEAR(b->key);
	while (b->v && !b->v->empty()) {
		PyObject *x = b->v->back();
		b->v->pop_back();
		Py_DECREF(x);
	}
	return 0;
}
static void dealloc(PyObject *o)
{
	PyObject_GC_UnTrack(o);
	(void) clear(o);
	delete reinterpret_cast<Bag *>(o)->v;
	Py_TYPE(o)->tp_free(o);
}
static PyObject *add(PyObject *o, PyObject *x) noexcept
{
	auto *b = reinterpret_cast<Bag *>(o);
	Py_INCREF(x);
	b->v->push_back(x);
	Py_RETURN_NONE;
}
static PyMethodDef methods[] = { {"add", add, METH_O, nullptr}, {nullptr, nullptr, 0, nullptr} };
static PyTypeObject Bag_Type = {
	PyVarObject_HEAD_INIT (nullptr, 0)
	"m.Bag", sizeof (Bag), 0, dealloc,
};
int ready(void)
{
	Bag_Type.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC;
	Bag_Type.tp_traverse = traverse;
	Bag_Type.tp_clear = clear;
	Bag_Type.tp_methods = methods;
	return PyType_Ready(&Bag_Type);
}
