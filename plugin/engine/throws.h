/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which C++ exceptions the functions of a unit throw, and why.
 *
 * Known to throw is what contains a throw, by itself or through what it
 * calls; what only throws when memory is short is told as such.  A call is
 * covered where its landing pad leads to a handler that catches the type
 * thrown.  Of the standard library's types it is known what they derive from;
 * another class may derive from whatever a handler names.
 */
#ifndef PYREFCHECK_THROWS_H
#define PYREFCHECK_THROWS_H

#include "engine/knowledge.h"
#include "engine/thrown.h"

/* Why a function throws: the call in it, and what it throws; an empty type
 * is not known. */
struct reason {
	enum throws how;
	struct thrown type;
	const struct instr *at;
	const struct function *callee;
};

/* As many types as are told apart. */
#define N_REASONS 6

struct reasons {
	unsigned n;
	bool more;	/* than could be noted */
	struct reason v[N_REASONS];
};

/* Why F throws.  NULL, or none: it does not, as far as is known. */
const struct reasons *throws_of(struct knowledge *k, const struct function *f);
/* What call I of F, the last of its block, throws. */
struct reasons throws_at(struct knowledge *k, const struct function *f,
			 const struct instr *i);
/* The edge from B's landing pads to where TYPE goes on, when it is thrown in
 * B or passes through: the first handler of it, or else further out.
 * UINT32_MAX: none, it leaves the function. */
uint32_t throws_edge(const struct function *f, const struct block *b,
		     const struct thrown *type);
/* Does block B begin a handler? */
bool throws_handled(const struct function *f, const struct block *b);
/* Does a handler in F catch TYPE, thrown in B? */
bool throws_are_caught(const struct function *f, const struct block *b,
		       const struct thrown *type);
/* Is F a part of the C++ language or library of which there is no body here?
 * It knows no Python. */
bool throws_support(const struct function *f);
/* Can call I of F set, look for or clear a Python exception?  The standard
 * library does not, but where it calls the unit's functions. */
bool throws_meet_python(struct knowledge *k, const struct function *f,
			const struct instr *i);

#endif
