// SPDX-License-Identifier: GPL-3.0-or-later
/* std::mutex and its guards. */
#include <Python.h>
#include <mutex>
#include <unistd.h>

static std::mutex a, b, c;
static long n;

static PyObject *guard_bad(PyObject *, PyObject *) noexcept
{
	std::lock_guard<std::mutex> hold(a);

	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'a'
	n++;
	return Py_NewRef(Py_None);
}

static PyObject *guard_ok(PyObject *, PyObject *) noexcept
{
	Py_BEGIN_ALLOW_THREADS
	{
		std::lock_guard<std::mutex> hold(b);
		n++;
	}
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *b_held_ok(PyObject *, PyObject *) noexcept
{
	std::lock_guard<std::mutex> hold(b);

	n--;
	Py_RETURN_NONE;
}

static PyObject *plain_bad(PyObject *, PyObject *) noexcept
{
	c.lock();
	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'c'
	c.unlock();
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "guard_bad", guard_bad, METH_NOARGS, nullptr },
	{ "guard_ok", guard_ok, METH_NOARGS, nullptr },
	{ "b_held_ok", b_held_ok, METH_NOARGS, nullptr },
	{ "plain_bad", plain_bad, METH_NOARGS, nullptr },
	{ nullptr, nullptr, 0, nullptr },
};

PyMethodDef *mutex_methods()
{
	return methods;
}
