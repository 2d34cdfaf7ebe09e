/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operands and places in the text of a body. */
#include "ir/body.h"

#include <string.h>

#include "ir/text.h"

/* -------------------------------------------------------------- names */

/* One number per distinct (name, variable, version). */
static uint64_t name_key(struct body *b, const char *name, uint32_t variable,
			 uint32_t version, bool temporary)
{
	struct buf text = { 0 };
	const char *key;

	buf_addf(&text, "%c%lu.%lu ", temporary ? 't' : name ? 'n' : 'v',
		 (unsigned long) variable, (unsigned long) version);
	buf_add(&text, name ? name : "");
	key = unit_intern(b->p->u, buf_str(&text));
	buf_release(&text);
	return map_key_ptr(key);
}

static uint32_t or_one(uint32_t number)
{
	return number == NO_NUMBER ? 1 : number;
}

/* Variables are numbered by first sight; ~0 is none. */
static uint32_t variable_of(struct body *b, const char *name,
			    uint32_t variable)
{
	uint64_t key = name_key(b, name, variable, 0, false);
	uintptr_t var = (uintptr_t) map_get(&b->var_index, key);

	if (!variable)
		return 0;
	if (!var) {
		var = b->var_index.n + 1;
		map_set(&b->var_index, key, (void *) var);
	}
	return (uint32_t) var;
}

uint32_t body_value(struct body *b, const struct token *t)
{
	uint32_t variable = or_one(t->variable);
	const char *name = unit_intern(b->p->u, t->s);
	uint64_t key = name_key(b, name, variable, or_one(t->version),
				t->is_temporary);
	uintptr_t number = (uintptr_t) map_get(&b->value_index, key);
	struct body_value v = { .name = name, .token = t };

	if (number)
		return (uint32_t) number - 1;
	if (!t->is_temporary)
		v.var = variable_of(b, name, variable);
	vec_push(&b->values, v);
	map_set(&b->value_index, key, (void *) (uintptr_t) b->values.n);
	return b->values.n - 1;
}

uint32_t body_local(struct body *b, const struct token *t)
{
	const char *name = unit_intern(b->p->u, t->s);
	uint64_t key = name_key(b, name, or_one(t->variable), 0, false);
	uintptr_t number = (uintptr_t) map_get(&b->local_index, key);

	if (number)
		return (uint32_t) number - 1;
	vec_push(&b->locals, ((struct body_local) { .name = name }));
	map_set(&b->local_index, key, (void *) (uintptr_t) b->locals.n);
	return b->locals.n - 1;
}

/* ----------------------------------------------------------- operands */

bool at_operand(const struct parser *p)
{
	switch (peek(p)->kind) {
	case TOK_VALUE:
	case TOK_LOCAL:
	case TOK_SYMBOL:
	case TOK_STRING:
		return true;
	case TOK_END:
	case TOK_NEWLINE:
	case TOK_WORD:
	case TOK_INT:
	case TOK_FLOAT:
	case TOK_LABEL:
	case TOK_PUNCT:
	case TOK_ERROR:
		break;
	}
	return at_number(p) || at_word(p, "null") || at_word(p, "undef")
		|| at_word(p, "_");
}

static void parse_undef(struct parser *p, struct operand *o)
{
	const struct token *t;

	o->kind = OPERAND_UNDEF;
	if (accept_kind(p, TOK_VALUE, &t))
		o->s = unit_intern(p->u, t->s);
}

static void parse_address(struct body *b, struct operand *o)
{
	struct parser *p = b->p;
	const struct token *t;

	if (accept_kind(p, TOK_STRING, &t)) {
		o->kind = OPERAND_STRING;
	} else if (accept_kind(p, TOK_SYMBOL, &t)) {
		o->kind = OPERAND_SYMBOL;
	} else if (accept_kind(p, TOK_LOCAL, &t)) {
		o->kind = OPERAND_LOCAL;
		o->number = body_local(b, t);
	} else {
		fail_expected(p, "an operand");
		return;
	}
	o->s = t->s;
	o->len = t->len;
	o->i = accept_offset(p);
}

