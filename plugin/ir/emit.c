/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A parsed body, typed, handed to the builder. */
#include "ir/body.h"

#include "ir/text.h"

struct emitter {
	struct body *b;
	struct parser *p;
	struct unit *u;
	struct fn_builder *fb;
};

/* ---------------------------------------------------------- constants */

static const struct type *ptr_to(struct emitter *e, const struct type *t)
{
	return unit_ptr_to(e->u, t ? t : builtin_type(e->p, "void"));
}

/* IMPLIED if it is of KIND, else the built-in type WORD. */
static const struct type *implied_or(struct emitter *e, struct implied implied,
				     enum type_kind kind, const char *word)
{
	if (implied.t && implied.t->kind == kind)
		return implied.t;
	return builtin_type(e->p, word);
}

static const struct type *null_type(struct emitter *e, struct implied implied)
{
	if (implied.t && implied.t->kind == TYPE_PTR)
		return implied.t;
	return object_type(e->p);
}

#define TYPE_OR(o, implied) ((o)->is_typed ? (o)->type : (implied))

static vid emit_symbol(struct emitter *e, const struct operand *o)
{
	const char *key = unit_intern(e->u, o->s);
	struct global *g = map_get(&e->u->global_index, map_key_ptr(key));
	struct function *f;

	if (g)
		return fn_global(e->fb, TYPE_OR(o, ptr_to(e, g->type)), g,
				 o->i);
	f = unit_function(e->u, key);
	return fn_func(e->fb, TYPE_OR(o, ptr_to(e, f->type)), f);
}

static vid emit_local(struct emitter *e, const struct operand *o)
{
	const struct type *t = e->b->locals.v[o->number].type;

	return fn_local_addr(e->fb, TYPE_OR(o, ptr_to(e, t)), o->number,
			     o->i);
}

static vid emit_string(struct emitter *e, const struct operand *o)
{
	return fn_string(e->fb, TYPE_OR(o, string_type(e->p, o->len)), o->s,
			 o->len, o->i);
}

/* The value of O, of type IMPLIED if O says none. */
static vid emit_operand(struct emitter *e, const struct operand *o,
			struct implied implied)
{
	const struct type *t;

	switch (o->kind) {
	case OPERAND_NONE:
		return 0;
	case OPERAND_VALUE:
		return e->b->values.v[o->number].id;
	case OPERAND_INT:
		t = implied_or(e, implied, TYPE_INT, "int");
		return fn_int(e->fb, TYPE_OR(o, t), o->i);
	case OPERAND_FLOAT:
		t = implied_or(e, implied, TYPE_FLOAT, "double");
		return fn_float(e->fb, TYPE_OR(o, t), o->f);
	case OPERAND_NULL:
		return fn_int(e->fb, TYPE_OR(o, null_type(e, implied)), 0);
	case OPERAND_STRING:
		return emit_string(e, o);
	case OPERAND_SYMBOL:
		return emit_symbol(e, o);
	case OPERAND_LOCAL:
		return emit_local(e, o);
	case OPERAND_UNDEF:
		t = implied.t ? implied.t : object_type(e->p);
		return fn_undef(e->fb, o->s, TYPE_OR(o, t));
	}
	return 0;
}

/* ------------------------------------------------------- instructions */

static const struct type *register_type(struct emitter *e,
					const struct operand *o)
{
	return o->kind == OPERAND_VALUE
		? e->b->values.v[o->number].type : NULL;
}

static struct surroundings surroundings_of(struct emitter *e,
					   const struct body_instr *i)
{
	const struct type *fn = e->b->fn->type;

	return (struct surroundings) {
		.a = register_type(e, &i->operands[0]),
		.b = register_type(e, &i->operands[1]),
		.dst = i->dst ? e->b->values.v[i->dst - 1].type : NULL,
		.fn_type = i->op == OP_CALL ? body_fn_type(e->b, i) : NULL,
		.result = fn ? fn->inner : NULL,
		.place = op_uses_place(i->op)
			? body_place_type(&i->place) : NULL
	};
}

static struct place emit_place(struct emitter *e, const struct body_place *bp)
{
	struct implied none = { 0 };

	return (struct place) {
		.base = emit_operand(e, &bp->base, none),
		.index = emit_operand(e, &bp->index, none),
		.offset = bp->offset, .stride = bp->stride, .size = bp->size,
		.spelling = bp->spelling, .record = bp->record,
		.field = bp->field, .record_at = bp->record_at,
		.is_bitfield = bp->is_bitfield, .is_volatile = bp->is_volatile
	};
}

/* Of the value that is loaded, or of STORED. */
static uint64_t implied_size(struct emitter *e, const struct body_instr *i,
			     const struct type *stored)
{
	const struct type *t = NULL;

	if (i->op == OP_LOAD && i->dst)
		t = e->b->values.v[i->dst - 1].type;
	else if (i->op == OP_STORE)
		t = stored;
	return t ? t->size : 0;
}

