/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functions of libraries that know nothing of Python: they neither set an
 * exception nor clear one.
 *
 * The headers of the system tell which those are, and the unit's own code:
 * whoever answers a failure with an exception of his own, without asking
 * whether there is one, says that the function sets none.  Flow is not looked
 * at beyond the branch on the result: it is evidence, no proof.
 */
#include "engine/knowledge.h"

#include <string.h>

/* How often the failure of a function was looked for, and answered so. */
struct answers {
	const struct function *function;
	uint32_t tested, answered;
	bool calls_back;	/* it was handed a function of the unit */
};

enum {
	/* What it takes to know a function by what its callers do, and by what
	 * the callers of its library do, which agree in this many of ten. */
	OWN_ANSWERS = 2,
	LIBRARY_ANSWERS = 3,
	LIBRARY_AGREEMENT = 8,
	/* A library's functions have this much in common, at least. */
	PREFIX_LENGTH = 2
};

static bool has_prefix(const char *s, const char *const *prefixes, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (!strncmp(s, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

/* Sets an exception in any case.  doc: c-api/exceptions */
static bool sets_exception(const struct function *t)
{
	static const char *const names[] = { "PyErr_Set", "PyErr_Format",
		"PyErr_NoMemory", "PyErr_BadArgument", "PyErr_BadInternalCall"
	};

	return has_prefix(t->name, names, ARRAY_SIZE (names));
}

static bool asks_exception(const struct function *t)
{
	return !strcmp(t->name, "PyErr_Occurred");
}

/* Does the body of F set one, and never ask for one? */
static bool is_answer(const struct function *f)
{
	bool sets = false;
	uint32_t b, i;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];
			const struct function *t = in->op == OP_CALL
				? call_target(f, in) : NULL;

			if (t && asks_exception(t))
				return false;
			sets |= t && sets_exception(t);
		}
	}
	return sets;
}

/* Is an exception set at once where EDGE of F leads to, unasked? */
static bool answers(const struct function *f, uint32_t edge)
{
	const struct block *b = &f->blocks[f->edges[edge].to];
	uint32_t i;

	for (i = 0; i < b->n_instrs; i++) {
		const struct instr *in = &b->instrs[i];
		const struct function *t = in->op == OP_CALL
			? call_target(f, in) : NULL;

		if (!t)
			continue;
		if (asks_exception(t))
			return false;
		if (sets_exception(t) || (t->has_body && is_answer(t)))
			return true;
	}
	return false;
}

/* The function without a body whose result V of F is, or was made from. */
static const struct function *asked_of(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, value_strip_copies(f, v));
	const struct function *t;

	if (d && d->op == OP_CMP)
		d = value_def(f, value_strip_copies(f, d->a));
	t = d && d->op == OP_CALL ? call_target(f, d) : NULL;
	return t && !t->has_body ? t : NULL;
}

static struct answers *answers_of(struct knowledge *k,
				  const struct function *t)
{
	struct answers *a = map_get(&k->answers, map_key_ptr(t));

	if (!a) {
		a = ARENA_NEW(&k->arena, struct answers);
		a->function = t;
		map_set(&k->answers, map_key_ptr(t), a);
	}
	return a;
}

static void gather_branch(struct knowledge *k, const struct function *f,
			  const struct block *b)
{
	const struct instr *br = block_last(b);
	const struct function *t;
	struct answers *a;

	if (br->op != OP_BR || b->n_succs < 2)
		return;
	t = asked_of(f, br->a);
	if (!t)
		return;
	a = answers_of(k, t);
	a->tested++;
	a->answered += answers(f, b->succs[0]) || answers(f, b->succs[1]);
}

/* Can F, of the unit, be called by a library, and set an exception then?
 * Python calls what has a role. */
static bool is_callback(const struct knowledge *k, const struct function *f)
{
	return f->has_body && f->address_taken && !f->in_system_header
		&& !declared_role(k->declared, f);
}

/* Functions of the unit that call I of F hands to one without a body; SEEN has
 * them all. */
