/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A function's body as text: locals, then blocks of one instruction a line. */
#include "ir/text.h"

#include <string.h>

/* ----------------------------------------------------------- operands */

static const struct value *value_of(const struct printer *p, vid v)
{
	return &p->f->values[v];
}

static bool is_register(const struct printer *p, vid v)
{
	enum value_kind k = value_of(p, v)->kind;

	return k == VAL_SSA || k == VAL_PARAM;
}

/* The type of V if it is a register, else NULL. */
static const struct type *register_type(const struct printer *p, vid v)
{
	return is_register(p, v) ? value_of(p, v)->type : NULL;
}

/* Likewise, if its definition stands above. */
static const struct type *above_type(const struct printer *p, vid v)
{
	return p->names[v].is_above ? register_type(p, v) : NULL;
}

static bool is_below(const struct printer *p, vid v)
{
	return is_register(p, v) && !p->names[v].is_above;
}

/* IMPLIED if it is of KIND, else the type WORD. */
static struct implied implied_or(struct implied implied, enum type_kind kind,
				 const char *word)
{
	if (implied.t && !implied.is_pointer && implied.t->kind == kind)
		return implied;
	return (struct implied) { .word = word };
}

static void print_int(struct printer *p, const struct value *val,
		      struct implied implied)
{
	if (val->type && val->type->kind == TYPE_PTR && !val->u.i) {
		buf_add(p->out, "null");
		print_type_unless(p, val->type,
				  implied_or(implied, TYPE_PTR, WORD_OBJ));
		return;
	}
	buf_addf(p->out, "%lld", (long long) val->u.i);
	print_type_unless(p, val->type, implied_or(implied, TYPE_INT, "int"));
}

static void print_undef(struct printer *p, const struct value *val,
			struct implied implied)
{
	buf_add(p->out, "undef");
	if (val->name) {
		buf_addc(p->out, ' ');
		print_sigil_name(p, '%', val->name);
	}
	if (!implied.t)
		implied.word = WORD_OBJ;
	print_type_unless(p, val->type, implied);
}

static void print_offset(struct printer *p, int64_t offset)
{
	if (offset)
		buf_addf(p->out, "{%lld}", (long long) offset);
}

static void print_address(struct printer *p, const struct value *val,
			  const struct type *of)
{
	print_offset(p, val->offset);
	print_type_unless(p, val->type, implied_address(of));
}

/* V where IMPLIED is the type that a constant need not tell. */
static void print_operand(struct printer *p, vid v, struct implied implied)
{
	const struct value *val = value_of(p, v);

	switch (val->kind) {
	case VAL_NONE:
		buf_addc(p->out, '_');
		return;
	case VAL_SSA:
	case VAL_PARAM:
		print_value(p, v);
		return;
	case VAL_INT:
		print_int(p, val, implied);
		return;
	case VAL_FLOAT:
		print_float(p->out, val->u.f);
		print_type_unless(p, val->type,
				  implied_or(implied, TYPE_FLOAT, "double"));
		return;
	case VAL_STRING:
		buf_add_quoted(p->out, val->u.str.s, val->u.str.len);
		print_offset(p, val->offset);
		print_type_unless(p, val->type,
				  implied_string(val->u.str.len));
		return;
	case VAL_GLOBAL:
		print_symbol(p, val->u.global->key);
		print_address(p, val, val->u.global->type);
		return;
	case VAL_LOCAL:
		print_local(p, val->u.local);
		print_address(p, val, p->f->locals[val->u.local].type);
		return;
	case VAL_FUNC:
		print_symbol(p, val->u.func->key);
		print_address(p, val, val->u.func->type);
		return;
	case VAL_UNDEF:
		print_undef(p, val, implied);
		return;
	}
}

/* ------------------------------------------------------------- places */