static void emit_args(struct emitter *e, const struct body_instr *i,
		      const struct surroundings *s, struct instr *to)
{
	bool has_locs = false;
	uint32_t k;

	to->n_args = i->n_args;
	to->args = ARENA_ARRAY(&e->p->arena, vid, i->n_args);
	for (k = 0; k < i->n_args; k++) {
		to->args[k] = emit_operand(e, &i->args[k].operand,
			implied_operand(i->op, SLOT_ARG, k, s));
		has_locs |= loc_known(i->args[k].loc);
	}
	if (!has_locs)
		return;
	to->arg_locs = ARENA_ARRAY(&e->p->arena, struct loc, i->n_args);
	for (k = 0; k < i->n_args; k++)
		to->arg_locs[k] = i->args[k].loc;
}

static const struct type *stored_type(struct emitter *e, vid v)
{
	return v ? fn_type_of(e->fb, v) : NULL;
}

static void emit_instr(struct emitter *e, const struct body_instr *i)
{
	static const enum slot slots[] = { SLOT_A, SLOT_B, SLOT_C };
	struct surroundings s = surroundings_of(e, i);
	struct instr draft = { 0 };
	vid operands[3];
	unsigned k;

	for (k = 0; k < 3; k++)
		operands[k] = emit_operand(e, &i->operands[k],
			implied_operand(i->op, slots[k], 0, &s));
	draft.op = i->op;
	draft.cmp = i->cmp;
	draft.cmp_unsigned = i->cmp_unsigned;
	draft.is_artificial = i->is_artificial;
	draft.is_void_cast = i->is_void_cast;
	draft.is_complete = i->is_complete;
	draft.dst = i->dst ? e->b->values.v[i->dst - 1].id : 0;
	draft.a = operands[0];
	draft.b = operands[1];
	draft.c = operands[2];
	draft.fn_type = s.fn_type;
	draft.callee = emit_operand(e, &i->callee, (struct implied) { 0 });
	draft.loc = i->loc;
	emit_args(e, i, &s, &draft);
	if (op_uses_place(i->op)) {
		draft.place = emit_place(e, &i->place);
		if (!i->place.has_size)
			draft.place.size = implied_size(e, i,
				stored_type(e, draft.a));
	}
	*fn_instr(e->fb, i->block, i->op, i->loc) = draft;
}

/* ----------------------------------------------------- blocks, values */

static uint32_t block_of(struct emitter *e, const char *label, uint32_t line)
{
	uintptr_t n = (uintptr_t) map_get(&e->b->label_index,
					  map_key_ptr(label));

	if (!n)
		fail_at(e->p, line, "there is no block '@%s'", label);
	return n ? (uint32_t) n - 1 : 0;
}

static bool is_edge(const struct body *b, uint32_t from, uint32_t to)
{
	const struct body_block *block = &b->blocks.v[from];
	const char *label = b->blocks.v[to].label;
	uint32_t i;

	for (i = 0; i < block->edges.n; i++)
		if (block->edges.v[i].label == label)
			return true;
	return false;
}

static void emit_phi(struct emitter *e, const struct body_instr *i)
{
	const struct body_value *dst = &e->b->values.v[i->dst - 1];
	struct implied implied = { .t = dst->type };
	uint32_t phi = fn_phi(e->fb, i->block, dst->id), k;

	for (k = 0; k < i->n_args; k++) {
		uint32_t pred = block_of(e, i->labels[k], i->line);

		if (!is_edge(e->b, pred, i->block))
			fail_at(e->p, i->line, "'@%s' does not go to this "
				"block", i->labels[k]);
		fn_phi_arg(e->fb, i->block, phi, pred,
			   emit_operand(e, &i->args[k].operand, implied),
			   i->args[k].loc);
	}
}

static void emit_edges(struct emitter *e, uint32_t from)
{
	const struct body_block *block = &e->b->blocks.v[from];
	uint32_t i;

	for (i = 0; i < block->edges.n; i++) {
		const struct body_edge *be = &block->edges.v[i];
		uint32_t to = block_of(e, be->label, be->line);
		struct edge *edge = fn_edge(e->fb, from, to, be->kind,
					    be->loc);

		edge->low = be->low;
		edge->high = be->high;
	}
}

static void emit_values(struct emitter *e)
{
	struct body *b = e->b;
	uint32_t i;

	for (i = 0; i < b->params.n; i++) {
		struct body_value *v;

		if (!b->params.v[i]) {
			fn_param(e->fb, NULL, NULL);
			continue;
		}
		v = &b->values.v[b->params.v[i] - 1];
		v->id = fn_param(e->fb, v->name, v->type);
		fn_set_var(e->fb, v->id, v->var);
	}
	for (i = 0; i < b->values.n; i++) {
		struct body_value *v = &b->values.v[i];

		if (!v->is_param)
			v->id = fn_ssa(e->fb, v->name, v->var, v->type);
	}
	for (i = 0; i < b->locals.n; i++)
		fn_local(e->fb, b->locals.v[i].name, b->locals.v[i].type,
			 b->locals.v[i].loc);
}

void emit_body(struct body *b)
{
	struct emitter e = { b, b->p, b->p->u, fn_begin(b->p->u, b->fn) };
	uint32_t i;

	emit_values(&e);
	for (i = 0; i < b->blocks.n; i++)
		fn_block(e.fb);
	for (i = 0; i < b->blocks.n; i++)
		emit_edges(&e, i);
	for (i = 0; i < b->instrs.n; i++) {
		if (b->instrs.v[i].is_phi)
			emit_phi(&e, &b->instrs.v[i]);
		else
			emit_instr(&e, &b->instrs.v[i]);
	}
	fn_finish(e.fb);
}