static void gather_callbacks(struct knowledge *k, const struct function *f,
			     const struct instr *i, struct map *seen)
{
	const struct function *t = call_target(f, i);
	uint32_t n;

	for (n = 0; t && !t->has_body && n < i->n_args; n++) {
		const struct value *v = fn_value(f,
				value_strip_copies(f, i->args[n]));

		if (v->kind != VAL_FUNC || !is_callback(k, v->u.func))
			continue;
		answers_of(k, t)->calls_back = true;
		map_set(seen, map_key_ptr(v->u.func), k);
	}
}

static void gather_body(struct knowledge *k, const struct function *f,
			struct map *seen)
{
	uint32_t b, i;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++)
			if (blk->instrs[i].op == OP_CALL)
				gather_callbacks(k, f, &blk->instrs[i], seen);
		gather_branch(k, f, blk);
	}
}

void knowledge_gather_answers(struct knowledge *k)
{
	struct map seen = { 0 };
	uint32_t i;

	for (i = 0; i < k->unit->functions.n; i++) {
		const struct function *f = k->unit->functions.v[i];

		if (f->has_body && !f->in_system_header)
			gather_body(k, f, &seen);
	}
	/* Whose address went elsewhere, anybody can call. */
	for (i = 0; i < k->unit->functions.n && !k->calls_back; i++) {
		const struct function *f = k->unit->functions.v[i];

		k->calls_back = is_callback(k, f)
			&& !map_has(&seen, map_key_ptr(f));
	}
	map_release(&seen);
}

/* How much of its name a function has in common with others of its library:
 * up to and with the first underscore, or before the second capital. */
static size_t prefix_length(const char *name)
{
	size_t n = strcspn(name, "_");

	if (name[n] && n >= PREFIX_LENGTH)
		return n + 1;
	for (n = 1; name[n] && !(name[n] >= 'A' && name[n] <= 'Z'); n++)
		;
	return name[n] && n >= PREFIX_LENGTH ? n : 0;
}

static bool is_of_library(const struct answers *a, const struct function *f)
{
	size_t n = prefix_length(f->name);

	return a->function == f
		|| (n && !strncmp(a->function->name, f->name, n))
		|| (f->in_system_header && f->loc.file
		    && a->function->loc.file
		    && !strcmp(a->function->loc.file, f->loc.file));
}

/* Does the library of F call functions of the unit? */
static bool is_calling_back(const struct knowledge *k,
			    const struct function *f)
{
	uint32_t i;

	for (i = 0; i < k->answers.n; i++) {
		const struct answers *a = k->answers.slots[i].value;

		if (a->calls_back && is_of_library(a, f))
			return true;
	}
	return false;
}

/* Do callers of the library that F is of answer most failures? */
static bool is_answered_like(const struct knowledge *k,
			     const struct function *f)
{
	uint32_t tested = 0, answered = 0, i;

	for (i = 0; i < k->answers.n; i++) {
		const struct answers *a = k->answers.slots[i].value;

		if (!is_of_library(a, f))
			continue;
		tested += a->tested;
		answered += a->answered;
	}
	return answered >= LIBRARY_ANSWERS
		&& answered * 10 >= tested * LIBRARY_AGREEMENT;
}

/* Is it of the interpreter, or of a library that is there for it? */
static bool is_of_python(const struct function *f)
{
	static const char *const names[] = { "Py", "_Py", "NPY_", "npy_",
		"__Pyx", "SWIG_" };

	return has_prefix(f->name, names, ARRAY_SIZE (names))
		|| (f->loc.file && (strstr(f->loc.file, "/python2.")
				    || strstr(f->loc.file, "/python3.")
				    || strstr(f->loc.file, "/numpy/")));
}

static bool is_library(const struct knowledge *k, const struct function *f)
{
	const struct answers *a;

	if (f->has_body || is_of_python(f))
		return false;
	a = map_get(&k->answers, map_key_ptr(f));
	if (a && a->answered >= OWN_ANSWERS && a->answered * 2 > a->tested)
		return true;
	return !k->calls_back && (f->in_system_header || is_answered_like(k, f))
		&& !is_calling_back(k, f);
}

bool knowledge_is_library(struct knowledge *k, const struct function *f)
{
	static const char yes, no;
	const char *known = map_get(&k->libraries, map_key_ptr(f));

	if (!known) {
		known = is_library(k, f) ? &yes : &no;
		map_set(&k->libraries, map_key_ptr(f), (void *) known);
	}
	return known == &yes;
}
