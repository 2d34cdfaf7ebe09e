/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a function's body, read into drafts. */
#include "ir/body.h"

#include <string.h>

#include "ir/text.h"

/* -------------------------------------------------------------- edges */

static bool accept_edge_kind(struct parser *p, enum edge_kind *kind)
{
	int k;

	for (k = EDGE_JUMP; k <= EDGE_EH; k++)
		if (accept_word(p, edge_kind_word((enum edge_kind) k))) {
			*kind = (enum edge_kind) k;
			return true;
		}
	return false;
}

static void parse_case(struct parser *p, struct body_edge *e)
{
	e->low = e->high = expect_signed(p, "a case's value");
	if (accept_punct(p, PUNCT_RANGE))
		e->high = expect_signed(p, "the range's end");
}

/* Without a word, a branch's edges are its two, all others jumps. */
static enum edge_kind implied_edge(struct parser *p, enum opcode op,
				   uint32_t number)
{
	if (op != OP_BR)
		return EDGE_JUMP;
	if (number > 1)
		fail_at(p, peek(p)->line, "a branch has two targets");
	return number ? EDGE_FALSE : EDGE_TRUE;
}

static void parse_edge(struct body *b, struct body_block *block,
		       enum opcode op)
{
	struct parser *p = b->p;
	struct body_edge e = { .line = peek(p)->line };
	const struct token *t;

	if (!accept_edge_kind(p, &e.kind))
		e.kind = implied_edge(p, op, block->edges.n);
	if (e.kind == EDGE_CASE)
		parse_case(p, &e);
	if (!accept_kind(p, TOK_LABEL, &t)) {
		fail_expected(p, "a block with '@'");
		return;
	}
	e.label = unit_intern(p->u, t->s);
	if (accept_punct(p, '(')) {
		e.loc = accept_loc(p);
		expect_punct(p, ')', "'!line' and ')'");
	}
	vec_push(&block->edges, e);
}

static void parse_edges(struct body *b, enum opcode op)
{
	struct body_block *block = &b->blocks.v[b->blocks.n - 1];
	struct parser *p = b->p;

	block->is_terminated = true;
	while (peek(p)->kind == TOK_LABEL || peek(p)->kind == TOK_WORD)
		parse_edge(b, block, op);
}

/* ------------------------------------------------------- instructions */

static void parse_args(struct body *b, struct body_instr *i)
{
	VEC (struct body_arg) args = { 0 };
	struct parser *p = b->p;
	struct body_arg arg;

	if (!expect_punct(p, '(', "'(' and the arguments"))
		return;
	while (!at_punct(p, ')') && !p->failed) {
		arg.operand = parse_operand(b);
		arg.loc = accept_loc(p);
		vec_push(&args, arg);
		if (!accept_punct(p, ','))
			break;
	}
	expect_punct(p, ')', "',' or ')'");
	i->n_args = args.n;
	if (args.n)
		i->args = arena_memdup(&p->arena, args.v,
				       sizeof(arg) * args.n);
	vec_release(&args);
}

static void parse_call(struct body *b, struct body_instr *i)
{
	struct parser *p = b->p;

	i->is_artificial = accept_word(p, "artificial");
	i->is_void_cast = accept_word(p, "void");
	i->callee = parse_operand(b);
	parse_args(b, i);
	if (accept_word(p, "as")) {
		i->has_fn_type = true;
		i->fn_type = parse_type(p);
	}
}

static bool accept_comparison(struct parser *p, struct body_instr *i)
{
	int c;

	for (c = CMP_EQ; c <= CMP_OTHER; c++) {
		const char *word = cmp_name((enum cmp) c);
		const char *s = peek(p)->kind == TOK_WORD ? peek(p)->s : "";

		i->cmp_unsigned = *s == 'u';
		i->cmp = (enum cmp) c;
		if (!strcmp(s + i->cmp_unsigned, word)) {
			next(p);
			return true;
		}
	}
	return false;
}

static void parse_comparison(struct body *b, struct body_instr *i)
{
	struct parser *p = b->p;
	bool is_null = accept_word(p, "null");

	if (is_null || accept_word(p, "nonnull")) {
		i->cmp = is_null ? CMP_EQ : CMP_NE;
		i->operands[0] = parse_operand(b);
		i->operands[1].kind = OPERAND_NULL;
		return;
	}
	if (!accept_comparison(p, i)) {
		fail_expected(p, "a comparison: 'eq', 'ult', 'null' ...");
		return;
	}
	i->operands[0] = parse_operand(b);
	i->operands[1] = parse_operand(b);
}

