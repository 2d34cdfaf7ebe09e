/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which functions release what they get: by the table, by what their bodies
 * pass it on to, and out of sight by their names.
 */
#include "engine/releaser.h"
#include "engine/tables.h"

#include <ctype.h>
#include <string.h>

enum { LONGEST_WORD = 31 };

/* The next word of a name: parts are set off by `_' or by a capital letter;
 * it comes in small letters. */
static const char *next_word(const char *p, char *word)
{
	unsigned n = 0;

	while (*p == '_')
		p++;
	if (!*p)
		return NULL;
	while (*p && *p != '_' && n < LONGEST_WORD) {
		if (n && isupper((unsigned char) *p)
		    && (islower((unsigned char) p[-1])
			|| islower((unsigned char) p[1])))
			break;
		word[n++] = (char) tolower((unsigned char) *p++);
	}
	word[n] = '\0';
	return p;
}

static bool is_word_of(const char *word, const char *const *words, unsigned n)
{
	while (n-- > 0)
		if (!strcmp(word, words[n]))
			return true;
	return false;
}

static bool is_ending(const char *word)
{
	static const char *const ends[] = { "free", "destroy", "release",
		"close", "delete", "dispose", "unref", "fini", "cleanup",
		"clear", "dealloc", "deallocate", "finalize", "deinit",
		"uninit", "decref" };
	size_t n = strlen(word);

	return is_word_of(word, ends, ARRAY_SIZE(ends))
		|| (n > 4 && !strcmp(word + n - 4, "free"));
}

/* Does NAME say that what it gets is released: lib_thing_free, ThingDestroy,
 * ber_bvfree?  Not lib_set_close_hook. */
static bool says_release(const char *name)
{
	static const char *const others[] = { "is", "get", "set", "has",
		"on", "add", "register", "num", "count", "new", "create",
		"init" };
	char word[LONGEST_WORD + 1];
	bool does = false;

	while ((name = next_word(name, word)) != NULL) {
		if (is_word_of(word, others, ARRAY_SIZE(others)))
			return false;
		does |= is_ending(word);
	}
	return does;
}

/* The length of what stands in NAME before a word for making something, or for
 * releasing it; 0: it has none, or nothing before it. */
static size_t stem(const char *name, bool releases)
{
	static const char *const makes[] = { "init", "initialize", "new",
		"create", "alloc", "allocate", "open", "copy", "dup", "clone",
		"setup", "start" };
	char word[LONGEST_WORD + 1];
	const char *p = name, *at;

	for (at = p; (p = next_word(p, word)) != NULL; at = p)
		if (releases ? is_ending(word)
		    : is_word_of(word, makes, ARRAY_SIZE(makes)))
			return (size_t) (at - name);
	return 0;
}

bool are_counterparts(const char *maker, const char *releaser)
{
	size_t n = stem(maker, false);

	return n && n == stem(releaser, true) && !strncmp(maker, releaser, n);
}

static bool is_pointer(const struct function *f, vid v)
{
	const struct value *val = fn_value(f, v);

	return val->type && val->type->kind == TYPE_PTR
		&& val->kind != VAL_INT && val->kind != VAL_STRING
		&& val->kind != VAL_FUNC;
}

/* The one argument that a function with such a name means: the last pointer,
 * as in pool_free (pool, p), or a number that is all it gets. */
static unsigned meant(const struct function *f, const struct instr *i)
{
	unsigned n;

	for (n = i->n_args; n > 0; n--)
		if (is_pointer(f, i->args[n - 1]))
			return n;
	return i->n_args == 1 && fn_value(f, i->args[0])->kind == VAL_SSA;
}

/* Bit n-1: the body of F passes its parameter n to who releases it, and to
 * nobody else: a helper that tidies up, none that fills and gives up.  While
 * a recursive function is looked at it passes on nothing. */
static uint32_t passed_on(struct knowledge *k, const struct function *f)
{
	uint32_t b, j, a, mask = 0, others = 0;

	if (map_has(&k->releasers, map_key_ptr(f)))
		return (uint32_t) (uintptr_t) map_get(&k->releasers,
						      map_key_ptr(f));
	map_set(&k->releasers, map_key_ptr(f), NULL);
	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];
			unsigned n = i->op == OP_CALL
				? releases_argument_of(k, f, i) : 0;

			for (a = 1; i->op == OP_CALL && a <= i->n_args; a++) {
				const struct value *v = fn_value(f,
					strip_casts(f, i->args[a - 1]));

				if (v->kind != VAL_PARAM || v->u.param >= 32)
					continue;
				if (n == a)
					mask |= 1u << v->u.param;
				else
					others |= 1u << v->u.param;
			}
		}
	mask &= ~others;
	map_set(&k->releasers, map_key_ptr(f), (void *) (uintptr_t) mask);
	return mask;
}

/* By the table, where that knows the function. */
static unsigned released_by_contract(const struct contract *c)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; o < c->n_outcomes; o++)
		for (e = c->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RELEASE && e->a > 0)
				return (unsigned) e->a;
	return 0;
}

unsigned releases_argument_of(struct knowledge *k, const struct function *f,
			      const struct instr *i)
{
	const struct function *t = call_target(f, i);
	const struct contract *c;
	uint32_t mask;
	unsigned n;

	if (!t || t->is_cxx || !i->n_args)
		return 0;
	if (!t->has_body) {
		c = knowledge_function(k, t, i->n_args);
		if (c)
			return released_by_contract(c);
		return says_release(t->name) ? meant(f, i) : 0;
	}
	mask = passed_on(k, t);
	for (n = 1; n <= i->n_args && n <= 32; n++)
		if (mask >> (n - 1) & 1)
			return n;
	return 0;
}

bool frees_memory(struct knowledge *k, const struct function *f,
			 const struct instr *i)
{
	const struct contract *c = knowledge_function(k, call_target(f, i),
						      i->n_args);
	const struct effect *e;
	unsigned o;

	for (o = 0; c && o < c->n_outcomes; o++)
		for (e = c->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RELEASE && e->b >= FAMILY_MALLOC
			    && e->b <= FAMILY_PYOBJECT_MEM)
				return true;
	return false;
}
