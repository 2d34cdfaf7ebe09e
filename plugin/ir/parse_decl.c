/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heads of globals and functions, and static initialisers. */
#include "ir/parse.h"

#include <string.h>

#include "ir/text.h"

/* --------------------------------------------------------- attributes */

static bool parse_attr_arg(struct parser *p, struct attr_arg *arg)
{
	*arg = (struct attr_arg) { 0 };
	if (peek(p)->kind == TOK_STRING) {
		arg->is_string = true;
		arg->s = expect_name(p, "a text");
		return !p->failed;
	}
	if (peek(p)->kind != TOK_INT && !at_punct(p, '-'))
		return false;
	arg->i = expect_signed(p, "a number");
	return !p->failed;
}

struct attr *parse_attr(struct parser *p)
{
	struct attr *a = ARENA_NEW(&p->u->arena, struct attr);
	VEC (struct attr_arg) args = { 0 };
	struct attr_arg arg;

	next(p);
	expect_punct(p, '(', "'(' and the attribute's name");
	a->name = expect_name(p, "the attribute's name");
	while (parse_attr_arg(p, &arg))
		vec_push(&args, arg);
	a->loc = accept_loc(p);
	expect_punct(p, ')', "an argument or ')'");
	a->n_args = args.n;
	if (args.n)
		a->args = arena_memdup(&p->u->arena, args.v,
				       sizeof(arg) * args.n);
	vec_release(&args);
	return p->failed ? NULL : a;
}

/* Appends an attribute, if one stands here, at *LAST. */
static bool accept_attr(struct parser *p, const struct attr ***last)
{
	struct attr *a = at_word(p, "attr") ? parse_attr(p) : NULL;

	if (!a)
		return false;
	**last = a;
	*last = &a->next;
	return true;
}

static bool accept_flag(struct parser *p, void *of,
			const struct flag_word *flags, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (accept_word(p, flags[i].word)) {
			*flag_at(of, flags[i].offset) = true;
			return true;
		}
	return false;
}

/* The place of the declaration; what follows is relative to its file. */
static bool accept_decl_loc(struct parser *p, struct loc *loc)
{
	if (!at_punct(p, '!'))
		return false;
	*loc = accept_loc(p);
	if (loc->file)
		p->file = loc->file;
	return true;
}

/* ------------------------------------------------------------ globals */

static bool parse_global_part(struct parser *p, struct global *g,
			      const struct attr ***last)
{
	if (accept_flag(p, g, global_flags, n_global_flags)
	    || accept_decl_loc(p, &g->loc) || accept_attr(p, last))
		return true;
	if (!accept_word(p, "name"))
		return false;
	g->name = expect_name(p, "the source's name of it");
	return true;
}

void parse_global_head(struct parser *p, struct decl *d)
{
	struct global *g = d->global;
	const struct attr **last = &g->attrs;

	g->type = parse_annotation(p, NULL);
	while (parse_global_part(p, g, &last))
		;
	d->rest = p->pos;
	if (!at_punct(p, '='))
		expect_line_end(p);
}


static struct global *find_global(struct parser *p, const char *key)
{
	return map_get(&p->u->global_index,
		       map_key_ptr(unit_intern(p->u, key)));
}

static const struct type *ptr_to(struct parser *p, const struct type *t)
{
	return unit_ptr_to(p->u, t ? t : builtin_type(p, "void"));
}

/* A symbol that nothing declares is a function. */
static const struct type *parse_init_symbol(struct parser *p,
					    struct init *in, const char *key)
{
	in->global = find_global(p, key);
	if (in->global) {
		in->kind = INIT_GLOBAL;
		in->i = accept_offset(p);
		return ptr_to(p, in->global->type);
	}
	in->kind = INIT_FUNC;
	in->func = unit_function(p->u, key);
	return ptr_to(p, in->func->type);
}