/* A place may begin with a value, as operands do: "%self->items". */
static bool at_member(const struct parser *p)
{
	const struct token *t = peek(p);

	return t->kind == TOK_VALUE && p->end - p->pos > 1
		&& t[1].kind == TOK_PUNCT && t[1].i == PUNCT_ARROW;
}

static void parse_operands(struct body *b, struct body_instr *i)
{
	struct parser *p = b->p;
	unsigned n;

	for (n = 0; n < 3 && at_operand(p) && !at_member(p); n++)
		i->operands[n] = parse_operand(b);
	if (op_uses_place(i->op))
		parse_place(b, &i->place);
	if (at_punct(p, '('))
		parse_args(b, i);
}

/* "@block operand", with commas between. */
static void parse_phi(struct body *b, struct body_instr *i)
{
	VEC (struct body_arg) args = { 0 };
	VEC (const char *) labels = { 0 };
	struct parser *p = b->p;
	const struct token *t;
	struct body_arg arg;

	i->is_phi = true;
	while (accept_kind(p, TOK_LABEL, &t)) {
		arg.operand = parse_operand(b);
		arg.loc = accept_loc(p);
		vec_push(&args, arg);
		vec_push(&labels, unit_intern(p->u, t->s));
		if (!accept_punct(p, ','))
			break;
	}
	i->n_args = args.n;
	if (args.n) {
		i->args = arena_memdup(&p->arena, args.v,
				       sizeof(arg) * args.n);
		i->labels = arena_memdup(&p->arena, labels.v,
					 sizeof(char *) * args.n);
	}
	vec_release(&args);
	vec_release(&labels);
}

static bool accept_opcode(struct parser *p, enum opcode *op)
{
	int k;

	for (k = 0; k < N_OPCODES; k++)
		if (accept_word(p, opcode_name((enum opcode) k))) {
			*op = (enum opcode) k;
			return true;
		}
	return false;
}

static void parse_operation(struct body *b, struct body_instr *i)
{
	struct parser *p = b->p;

	if (accept_word(p, "phi")) {
		parse_phi(b, i);
		return;
	}
	if (!accept_opcode(p, &i->op)) {
		fail_expected(p, "an instruction");
		return;
	}
	if (i->op == OP_SWITCH)
		i->is_complete = accept_word(p, "complete");
	if (i->op == OP_CALL)
		parse_call(b, i);
	else if (i->op == OP_CMP || i->op == OP_BR)
		parse_comparison(b, i);
	else
		parse_operands(b, i);
	if (op_is_terminator(i->op))
		parse_edges(b, i->op);
}

/* "%x:type =" */
static void parse_result(struct body *b, struct body_instr *i)
{
	struct parser *p = b->p;
	const struct token *t;
	struct body_value *v;

	if (!accept_kind(p, TOK_VALUE, &t))
		return;
	i->dst = body_value(b, t) + 1;
	v = &b->values.v[i->dst - 1];
	if (v->is_defined) {
		fail_at(p, t->line, "'%.*s' is defined twice",
			(int) t->raw_len, t->raw);
		return;
	}
	v->is_defined = true;
	if (accept_punct(p, ':')) {
		v->type = parse_type(p);
		v->is_known = true;
	}
	expect_punct(p, '=', "'=' and an instruction");
}

static void check_phi(struct body *b, const struct body_instr *i)
{
	const struct body_instr *last;

	if (i->is_phi && !i->dst)
		fail_at(b->p, i->line, "a phi without a result");
	if (!i->is_phi || !b->instrs.n)
		return;
	last = &b->instrs.v[b->instrs.n - 1];
	if (last->block == i->block && !last->is_phi)
		fail_at(b->p, i->line, "a phi behind an instruction");
}

