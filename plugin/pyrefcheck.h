/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Attributes to declare the contracts of your own functions with, for the
 * GCC plugin pyrefcheck.
 *
 * This file is not needed for anything to be found: functions whose bodies
 * are in the same unit are looked into, and those of Python's headers are
 * known.  It tells what a declaration alone cannot: what a function of
 * another file, or one called through a pointer, does with references.
 *
 *	#include <pyrefcheck.h>
 *
 *	PyObject *cache_get (PyObject *cache, PyObject *key)
 *		PYREFCHECK_BORROWS_FROM (1)
 *		PYREFCHECK_MAY_RETURN_NULL_WITHOUT_EXCEPTION;
 *	int cache_add (PyObject *cache, PyObject *item)
 *		PYREFCHECK_STEALS (2)
 *		PYREFCHECK_NEGATIVE_SETS_EXCEPTION;
 *
 * Without the plugin every macro is empty, for any compiler.  In C++, and in
 * C23, the spelling [[pyrefcheck::steals (2)]] works, too, where the plugin
 * is loaded.
 *
 * What is declared is used at calls and verified at the definition, where the
 * attribute is seen there, too: a borrowed reference returned as a new one or
 * the reverse, an argument that is not taken over, or is and was not declared
 * to be, an exception that is not set, an argument that may be NULL.
 *
 * Numbers are those of parameters, from 1; in C++ member functions `this' is
 * 1, as in GCC's own attributes.  What an attribute leaves open is taken to
 * be as CPython's own code has it: an object result is a new reference, or
 * NULL with an exception set; arguments are borrowed; Python code may run.
 *
 * Code that is annotated for gcc-python-plugin (cpychecker) needs no change.
 * Its headers commonly define their attributes only
 * #ifdef WITH_CPYCHECKER_STEALS_REFERENCE_TO_ARG_ATTRIBUTE and the like
 * (NumPy, psycopg2, gdb, sudo).  pyrefcheck does not define these macros
 * itself, for some headers then declare other things and the object file
 * would not be the same.  You may, with any of
 *
 *	-DWITH_CPYCHECKER_RETURNS_BORROWED_REF_ATTRIBUTE
 *	-DWITH_CPYCHECKER_STEALS_REFERENCE_TO_ARG_ATTRIBUTE
 *	-DWITH_CPYCHECKER_SETS_EXCEPTION_ATTRIBUTE
 *	-DWITH_CPYCHECKER_NEGATIVE_RESULT_SETS_EXCEPTION_ATTRIBUTE
 *
 * and these attributes are then understood.  Do so in builds with the plugin
 * only: elsewhere GCC warns of unknown attributes.
 */
#ifndef PYREFCHECK_H
#define PYREFCHECK_H

#ifdef __PYREFCHECK__
#define PYREFCHECK_ATTRIBUTE_(a) __attribute__ ((a))
#else
#define PYREFCHECK_ATTRIBUTE_(a)
#endif

/* ------------------------------------------------------------- the result */

/* The caller gets a reference that it owns.  This is the convention; say it
 * where it should be certain. */
#define PYREFCHECK_RETURNS_NEW \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_returns_new)
/* The result is borrowed, from somebody out of sight. */
#define PYREFCHECK_RETURNS_BORROWED \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_returns_borrowed)
/* The result is borrowed from, or points into, argument N. */
#define PYREFCHECK_BORROWS_FROM(n) \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_borrows_from (n))

/* ---------------------------------------------------------- the arguments */

/* The caller's reference to each of these arguments is taken over, whatever
 * the result: PYREFCHECK_STEALS (1, 3). */
#define PYREFCHECK_STEALS(...) \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_steals (__VA_ARGS__))
/* Likewise, but when the call fails (NULL, or a negative number) the caller
 * keeps its references. */
#define PYREFCHECK_STEALS_ON_SUCCESS(...) \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_steals_on_success (__VA_ARGS__))
/* These arguments may be NULL; ALL: all pointers. */
#define PYREFCHECK_MAY_BE_NULL(...) \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_may_be_null (__VA_ARGS__))
#define PYREFCHECK_ALL_MAY_BE_NULL \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_may_be_null)
/* These arguments must not be NULL.  Unlike GCC's nonnull it changes nothing
 * in the code that GCC makes. */
#define PYREFCHECK_NONNULL(...) \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_nonnull (__VA_ARGS__))
#define PYREFCHECK_ALL_NONNULL \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_nonnull)

/* -------------------------------------------------------------- exceptions */

/* An exception is set whenever the function returns. */
#define PYREFCHECK_SETS_EXCEPTION \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_sets_exception)
/* NULL means that an exception is set.  For objects this is the convention;
 * for other pointers nothing is known without it. */
#define PYREFCHECK_NULL_SETS_EXCEPTION \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_null_sets_exception)
/* A negative result means that an exception is set. */
#define PYREFCHECK_NEGATIVE_SETS_EXCEPTION \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_negative_sets_exception)
/* NULL is no error: no exception is set then.  Together with
 * PYREFCHECK_NULL_SETS_EXCEPTION: it is an error or none, and PyErr_Occurred
 * tells. */
#define PYREFCHECK_MAY_RETURN_NULL_WITHOUT_EXCEPTION \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_may_return_null_without_exception)

/* ------------------------------------------------------- the GIL, and code */

/* The GIL must be held by who calls this.  Functions that take or return
 * Python objects need it unasked. */
#define PYREFCHECK_NEEDS_GIL \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_needs_gil)
/* The GIL is not held when this returns, as after PyEval_SaveThread. */
#define PYREFCHECK_RELEASES_GIL \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_releases_gil)
/* The GIL is held when this returns, as after PyEval_RestoreThread.  With
 * PYREFCHECK_RELEASES_GIL: it is let go and taken again in between. */
#define PYREFCHECK_ACQUIRES_GIL \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_acquires_gil)
/* No Python code runs, not even a finalizer: borrowed references live on. */
#define PYREFCHECK_NO_PYTHON_CODE \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_no_python_code)
/* The function does not return, where GCC is not to know of it (else use
 * noreturn). */
#define PYREFCHECK_NORETURN \
	PYREFCHECK_ATTRIBUTE_ (pyrefcheck_noreturn)

#endif