static void parse_init_value(struct parser *p, struct init *in)
{
	const struct type *implied = NULL;
	const struct token *t;

	if (accept_kind(p, TOK_STRING, &t)) {
		in->kind = INIT_STRING;
		in->s = arena_strndup(&p->u->arena, t->s, t->len);
		in->len = t->len;
		in->i = accept_offset(p);
		implied = string_type(p, t->len);
	} else if (accept_kind(p, TOK_SYMBOL, &t)) {
		implied = parse_init_symbol(p, in, t->s);
	} else if (accept_word(p, "null")) {
		in->kind = INIT_INT;
		implied = object_type(p);
	} else if (accept_word(p, "other")) {
		in->kind = INIT_OTHER;
	} else if (at_number(p)) {
		bool is_float = parse_number(p, &in->i, &in->f);

		in->kind = is_float ? INIT_FLOAT : INIT_INT;
		implied = builtin_type(p, is_float ? "double" : "int");
	} else {
		fail_expected(p, "a constant, or 'other'");
	}
	in->type = parse_annotation(p, implied);
}

static void parse_init(struct parser *p, struct init *in)
{
	const struct token *t = peek(p);

	if (!accept_kind(p, TOK_LABEL, &t) || !t->is_number) {
		fail_at(p, t->line, "expected '@' and the offset of an "
			"element, or '}'");
		return;
	}
	in->offset = t->i;
	in->size = DEFAULT_INIT_SIZE;
	if (accept_punct(p, ':'))
		in->size = expect_unsigned(p, "the element's size");
	parse_init_value(p, in);
	in->loc = accept_loc(p);
}

static void skip_separators(struct parser *p)
{
	while (peek(p)->kind == TOK_NEWLINE || at_punct(p, ','))
		next(p);
}

static void parse_init_list(struct parser *p, struct global *g)
{
	VEC (struct init) inits = { 0 };
	struct init in;

	for (skip_separators(p); !accept_punct(p, '}'); skip_separators(p)) {
		uint32_t line = peek(p)->line;

		in = (struct init) { 0 };
		parse_init(p, &in);
		if (inits.n && in.offset < inits.v[inits.n - 1].offset)
			fail_at(p, line, "elements are not in the order of "
				"their offsets");
		if (p->failed)
			break;
		vec_push(&inits, in);
	}
	g->n_inits = inits.n;
	if (inits.n)
		g->inits = arena_memdup(&p->u->arena, inits.v,
					sizeof(in) * inits.n);
	vec_release(&inits);
}

void parse_global_inits(struct parser *p, struct decl *d)
{
	if (accept_punct(p, '=')) {
		d->global->has_init = true;
		if (expect_punct(p, '{', "'{' and the elements"))
			parse_init_list(p, d->global);
	}
	while (peek(p)->kind == TOK_NEWLINE)
		next(p);
	if (peek(p)->kind != TOK_END)
		fail_expected(p, "a declaration");
}

/* ---------------------------------------------------------- functions */

static bool parse_function_part(struct parser *p, struct function *f,
				const struct attr ***last)
{
	if (accept_flag(p, f, function_flags, n_function_flags)
	    || accept_decl_loc(p, &f->loc) || accept_attr(p, last))
		return true;
	if (accept_word(p, "name"))
		f->name = expect_name(p, "the source's name of it");
	else if (accept_word(p, "gave_up"))
		f->gave_up = expect_name(p, "the reason");
	else if (accept_word(p, "end"))
		f->end_loc = accept_loc(p);
	else
		return false;
	return true;
}

void parse_function_head(struct parser *p, struct decl *d)
{
	struct function *f = d->function;
	const struct attr **last = &f->attrs;
	bool has_type = false;

	d->head = ARENA_NEW(&p->arena, struct head);
	if (accept_punct(p, '('))
		parse_head(p, d->head);
	do {
		if (accept_word(p, "type")) {
			f->type = parse_type(p);
			has_type = true;
		}
	} while (parse_function_part(p, f, &last) || at_word(p, "type"));
	if (!has_type && d->head->has_params && !p->failed)
		f->type = head_type(p, d->head);
	expect_line_end(p);
	d->rest = p->pos;
}