static void parse_instr(struct body *b)
{
	struct parser *p = b->p;
	struct body_instr i = { .line = peek(p)->line };

	if (!b->blocks.n) {
		fail_at(p, i.line, "expected a block '@0:' before the first "
			"instruction");
		return;
	}
	i.block = b->blocks.n - 1;
	if (b->blocks.v[i.block].is_terminated) {
		fail_at(p, i.line, "an instruction behind the end of its "
			"block");
		return;
	}
	parse_result(b, &i);
	parse_operation(b, &i);
	check_phi(b, &i);
	i.loc = i.is_phi ? i.loc : accept_loc(p);
	expect_line_end(p);
	if (p->failed)
		return;
	infer_result(b, &i);
	vec_push(&b->instrs, i);
}

/* ------------------------------------------------------------- blocks */

static void parse_local(struct body *b)
{
	struct parser *p = b->p;
	const struct token *t = peek(p);
	struct body_local *local;
	uint32_t number;

	next(p);
	number = body_local(b, t);
	local = &b->locals.v[number];
	if (local->is_declared || b->blocks.n) {
		fail_at(p, t->line, b->blocks.n
			? "a local is declared before the first block"
			: "a local is declared twice");
		return;
	}
	local->is_declared = true;
	local->type = parse_annotation(p, object_type(p));
	local->loc = accept_loc(p);
	expect_line_end(p);
}

static void parse_block(struct body *b)
{
	struct parser *p = b->p;
	const struct token *t = peek(p);
	const char *label = unit_intern(p->u, t->s);

	next(p);
	if (map_has(&b->label_index, map_key_ptr(label)))
		fail_at(p, t->line, "block '@%s' is there twice", label);
	expect_punct(p, ':', "':' after the block's name");
	vec_push(&b->blocks, ((struct body_block) { .label = label }));
	map_set(&b->label_index, map_key_ptr(label),
		(void *) (uintptr_t) b->blocks.n);
}

static void parse_lines(struct body *b)
{
	struct parser *p = b->p;

	while (peek(p)->kind != TOK_END) {
		if (peek(p)->kind == TOK_NEWLINE)
			next(p);
		else if (peek(p)->kind == TOK_LOCAL)
			parse_local(b);
		else if (peek(p)->kind == TOK_LABEL)
			parse_block(b);
		else
			parse_instr(b);
	}
}

static void add_params(struct body *b)
{
	uint32_t i;

	for (i = 0; i < b->head->params.n; i++) {
		const struct head_param *hp = &b->head->params.v[i];
		struct body_value *v;
		uint32_t number;

		if (!hp->value) {
			vec_push(&b->params, 0);
			continue;
		}
		number = body_value(b, hp->value);
		v = &b->values.v[number];
		if (v->is_param)
			fail_at(b->p, hp->value->line, "two parameters are "
				"called '%.*s'", (int) hp->value->raw_len,
				hp->value->raw);
		v->is_param = v->is_defined = v->is_known = true;
		v->type = hp->type;
		if (!v->type)
			fail_at(b->p, hp->value->line, "a parameter without "
				"a type");
		vec_push(&b->params, number + 1);
	}
}

static void check_defined(struct body *b)
{
	uint32_t i;

	for (i = 0; i < b->values.n; i++) {
		const struct body_value *v = &b->values.v[i];

		if (!v->is_defined)
			fail_at(b->p, v->token->line, "'%.*s' is nowhere "
				"defined", (int) v->token->raw_len,
				v->token->raw);
	}
}

static void body_release(struct body *b)
{
	uint32_t i;

	for (i = 0; i < b->blocks.n; i++)
		vec_release(&b->blocks.v[i].edges);
	vec_release(&b->values);
	vec_release(&b->params);
	vec_release(&b->locals);
	vec_release(&b->blocks);
	vec_release(&b->instrs);
	map_release(&b->value_index);
	map_release(&b->local_index);
	map_release(&b->var_index);
	map_release(&b->label_index);
}

void parse_function_body(struct parser *p, struct decl *d)
{
	struct body b = { .p = p, .fn = d->function, .head = d->head };
	uint32_t line = peek(p)->line;

	while (peek(p)->kind == TOK_NEWLINE)
		next(p);
	if (peek(p)->kind == TOK_END)
		return;
	if (d->function->gave_up)
		fail_at(p, line, "a function that was given up has no body");
	add_params(&b);
	parse_lines(&b);
	check_defined(&b);
	if (!p->failed && !b.blocks.n)
		fail_at(p, line, "a body without a block");
	if (!p->failed) {
		guess_types(&b);
		type_callees(&b);
		emit_body(&b);
	}
	body_release(&b);
}
