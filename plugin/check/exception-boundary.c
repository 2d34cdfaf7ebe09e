/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A C++ exception can leave a function that CPython calls: it unwinds
 * through the interpreter's C frames.
 *
 * Known to throw is what contains a throw, by itself or through what it
 * calls; what only throws when memory is short is told as such.  A call is
 * covered where its landing pad leads to a handler that catches the type
 * thrown.  Of the standard library's types it is known what they derive from;
 * another class may derive from whatever a handler names.
 */
#include "check/contracts.h"
#include "check/thrown.h"

#include <string.h>

enum throws { THROWS_NOT, THROWS_MEMORY, THROWS };

/* Why a function throws: the call in it, and what it throws; an empty type
 * is not known. */
struct reason {
	enum throws how;
	struct thrown type;
	const struct instr *at;
	const struct function *callee;
};

/* As many types as are told apart; more are as the last. */
#define N_REASONS 6

struct reasons {
	unsigned n;
	struct reason v[N_REASONS];
};

/* Does I begin a handler, or end the program? */
static const struct function *handler(const struct function *f,
				      const struct instr *i)
{
	const struct function *t = i->op == OP_CALL ? call_target(f, i)
		: NULL;

	return t && (!strcmp(t->key, "__cxa_begin_catch")
		     || !strcmp(t->key, "__cxa_call_terminate")
		     || !strcmp(t->key, "__cxa_call_unexpected")
		     || !strcmp(t->name, "terminate")) ? t : NULL;
}

/* Does the handler that I begins catch TYPE?  What it catches is the type
 * that begin_catch's result points to. */
static bool handler_catches(const struct function *f, const struct instr *i,
			    const struct thrown *type)
{
	const struct type *t = i->dst ? fn_value(f, i->dst)->type : NULL;

	t = t && t->kind == TYPE_PTR ? t->inner : NULL;
	if (strcmp(call_target(f, i)->key, "__cxa_begin_catch") || !t
	    || t->kind == TYPE_VOID)
		return true;
	return thrown_caught(type, t->kind == TYPE_STRUCT, t->name ? t->name
			     : t->tag);
}

/* Does a landing pad that BLOCK can go to lead to a handler of TYPE?  One of
 * another type is passed by. */
static bool pad_catches(const struct function *f, uint32_t block,
			const struct thrown *type, bool *seen)
{
	const struct block *b = &f->blocks[block];
	uint32_t i;

	if (seen[block])
		return false;
	seen[block] = true;
	for (i = 0; i < b->n_instrs; i++)
		if (handler(f, &b->instrs[i]))
			return handler_catches(f, &b->instrs[i], type);
	for (i = 0; i < b->n_succs; i++)
		if (pad_catches(f, f->edges[b->succs[i]].to, type, seen))
			return true;
	return false;
}

/* Is TYPE, thrown by instruction I of B, the last call before its end,
 * caught? */
static bool is_caught(struct arena *a, const struct function *f,
		      const struct block *b, uint32_t i,
		      const struct thrown *type)
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
		if (pad_catches(f, f->edges[b->succs[j]].to, type, seen))
			return true;
	}
	return false;
}

/* libstdc++'s __throw_out_of_range and its like. */
static enum throws std_throw(const struct function *t, struct thrown *type)
{
	static const char *const ordinary[] = { "out_of_range",
		"invalid_argument", "system_error", "ios_failure",
		"domain_error", "overflow_error", "range_error",
		"runtime_error", "regex_error", "bad_variant_access",
		"bad_optional_access", NULL };
	unsigned i;

	for (i = 0; ordinary[i]; i++)
		if (strstr(t->key, ordinary[i])) {
			*type = thrown_std(!strcmp(ordinary[i], "ios_failure")
					   ? "failure" : ordinary[i]);
			return THROWS;
		}
	if (strstr(t->key, "length_error")) {
		*type = thrown_std("length_error");
		return THROWS_MEMORY;
	}
	if (!strstr(t->key, "bad_a"))
		return THROWS_NOT;
	*type = thrown_std("bad_alloc");
	return THROWS_MEMORY;
}