/* Is the place what "base->field" means, and nothing else? */
static bool is_member(const struct printer *p, const struct place *pl,
		      uint64_t implied_size)
{
	const struct value *base = value_of(p, pl->base);
	const struct field *fd = type_field_named(pl->record, pl->field);
	size_t len = base->name ? strlen(base->name) : 0;

	if (!is_register(p, pl->base) || !base->name || !fd || pl->index
	    || pl->stride || pl->is_bitfield || pl->is_volatile
	    || pl->record_at || pl->size != implied_size
	    || (uint64_t) pl->offset != fd->offset
	    || !base->type || base->type->kind != TYPE_PTR
	    || base->type->inner != pl->record || !pl->spelling)
		return false;
	return !strncmp(pl->spelling, base->name, len)
		&& !strncmp(pl->spelling + len, "->", 2)
		&& !strcmp(pl->spelling + len + 2, pl->field);
}

static void print_index(struct printer *p, const struct place *pl)
{
	bool constant = pl->index && !is_register(p, pl->index);

	if (!pl->index && !pl->stride)
		return;
	buf_add(p->out, constant ? " + (" : " + ");
	print_operand(p, pl->index, (struct implied) { 0 });
	buf_addf(p->out, "%s * %llu", constant ? ")" : "",
		 (unsigned long long) pl->stride);
}

/* A number as base tells its type always: "[16]" would be an array's. */
static void print_base(struct printer *p, vid base)
{
	const struct value *val = value_of(p, base);

	if (val->kind == VAL_INT && val->type
	    && (val->type->kind != TYPE_PTR || val->u.i))
		buf_addf(p->out, "%lld:%s", (long long) val->u.i,
			 type_text(&p->types, val->type));
	else
		print_operand(p, base, (struct implied) { 0 });
}

static void print_place_offset(struct printer *p, int64_t offset)
{
	if (offset < 0)
		buf_addf(p->out, " - %llu",
			 0 - (unsigned long long) offset);
	else if (offset)
		buf_addf(p->out, " + %lld", (long long) offset);
}

static void print_record(struct printer *p, const struct place *pl)
{
	if (!pl->record && !pl->field)
		return;
	buf_addf(p->out, " in %s", type_text(&p->types, pl->record));
	if (pl->field) {
		buf_addc(p->out, '.');
		print_name(p->out, pl->field);
	}
	if (pl->record_at)
		buf_addf(p->out, " at %lld", (long long) pl->record_at);
}

static void print_place(struct printer *p, const struct place *pl,
			uint64_t implied_size)
{
	if (is_member(p, pl, implied_size)) {
		print_value(p, pl->base);
		buf_add(p->out, "->");
		print_name(p->out, pl->field);
		return;
	}
	buf_addc(p->out, '[');
	print_base(p, pl->base);
	print_index(p, pl);
	print_place_offset(p, pl->offset);
	if (pl->size != implied_size)
		buf_addf(p->out, ", %llu", (unsigned long long) pl->size);
	buf_addc(p->out, ']');
	if (pl->spelling) {
		buf_addc(p->out, ' ');
		buf_add_quoted(p->out, pl->spelling, strlen(pl->spelling));
	}
	print_record(p, pl);
	buf_add(p->out, pl->is_bitfield ? " bitfield" : "");
	buf_add(p->out, pl->is_volatile ? " volatile" : "");
}

static uint64_t size_of_value(const struct printer *p, vid v)
{
	const struct type *t = value_of(p, v)->type;

	return v && t ? t->size : 0;
}

/* The bytes that an access of a whole value touches. */
static uint64_t implied_size(const struct printer *p, const struct instr *i)
{
	if (i->op == OP_LOAD)
		return size_of_value(p, i->dst);
	return i->op == OP_STORE ? size_of_value(p, i->a) : 0;
}

/* ------------------------------------------------------- instructions */

static void print_args(struct printer *p, const struct instr *i,
		       const struct surroundings *s)
{
	uint32_t k;

	buf_add(p->out, " (");
	for (k = 0; k < i->n_args; k++) {
		buf_add(p->out, k ? ", " : "");
		print_operand(p, i->args[k],
			      implied_operand(i->op, SLOT_ARG, k, s));
		if (i->arg_locs)
			print_loc(p, i->arg_locs[k]);
	}
	buf_addc(p->out, ')');
}

