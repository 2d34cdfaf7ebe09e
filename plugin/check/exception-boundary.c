/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A C++ exception can leave a function that CPython calls: it unwinds
 * through the interpreter's C frames.
 *
 * Known to throw is what contains a throw, by itself or through what it
 * calls; what only throws when memory is short is told as such.  A call is
 * covered where its landing pad leads to a handler; which exceptions that
 * catches is not asked.
 */
#include "check/contracts.h"

#include <string.h>

enum throws { THROWS_NOT, THROWS_MEMORY, THROWS };

/* Why a function throws: the call in it. */
struct reason {
	enum throws how;
	const struct instr *at;
	const struct function *callee;
};

static bool begins_catch(const struct function *f, const struct instr *i)
{
	const struct function *t = i->op == OP_CALL ? call_target(f, i)
		: NULL;

	return t && (!strcmp(t->key, "__cxa_begin_catch")
		     || !strcmp(t->key, "__cxa_call_terminate")
		     || !strcmp(t->key, "__cxa_call_unexpected")
		     || !strcmp(t->name, "terminate"));
}

/* Does a landing pad that BLOCK can go to lead to a handler? */
static bool pad_catches(const struct function *f, uint32_t block,
			bool *seen)
{
	const struct block *b = &f->blocks[block];
	uint32_t i;

	if (seen[block])
		return false;
	seen[block] = true;
	for (i = 0; i < b->n_instrs; i++)
		if (begins_catch(f, &b->instrs[i]))
			return true;
	for (i = 0; i < b->n_succs; i++)
		if (pad_catches(f, f->edges[b->succs[i]].to, seen))
			return true;
	return false;
}

/* Is instruction I of B, the last call before its end, caught? */
static bool is_caught(struct arena *a, const struct function *f,
		      const struct block *b, uint32_t i)
{
	bool *seen = NULL;
	uint32_t j;

	/* What throws ends its block. */
	for (j = i + 1; j < b->n_instrs; j++)
		if (b->instrs[j].op == OP_CALL)
			return false;
	for (j = 0; j < b->n_succs; j++) {
		if (f->edges[b->succs[j]].kind != EDGE_EH)
			continue;
		if (!seen)
			seen = ARENA_ARRAY(a, bool, f->n_blocks);
		if (pad_catches(f, f->edges[b->succs[j]].to, seen))
			return true;
	}
	return false;
}

static enum throws std_throw(const struct function *t)
{
	static const char *const ordinary[] = { "out_of_range",
		"invalid_argument", "system_error", "ios_failure",
		"domain_error", "overflow_error", "range_error",
		"runtime_error", "regex_error", "bad_variant_access",
		"bad_optional_access", NULL };
	unsigned i;

	for (i = 0; ordinary[i]; i++)
		if (strstr(t->key, ordinary[i]))
			return THROWS;
	return strstr(t->key, "length_error") || strstr(t->key, "bad_a")
		? THROWS_MEMORY : THROWS_NOT;
}

/* How a function without a body throws. */
static enum throws known_throw(const struct function *t)
{
	if (!strcmp(t->key, "__cxa_throw") || !strcmp(t->key, "__cxa_rethrow"))
		return THROWS;
	if (t->is_nothrow)
		return THROWS_NOT;
	if (!strcmp(t->key, "_Znwm") || !strcmp(t->key, "_Znam")
	    || !strcmp(t->key, "_Znwj") || !strcmp(t->key, "_Znaj"))
		return THROWS_MEMORY;
	if (strstr(t->key, "__throw_"))
		return std_throw(t);
	return THROWS_NOT;
}

/* Of the library, these throw for what they are given; what else it throws
 * is a matter of memory, or never happens. */
static bool is_tame(const struct function *f)
{
	static const char *const names[] = { "at", "substr", "stoi", "stol",
		"stoul", "stoll", "stoull", "stof", "stod", "stold", "value",
		"any_cast", "_M_range_check", "__stoa", NULL };

	return (!strncmp(f->key, "_ZNS", 4) || !strncmp(f->key, "_ZNKS", 5)
		|| !strncmp(f->key, "_ZSt", 4) || strstr(f->key, "9__gnu_cxx"))
		&& !name_in(f->name, names);
}

static const struct reason *reason_of(struct map *m, const struct function *t)
{
	return t->is_nothrow ? NULL : map_get(m, map_key_ptr(t));
}

static void look_at_call(struct arena *a, struct map *m,
			 const struct function *f, const struct block *b,
			 uint32_t i, struct reason *r)
{
	const struct function *t = call_target(f, &b->instrs[i]);
	enum throws how;

	if (!t || t == f)
		return;
	how = known_throw(t);
	if (!how && t->has_body && reason_of(m, t))
		how = reason_of(m, t)->how;
	if (how == THROWS && is_tame(f))
		return;
	if (how <= r->how || is_caught(a, f, b, i))
		return;
	*r = (struct reason) { how, &b->instrs[i], t };
}

/* Looks again at F; returns whether more is known. */
static bool look_at(struct arena *a, struct map *m, const struct function *f)
{
	struct reason *old = map_get(m, map_key_ptr(f)), r = { 0 }, *n;
	uint32_t b, i;

	if (f->is_nothrow)
		return false;
	if (old)
		r = *old;
	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++)
			if (blk->instrs[i].op == OP_CALL)
				look_at_call(a, m, f, blk, i, &r);
	}
	if (r.how == (old ? old->how : THROWS_NOT))
		return false;
	n = ARENA_NEW(a, struct reason);
	*n = r;
	map_set(m, map_key_ptr(f), n);
	return true;
}

#define CHAIN_LENGTH 8

static void report(struct check_context *c, struct map *m,
		   const struct function *f, const struct reason *r)
{
	struct finding *fi;
	unsigned n;

	fi = check_finding(c, f, r->at->loc, "%s exception can leave ‘%s’, "
			   "which CPython calls",
			   r->how == THROWS ? "a C++" : "a memory", f->name);
	fi->memory_only = r->how == THROWS_MEMORY;
	fi->origin = ORIGIN_INFERRED;
	check_subject(c, fi, f->name);
	for (n = 0; r && n < CHAIN_LENGTH; n++) {
		check_event(c, fi, r->at->loc, f, !strncmp(r->callee->key,
			    "__cxa_", 6) ? "it is thrown here"
			    : "‘%s’ can throw", r->callee->name);
		f = r->callee;
		r = f->has_body ? reason_of(m, f) : NULL;
	}
	check_hint(c, fi, "catch it: ‘catch (...)’, set a Python exception, "
		   "and return the error value");
	check_add(c, fi);
}

static void unit(struct check_context *c)
{
	struct arena arena = { 0 };
	struct map m = { 0 };
	bool changed = true;
	uint32_t i;

	if (!c->unit->is_cxx)
		return;
	while (changed) {
		changed = false;
		for (i = 0; i < c->unit->functions.n; i++)
			if (c->unit->functions.v[i]->has_body)
				changed |= look_at(&arena, &m,
					c->unit->functions.v[i]);
	}
	for (i = 0; i < c->unit->functions.n; i++) {
		const struct function *f = c->unit->functions.v[i];
		const struct reason *r = f->has_body
			? map_get(&m, map_key_ptr(f)) : NULL;
		const struct role *role = declared_role(c->declared, f);

		if (r && role && role->slot && !f->in_system_header)
			report(c, &m, f, r);
	}
	map_release(&m);
	arena_release(&arena);
}

const struct check check_exception_boundary = { .unit = unit };