static void parse_constant(struct body *b, struct operand *o)
{
	struct parser *p = b->p;

	if (at_number(p))
		o->kind = parse_number(p, &o->i, &o->f)
			? OPERAND_FLOAT : OPERAND_INT;
	else if (accept_word(p, "null"))
		o->kind = OPERAND_NULL;
	else if (accept_word(p, "undef"))
		parse_undef(p, o);
	else
		parse_address(b, o);
	if (!p->failed && accept_punct(p, ':')) {
		o->is_typed = true;
		o->type = parse_type(p);
	}
}

struct operand parse_operand(struct body *b)
{
	struct operand o = { .kind = OPERAND_NONE };
	const struct token *t;

	if (accept_word(b->p, "_"))
		return o;
	if (accept_kind(b->p, TOK_VALUE, &t)) {
		o.kind = OPERAND_VALUE;
		o.number = body_value(b, t);
		return o;
	}
	parse_constant(b, &o);
	return o;
}

/* ------------------------------------------------------------- places */

/* Is an index here: a register, a parenthesis, a number with a stride? */
static bool at_index(const struct parser *p)
{
	const struct token *t = peek(p);

	if (t->kind != TOK_INT)
		return true;
	return p->end - p->pos > 1 && t[1].kind == TOK_PUNCT
		&& t[1].i == '*';
}

static void parse_index(struct body *b, struct body_place *place)
{
	struct parser *p = b->p;
	bool grouped = accept_punct(p, '(');

	place->index = parse_operand(b);
	if (grouped)
		expect_punct(p, ')', "')' after the index");
	expect_punct(p, '*', "'*' and the index's stride");
	place->stride = expect_unsigned(p, "the index's stride");
}

static int64_t parse_offset(struct parser *p, bool negative)
{
	const struct token *t = peek(p);
	uint64_t n = expect_unsigned(p, "an offset");

	if (n > (uint64_t) INT64_MAX + negative)
		fail_at(p, t->line, "a number is too large");
	return negative ? (int64_t) (0 - n) : (int64_t) n;
}

/* "+ index * stride", "+ offset", "- offset", at most one of each kind. */
static void parse_place_sum(struct body *b, struct body_place *place)
{
	bool has_index = false, has_offset = false, *has;

	while (at_punct(b->p, '+') || at_punct(b->p, '-')) {
		bool negative = at_punct(b->p, '-'), index;
		uint32_t line = peek(b->p)->line;

		next(b->p);
		index = !negative && at_index(b->p);
		has = index ? &has_index : &has_offset;
		if (*has)
			fail_at(b->p, line, "a place has one index and one "
				"offset at most");
		*has = true;
		if (index)
			parse_index(b, place);
		else
			place->offset = parse_offset(b->p, negative);
	}
}

static void parse_place_words(struct parser *p, struct body_place *place)
{
	if (peek(p)->kind == TOK_STRING)
		place->spelling = expect_name(p, "a spelling");
	if (accept_word(p, "in")) {
		place->record = parse_record(p);
		if (accept_punct(p, '.'))
			place->field = expect_name(p, "a member's name");
		if (accept_word(p, "at"))
			place->record_at = parse_offset(p,
				accept_punct(p, '-'));
	}
	place->is_bitfield = accept_word(p, "bitfield");
	place->is_volatile = accept_word(p, "volatile");
}

void parse_place(struct body *b, struct body_place *place)
{
	struct parser *p = b->p;

	place->line = peek(p)->line;
	if (peek(p)->kind == TOK_VALUE) {
		place->is_member = true;
		place->base = parse_operand(b);
		if (expect_punct(p, PUNCT_ARROW, "'->' and a member"))
			place->field = expect_name(p, "a member's name");
		return;
	}
	if (!expect_punct(p, '[', "a place in brackets"))
		return;
	place->base = parse_operand(b);
	parse_place_sum(b, place);
	if (accept_punct(p, ',')) {
		place->has_size = true;
		place->size = expect_unsigned(p, "the size of the access");
	}
	if (expect_punct(p, ']', "'+', '-', ',' or ']'"))
		parse_place_words(p, place);
}
