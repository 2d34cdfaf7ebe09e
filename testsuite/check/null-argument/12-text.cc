// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=disable=exception-boundary,unchecked-error,type-slots
/* std::string measures what it is made of; a member function needs its
 * object. */
#include <Python.h>
#include <string>

struct Token { PyObject_HEAD std::string *text; };

static PyObject *made_bad(PyObject *self, PyObject *arg)
{
	const char *p = PyUnicode_AsUTF8(arg);

	return PyLong_FromSize_t(std::string(p).find('/')); // expect: null-argument 'p'
}

static PyObject *made_ok(PyObject *self, PyObject *arg)
{
	const char *p = PyUnicode_AsUTF8(arg);

	if (!p)
		return nullptr;
	return PyLong_FromSize_t(std::string(p).find('/'));
}

static int token_init(Token *self, PyObject *args, PyObject *kwargs)
{
	if (!self->text)
		self->text = new std::string();
	return 0;
}

static PyObject *size_bad(Token *self, PyObject *unused)
{
	return PyLong_FromSize_t(self->text->size()); // expect: uninitialized-object 'text'
}

static PyObject *size_ok(Token *self, PyObject *unused)
{
	return PyLong_FromSize_t(self->text ? self->text->size() : 0);
}

static void token_dealloc(Token *self)
{
	PyTypeObject *type = Py_TYPE(self);

	delete self->text;
	type->tp_free(self);
	Py_DECREF(type);
}

static PyMethodDef bad_methods[] = {
	{ "size", reinterpret_cast<PyCFunction>(size_bad), METH_NOARGS,
	  nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
static PyMethodDef ok_methods[] = {
	{ "size", reinterpret_cast<PyCFunction>(size_ok), METH_NOARGS,
	  nullptr },
	{ nullptr, nullptr, 0, nullptr }
};
static PyType_Slot bad_slots[] = {
	{ Py_tp_init, reinterpret_cast<void *>(token_init) },
	{ Py_tp_dealloc, reinterpret_cast<void *>(token_dealloc) },
	{ Py_tp_methods, bad_methods }, { 0, nullptr }
};
static PyType_Slot ok_slots[] = {
	{ Py_tp_init, reinterpret_cast<void *>(token_init) },
	{ Py_tp_dealloc, reinterpret_cast<void *>(token_dealloc) },
	{ Py_tp_methods, ok_methods }, { 0, nullptr }
};
static PyType_Spec bad_spec = {
	"text.Bad", sizeof (Token), 0, Py_TPFLAGS_DEFAULT, bad_slots
};
static PyType_Spec ok_spec = {
	"text.Good", sizeof (Token), 0, Py_TPFLAGS_DEFAULT, ok_slots
};
static PyMethodDef methods[] = {
	{ "made_bad", made_bad, METH_O, nullptr },
	{ "made_ok", made_ok, METH_O, nullptr },
	{ nullptr, nullptr, 0, nullptr }
};

static int exec(PyObject *m)
{
	PyObject *a = PyType_FromSpec(&bad_spec);

	if (!a || PyModule_AddObjectRef(m, "Bad", a) < 0) {
		Py_XDECREF(a);
		return -1;
	}
	Py_DECREF(a);
	a = PyType_FromSpec(&ok_spec);
	if (!a || PyModule_AddObjectRef(m, "Good", a) < 0) {
		Py_XDECREF(a);
		return -1;
	}
	Py_DECREF(a);
	return 0;
}

static PyModuleDef_Slot module_slots[] = {
	{ Py_mod_exec, reinterpret_cast<void *>(exec) }, { 0, nullptr }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "text", nullptr, 0, methods, module_slots,
	nullptr, nullptr, nullptr
};
PyMODINIT_FUNC PyInit_text(void)
{
	return PyModuleDef_Init(&module);
}