static void print_call(struct printer *p, const struct instr *i,
		       const struct surroundings *s)
{
	const struct value *callee = value_of(p, i->callee);
	const struct type *implied = call_implied_type(callee);

	buf_add(p->out, i->is_artificial ? " artificial" : "");
	buf_add(p->out, i->is_void_cast ? " void" : "");
	buf_addc(p->out, ' ');
	print_operand(p, i->callee, (struct implied) { 0 });
	print_args(p, i, s);
	/* The parser would make up a type where nothing implies one. */
	if (!implied || type_text(&p->types, i->fn_type)
	    != type_text(&p->types, implied))
		buf_addf(p->out, " as %s", type_text(&p->types, i->fn_type));
}

/* "null %x" for a comparison with the null pointer of x's type. */
static bool is_null_test(struct printer *p, const struct instr *i)
{
	const struct value *b = value_of(p, i->b);

	return (i->cmp == CMP_EQ || i->cmp == CMP_NE) && is_register(p, i->a)
		&& b->kind == VAL_INT && !b->u.i && b->type
		&& b->type->kind == TYPE_PTR
		&& type_text(&p->types, b->type)
		== type_text(&p->types, value_of(p, i->a)->type);
}

static void print_comparison(struct printer *p, const struct instr *i,
			     const struct surroundings *s)
{
	if (is_null_test(p, i)) {
		buf_add(p->out, i->cmp == CMP_EQ ? " null " : " nonnull ");
		print_value(p, i->a);
		return;
	}
	buf_addf(p->out, " %s%s ", i->cmp_unsigned ? "u" : "",
		 cmp_name(i->cmp));
	print_operand(p, i->a, implied_operand(i->op, SLOT_A, 0, s));
	buf_addc(p->out, ' ');
	print_operand(p, i->b, implied_operand(i->op, SLOT_B, 0, s));
}

/* Operands a to c, without those that are missing at the end. */
static void print_operands(struct printer *p, const struct instr *i,
			   const struct surroundings *s)
{
	vid operands[] = { i->a, i->b, i->c };
	enum slot slots[] = { SLOT_A, SLOT_B, SLOT_C };
	unsigned n = i->c ? 3 : i->b ? 2 : i->a ? 1 : 0, k;

	for (k = 0; k < n; k++) {
		buf_addc(p->out, ' ');
		print_operand(p, operands[k],
			      implied_operand(i->op, slots[k], 0, s));
	}
	if (op_uses_place(i->op)) {
		buf_addc(p->out, ' ');
		print_place(p, &i->place, implied_size(p, i));
	}
	if (i->n_args)
		print_args(p, i, s);
}

static struct surroundings surroundings_of(const struct printer *p,
					   const struct instr *i)
{
	return (struct surroundings) {
		.a = register_type(p, i->a), .b = register_type(p, i->b),
		.dst = i->dst ? register_type(p, i->dst) : NULL,
		.fn_type = i->op == OP_CALL ? i->fn_type : NULL,
		.result = p->f->type ? p->f->type->inner : NULL,
		.place = op_uses_place(i->op)
			? place_field_type(&i->place) : NULL
	};
}

/* "%x:T = ", without T where it is implied. */
static void print_result(struct printer *p, vid dst, struct implied implied)
{
	print_value(p, dst);
	if (!implied.t && !implied.word)
		buf_addf(p->out, ":%s",
			 type_text(&p->types, value_of(p, dst)->type));
	else
		print_type_unless(p, value_of(p, dst)->type, implied);
	buf_add(p->out, " = ");
	p->names[dst].is_above = true;
}

static void print_instr(struct printer *p, const struct instr *i)
{
	struct surroundings s = surroundings_of(p, i), above = s;

	above.a = above_type(p, i->a);
	above.b = above_type(p, i->b);
	if (is_below(p, i->callee))
		above.fn_type = NULL;
	if (op_uses_place(i->op) && is_below(p, i->place.base))
		above.place = NULL;
	if (i->dst)
		print_result(p, i->dst, implied_result(i->op, &above));
	buf_add(p->out, opcode_name(i->op));
	buf_add(p->out, i->is_complete ? " complete" : "");
	if (i->op == OP_CALL)
		print_call(p, i, &s);
	else if (i->op == OP_CMP || i->op == OP_BR)
		print_comparison(p, i, &s);
	else
		print_operands(p, i, &s);
}

/* -------------------------------------------------------------- edges */