/* What the second argument of __cxa_throw, a type_info, is of. */
static struct thrown type_thrown(const struct function *f,
				 const struct instr *i)
{
	const struct value *v = i->n_args > 1 ? &f->values[
		value_strip_copies(f, i->args[1])] : NULL;

	return v && v->kind == VAL_GLOBAL ? thrown_type(v->u.global->name)
		: (struct thrown) { 0 };
}

/* How a function without a body throws. */
static enum throws known_throw(const struct function *f,
			       const struct instr *i, struct thrown *type)
{
	const struct function *t = call_target(f, i);

	if (!strcmp(t->key, "__cxa_throw")) {
		*type = type_thrown(f, i);
		return THROWS;
	}
	if (!strcmp(t->key, "__cxa_rethrow"))
		return THROWS;
	if (t->is_nothrow)
		return THROWS_NOT;
	if (!strcmp(t->key, "_Znwm") || !strcmp(t->key, "_Znam")
	    || !strcmp(t->key, "_Znwj") || !strcmp(t->key, "_Znaj")) {
		*type = thrown_std("bad_alloc");
		return THROWS_MEMORY;
	}
	if (strstr(t->key, "__throw_"))
		return std_throw(t, type);
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

static const struct reasons *reasons_of(struct map *m,
					const struct function *t)
{
	return t->is_nothrow || !t->has_body ? NULL
		: map_get(m, map_key_ptr(t));
}

/* Adds R unless its type is known to be thrown; returns whether it did. */
static bool add_reason(struct reasons *rs, const struct reason *r)
{
	unsigned i;

	for (i = 0; i < rs->n; i++)
		if (thrown_equal(&rs->v[i].type, &r->type))
			break;
	if (i < rs->n && rs->v[i].how >= r->how)
		return false;
	if (i == N_REASONS)
		return false;
	rs->v[i] = *r;
	if (i == rs->n)
		rs->n++;
	return true;
}

static bool look_at_call(struct arena *a, struct map *m,
			 const struct function *f, const struct block *b,
			 uint32_t i, struct reasons *rs)
{
	const struct function *t = call_target(f, &b->instrs[i]);
	struct reason r = { .at = &b->instrs[i], .callee = t };
	const struct reasons *of;
	bool changed = false;
	unsigned n;

	if (!t || t == f)
		return false;
	r.how = known_throw(f, r.at, &r.type);
	of = reasons_of(m, t);
	for (n = 0; r.how || (of && n < of->n); n++) {
		bool known = r.how;

		if (!known) {
			r.how = of->v[n].how;
			r.type = of->v[n].type;
		}
		if (!(r.how == THROWS && is_tame(f))
		    && !is_caught(a, f, b, i, &r.type))
			changed |= add_reason(rs, &r);
		if (known)
			break;
		r.how = THROWS_NOT;
	}
	return changed;
}

/* Looks again at F; returns whether more is known. */
static bool look_at(struct arena *a, struct map *m, const struct function *f)
{
	struct reasons *rs = map_get(m, map_key_ptr(f));
	bool changed = false;
	uint32_t b, i;

	if (f->is_nothrow)
		return false;
	if (!rs) {
		rs = ARENA_NEW(a, struct reasons);
		map_set(m, map_key_ptr(f), rs);
	}
	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++)
			if (blk->instrs[i].op == OP_CALL)
				changed |= look_at_call(a, m, f, blk, i, rs);
	}
	return changed;
}

/* The reason to tell: what is thrown for more than memory comes first. */
static const struct reason *worst(const struct reasons *rs)
{
	const struct reason *r = NULL;
	unsigned i;

	for (i = 0; rs && i < rs->n; i++)
		if (!r || rs->v[i].how > r->how)
			r = &rs->v[i];
	return r;
}

/* Why F throws what LIKE is of. */
static const struct reason *reason_like(const struct reasons *rs,
					const struct reason *like)
{
	unsigned i;

	for (i = 0; rs && i < rs->n; i++)
		if (thrown_equal(&rs->v[i].type, &like->type))
			return &rs->v[i];
	return NULL;
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
		r = reason_like(reasons_of(m, f), r);
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
		const struct reason *r = worst(reasons_of(&m, f));
		const struct role *role = declared_role(c->declared, f);

		if (r && role && role->slot && !f->in_system_header)
			report(c, &m, f, r);
	}
	map_release(&m);
	arena_release(&arena);
}

const struct check check_exception_boundary = { .unit = unit };
