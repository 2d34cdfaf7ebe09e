/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words in which specs/<header>.def is written.  Only table.c and tests
 * include this.
 *
 *   API (name, SINCE (3, 0), OBJ, (OBJ, SSIZE), EXTRA (...),
 *        OUTCOME (NONNULL, OWN (0))
 *        OUTCOME (NULL_, RAISES (IndexError | TypeError)))
 *
 * name; the versions that have it (SINCE (3, 9), or FROM_TO (3, 0, 3, 12):
 * the second bound is the first version without it); the result's and the
 * parameters' arg_class, (VOID) where there are none; EXTRA () with
 * designated initialisers of struct contract, often empty; the outcomes.
 *
 * Rows of one name must not overlap in versions.  Where one name has several
 * signatures in one version (a macro of 2 or 3 arguments), each has a row
 * "name/number of arguments":  API (name/2, ...).
 *
 *   ALIAS (other_name, name)	the same function; NAME has rows
 *   INDIRECT (PyArray_API, 42, PyArray_INCREF)
 *				entry 42 of that table of pointers is it
 *   DATUM (_Py_NoneStruct, SINGLETON)	enum datum_kind, without DATUM_
 *
 * The tables are included several times, each time with the macros of one
 * kind of row defined and the others empty: a .def holds rows and nothing
 * else, and may mix the kinds.
 */
#ifndef PYREFCHECK_ROW_H
#define PYREFCHECK_ROW_H

#include "contract/contract.h"

/* The words of the result and parameter columns.  VOID is no word at all,
 * so that (VOID) is the empty list; as a result it is read as ARG_VOID, 0. */
enum row_class {
#define CLASS(id, word, kind, nulls, c) id = ARG_##id,
#include "contract/class.def"
#undef CLASS
	N_ROW_CLASSES
};
#define VOID

/* The words of RAISES: RAISES (IndexError | TypeError), RAISES (ANY). */
enum row_kind {
#define KIND(name) name = RAISE_##name,
#include "contract/exception.def"
#undef KIND
	ANY = RAISE_ANY
};

#define SINCE(major, minor) .since = PYVERSION (major, minor)
#define FROM_TO(maj1, min1, maj2, min2) \
	.since = PYVERSION (maj1, min1), .until = PYVERSION (maj2, min2)

/* EXTRA (FLAGS (CF_NO_GIL | CF_PURE) TYPE (PyList_Type) ...) */
#define EXTRA(...) __VA_ARGS__
#define FLAGS(f) .flags = (f),
#define TYPE(t) .type = #t,
#define FORMAT(kind, arg, first) .format = FORMAT_##kind, \
	.format_arg = (arg), .va_first = (first),
#define VARARGS(first) .va_first = (first),
#define DEPRECATED(major, minor) .deprecated = PYVERSION (major, minor),
#define LIMITED(major, minor) .limited_since = PYVERSION (major, minor),
#define REPLACED_BY(text) .replacement = text,

#define PRED_ANY { INT64_MIN, INT64_MAX, false }
#define PRED_NULL_ { 0, 0, false }
#define PRED_NONNULL { 1, INT64_MAX, true }
#define PRED_ZERO { 0, 0, false }
#define PRED_ONE { 1, 1, false }
#define PRED_MINUS_ONE { -1, -1, false }
#define PRED_MINUS_TWO { -2, -2, false }
/* What a hash is that is negative and no error. */
#define PRED_BELOW_MINUS_ONE { INT64_MIN, -2, false }
#define PRED_ABOVE_ONE { 2, INT64_MAX, false }
#define PRED_NEGATIVE { INT64_MIN, -1, false }
#define PRED_NONNEGATIVE { 0, INT64_MAX, false }
#define PRED_POSITIVE { 1, INT64_MAX, false }
#define PRED_NONZERO { INT64_MIN, INT64_MAX, true }
/* 0 or 1. */
#define PRED_BOOLEAN { 0, 1, false }
/* A character, of which the highest is U+10FFFF. */
#define PRED_CODE_POINT { 0, 0x10ffff, false }
/* From -1: a position or "not found". */
#define PRED_FROM_MINUS_ONE { -1, INT64_MAX, false }
/* No result. */
#define PRED_NOTHING PRED_ANY

#define OUTCOME_(p, l, ...) { .pred = PRED_##p, .likelihood = LIKELY_##l, \
	.effects = (const struct effect[]) { __VA_ARGS__ { .op = EFF_END } } },
/* The ordinary success; a failure that happens for ordinary reasons; one
 * that only short memory brings; one that only an argument of the wrong
 * type or value brings, against which C code can make sure. */
#define OUTCOME(p, ...) OUTCOME_ (p, SUCCESS, __VA_ARGS__)
#define FAILS(p, ...) OUTCOME_ (p, ORDINARY, __VA_ARGS__)
#define FAILS_NO_MEMORY(p, ...) OUTCOME_ (p, MEMORY, __VA_ARGS__)
#define FAILS_IF_MISUSED(p, ...) \
	OUTCOME_ (p, NEVER_WITH_VALID, __VA_ARGS__)