/* What the parser takes an edge without a word for. */
static bool is_implied_edge(enum opcode op, uint32_t number,
			    enum edge_kind kind)
{
	if (op != OP_BR)
		return kind == EDGE_JUMP;
	return (number == 0 && kind == EDGE_TRUE)
		|| (number == 1 && kind == EDGE_FALSE);
}

static void print_edge(struct printer *p, const struct edge *e, bool implied)
{
	buf_addc(p->out, ' ');
	if (!implied)
		buf_addf(p->out, "%s ", edge_kind_word(e->kind));
	if (e->kind == EDGE_CASE) {
		buf_addf(p->out, "%lld", (long long) e->low);
		if (e->high != e->low)
			buf_addf(p->out, "..%lld", (long long) e->high);
		buf_addc(p->out, ' ');
	}
	buf_addf(p->out, "@%lu", (unsigned long) e->to);
	if (loc_known(e->loc)) {
		print_loc_after(p, "(", e->loc);
		buf_addc(p->out, ')');
	}
}

static void print_edges(struct printer *p, const struct block *b)
{
	enum opcode op = block_last(b)->op;
	uint32_t i;

	for (i = 0; i < b->n_succs; i++) {
		const struct edge *e = &p->f->edges[b->succs[i]];

		print_edge(p, e, is_implied_edge(op, i, e->kind));
	}
}

/* ------------------------------------------------------------- blocks */

/* Edges of one block have one argument, which stands once. */
static bool is_repeated_pred(const struct printer *p, const struct block *b,
			     uint32_t k)
{
	return k && p->f->edges[b->preds[k]].from
		== p->f->edges[b->preds[k - 1]].from;
}

static struct implied phi_implied(const struct printer *p,
				  const struct block *b,
				  const struct phi *phi)
{
	uint32_t k;

	for (k = 0; k < b->n_preds; k++)
		if (phi->args[k])
			return (struct implied) {
				.t = above_type(p, phi->args[k]) };
	return (struct implied) { 0 };
}

static void print_phi(struct printer *p, const struct block *b,
		      const struct phi *phi)
{
	struct implied type = { .t = value_of(p, phi->dst)->type };
	const char *comma = "";
	uint32_t k;

	if (phi->dst)
		print_result(p, phi->dst, phi_implied(p, b, phi));
	buf_add(p->out, "phi");
	for (k = 0; k < b->n_preds; k++) {
		if (!phi->args[k] || is_repeated_pred(p, b, k))
			continue;
		buf_addf(p->out, "%s @%lu ", comma, (unsigned long)
			 p->f->edges[b->preds[k]].from);
		print_operand(p, phi->args[k], type);
		if (phi->locs)
			print_loc(p, phi->locs[k]);
		comma = ",";
	}
}

static void print_block(struct printer *p, uint32_t number)
{
	const struct block *b = &p->f->blocks[number];
	uint32_t i;

	buf_addf(p->out, "@%lu:", (unsigned long) number);
	for (i = 0; i < b->n_phis; i++) {
		buf_add(p->out, i ? "    " : " ");
		print_phi(p, b, &b->phis[i]);
		buf_addc(p->out, '\n');
	}
	for (i = 0; i < b->n_instrs; i++) {
		buf_add(p->out, b->n_phis || i ? "    " : " ");
		print_instr(p, &b->instrs[i]);
		if (i + 1 == b->n_instrs && op_is_terminator(b->instrs[i].op))
			print_edges(p, b);
		print_loc(p, b->instrs[i].loc);
		buf_addc(p->out, '\n');
	}
	if (!b->n_phis && !b->n_instrs)
		buf_addc(p->out, '\n');
}

void print_body(struct printer *p)
{
	const struct function *f = p->f;
	uint32_t i;

	for (i = 0; i < f->n_params; i++)
		if (f->params[i])
			p->names[f->params[i]].is_above = true;
	for (i = 0; i < f->n_locals; i++) {
		print_local(p, i);
		buf_addf(p->out, ":%s",
			 type_text(&p->types, f->locals[i].type));
		print_loc(p, f->locals[i].loc);
		buf_addc(p->out, '\n');
	}
	for (i = 0; i < f->n_blocks; i++)
		print_block(p, i);
}
