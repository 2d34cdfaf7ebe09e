// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=enable=gil-blocking-call
/* The waits of the standard library. */
#include <Python.h>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

static std::mutex m;
static std::condition_variable cv;
static std::thread worker;
static bool ready;

static PyObject *lock_bad(PyObject *, PyObject *) noexcept
{
	m.lock(); // expect: gil-blocking-call 'lock'
	m.unlock();
	Py_RETURN_NONE;
}

static PyObject *lock_ok(PyObject *, PyObject *) noexcept
{
	if (m.try_lock())
		m.unlock();
	Py_RETURN_NONE;
}

static PyObject *join_bad(PyObject *, PyObject *) noexcept
{
	worker.join(); // expect: gil-blocking-call 'join'
	Py_RETURN_NONE;
}

static PyObject *join_ok(PyObject *, PyObject *) noexcept
{
	Py_BEGIN_ALLOW_THREADS
	worker.join();
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *sleep_bad(PyObject *, PyObject *) noexcept
{
	std::this_thread::sleep_for(std::chrono::seconds(1)); // expect: gil-blocking-call
	Py_RETURN_NONE;
}

static PyObject *wait_bad(PyObject *, PyObject *) noexcept
{
	std::unique_lock<std::mutex> hold(m, std::defer_lock);

	while (!ready)
		cv.wait(hold); // expect: gil-blocking-call 'wait'
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "lock_bad", lock_bad, METH_NOARGS, nullptr },
	{ "lock_ok", lock_ok, METH_NOARGS, nullptr },
	{ "join_bad", join_bad, METH_NOARGS, nullptr },
	{ "join_ok", join_ok, METH_NOARGS, nullptr },
	{ "sleep_bad", sleep_bad, METH_NOARGS, nullptr },
	{ "wait_bad", wait_bad, METH_NOARGS, nullptr },
	{ nullptr, nullptr, 0, nullptr },
};

PyMethodDef *wait_methods()
{
	return methods;
}