#define EFF1_(op_, a_) { .op = EFF_##op_, .a = (a_) },
#define EFF2_(op_, a_, b_) { .op = EFF_##op_, .a = (a_), .b = (b_) },
#define IF_NULL(a) EFF1_ (IF_NULL, a)
#define IF_NONNULL(a) EFF1_ (IF_NONNULL, a)
#define IF_ZERO(a) EFF1_ (IF_ZERO, a)
#define IF_NONZERO(a) EFF1_ (IF_NONZERO, a)
#define IF_NEGATIVE(a) EFF1_ (IF_NEGATIVE, a)
#define IF_NOT_NEGATIVE(a) EFF1_ (IF_NOT_NEGATIVE, a)
#define IF_IS(a_, k_) { .op = EFF_IF_IS, .a = (a_), .offset = (k_) },
#define IF_NOT(a_, k_) { .op = EFF_IF_NOT, .a = (a_), .offset = (k_) },
#define IF_BITS(a_, k_) { .op = EFF_IF_BITS, .a = (a_), .offset = (k_) },
#define IF_NO_BITS(a_, k_) { .op = EFF_IF_NO_BITS, .a = (a_), .offset = (k_) },
#define IF_HOLDS_NULL(a) EFF1_ (IF_HOLDS_NULL, a)
#define IF_HOLDS_NONNULL(a) EFF1_ (IF_HOLDS_NONNULL, a)
#define IF_NOT_LESS(a, b) EFF2_ (IF_NOT_LESS, a, b)
#define IF_SAME(a, b) EFF2_ (IF_SAME, a, b)
#define IF_OTHER(a, b) EFF2_ (IF_OTHER, a, b)
#define IF_BELOW_HELD(a, b) EFF2_ (IF_BELOW_HELD, a, b)
#define IF_NOT_BELOW_HELD(a, b) EFF2_ (IF_NOT_BELOW_HELD, a, b)
#define IF_CLEAR EFF1_ (IF_CLEAR, 0)
#define IF_SET EFF1_ (IF_SET, 0)
#define OWN(a) EFF1_ (OWN, a)
#define BORROW(a, b) EFF2_ (BORROW, a, b)
#define IMMORTAL(a) EFF1_ (IMMORTAL, a)
#define SAME(a, b) EFF2_ (SAME, a, b)
#define HELD(a, b) EFF2_ (HELD, a, b)
#define SHARE(a, b) EFF2_ (SHARE, a, b)
#define GIVE(a, b) EFF2_ (GIVE, a, b)
#define DROP(a) EFF1_ (DROP, a)
#define ESCAPES(a) EFF1_ (ESCAPES, a)
#define INTERIOR(a, b) EFF2_ (INTERIOR, a, b)
#define OUT_OWN(a) EFF1_ (OUT_OWN, a)
#define OUT_BORROW(a, b) EFF2_ (OUT_BORROW, a, b)
#define OUT_NULL(a) EFF1_ (OUT_NULL, a)
#define OUT_HELD(a, b) EFF2_ (OUT_HELD, a, b)
#define OUT_SAME(a, b) EFF2_ (OUT_SAME, a, b)
#define OUT_NONNULL(a) EFF1_ (OUT_NONNULL, a)
#define OUT_DROP(a) EFF1_ (OUT_DROP, a)
#define OUT_INTERIOR(a, b) EFF2_ (OUT_INTERIOR, a, b)
#define OUT_IS(a_, k_) { .op = EFF_OUT_IS, .a = (a_), .offset = (k_) },
#define OUT_COUNT(a) EFF1_ (OUT_COUNT, a)
#define WRITES(a) EFF1_ (WRITES, a)
#define RAISES(kinds_) { .op = EFF_RAISES, .kinds = RAISES_ (kinds_) },
#define RAISES_(kinds_) (kinds_)
#define CLEAR EFF1_ (CLEAR, 0)
#define FETCH EFF1_ (FETCH, 0)
#define RESTORE EFF1_ (RESTORE, 0)
#define CLOBBERS EFF1_ (CLOBBERS, 0)
#define RUNS_CODE EFF1_ (RUNS_CODE, 0)
#define RUNS_GC EFF1_ (RUNS_GC, 0)
#define RUNS_FINALIZER EFF1_ (RUNS_FINALIZER, 0)
#define MUTATES(a) EFF1_ (MUTATES, a)
#define RELEASE_GIL EFF1_ (RELEASE_GIL, 0)
#define ACQUIRE_GIL EFF1_ (ACQUIRE_GIL, 0)
#define ENSURE_GIL EFF1_ (ENSURE_GIL, 0)
#define SWAP_GIL(a) EFF1_ (SWAP_GIL, a)
#define ATTACH_GIL EFF1_ (ATTACH_GIL, 0)
#define END_GIL EFF1_ (END_GIL, 0)
#define UNENSURE_GIL EFF1_ (UNENSURE_GIL, 0)
#define ACQUIRE(a, family) EFF2_ (ACQUIRE, a, FAMILY_##family)
#define RELEASE(a, family) EFF2_ (RELEASE, a, FAMILY_##family)
#define KEEPS(a, family) EFF2_ (KEEPS, a, FAMILY_##family)
#define HANDOVER(a, family) EFF2_ (HANDOVER, a, FAMILY_##family)
#define OUT_ACQUIRE(a, family) EFF2_ (OUT_ACQUIRE, a, FAMILY_##family)
#define OUT_RELEASE(a, family) EFF2_ (OUT_RELEASE, a, FAMILY_##family)
/* Likewise, OFFSET bytes further. */
#define OUT_ACQUIRE_AT(a_, family, offset_) { .op = EFF_OUT_ACQUIRE, \
	.a = (a_), .b = FAMILY_##family, .offset = (offset_) },
#define NORETURN EFF1_ (NORETURN, 0)

#endif
