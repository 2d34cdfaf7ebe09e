/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Types that the text of a body leaves out.
 *
 * What follows from the lines above is exact, and what the printer leaves
 * out.  The rest is a guess for tests written by hand: a value compared with
 * a number is an int, a value that is returned has the result's type, and
 * what nothing tells about is an object.
 */
#include "ir/body.h"

#include <string.h>

#include "ir/text.h"

/* --------------------------------------------------------- exact ones */

static const struct type *operand_type(struct body *b,
				       const struct operand *o)
{
	const struct body_value *v;

	if (o->kind != OPERAND_VALUE)
		return NULL;
	v = &b->values.v[o->number];
	return v->is_known ? v->type : NULL;
}

static struct function *callee_function(struct body *b,
					const struct operand *callee)
{
	const char *key;

	if (callee->kind != OPERAND_SYMBOL)
		return NULL;
	key = unit_intern(b->p->u, callee->s);
	if (map_get(&b->p->u->global_index, map_key_ptr(key)))
		return NULL;
	return unit_function(b->p->u, key);
}

const struct type *body_fn_type(struct body *b, const struct body_instr *i)
{
	struct function *f = callee_function(b, &i->callee);
	struct value v = { .kind = f ? VAL_FUNC : VAL_NONE };

	if (i->has_fn_type)
		return i->fn_type;
	if (f)
		v.u.func = f;
	if (i->callee.kind == OPERAND_VALUE) {
		v.kind = VAL_SSA;
		v.type = operand_type(b, &i->callee);
	}
	return call_implied_type(&v);
}

const struct type *body_place_type(const struct body_place *place)
{
	struct place p = { .record = place->record, .field = place->field };

	return place_field_type(&p);
}

/* "%base->field": the record is what the base points to. */
void resolve_member(struct body *b, struct body_place *place)
{
	const struct type *t = operand_type(b, &place->base);
	const struct body_value *base = &b->values.v[place->base.number];
	const struct field *fd = NULL;
	struct buf text = { 0 };

	if (!place->is_member || place->record)
		return;
	if (t && t->kind == TYPE_PTR)
		fd = type_field_named(t->inner, place->field);
	if (!fd || !base->name) {
		fail_at(b->p, place->line, "'%.*s' points to no struct with "
			"a member '%s'", (int) base->token->raw_len,
			base->token->raw, place->field);
		return;
	}
	place->record = t->inner;
	place->offset = (int64_t) fd->offset;
	buf_addf(&text, "%s->%s", base->name, place->field);
	place->spelling = unit_intern(b->p->u, buf_str(&text));
	buf_release(&text);
}

static void set_type(struct body *b, uint32_t dst, const struct type *t)
{
	struct body_value *v = dst ? &b->values.v[dst - 1] : NULL;

	if (!v || v->is_known || !t)
		return;
	v->type = t;
	v->is_known = true;
}

/* I was just read: what is known stands above it. */
void infer_result(struct body *b, struct body_instr *i)
{
	struct surroundings s = { 0 };
	struct implied implied;

	if (i->is_phi) {
		if (i->n_args)
			set_type(b, i->dst,
				 operand_type(b, &i->args[0].operand));
		return;
	}
	/* The base's type may stand further down, if the block does. */
	if (op_uses_place(i->op) && i->place.is_member
	    && operand_type(b, &i->place.base))
		resolve_member(b, &i->place);
	s.a = operand_type(b, &i->operands[0]);
	s.b = operand_type(b, &i->operands[1]);
	s.fn_type = i->op == OP_CALL ? body_fn_type(b, i) : NULL;
	s.place = body_place_type(&i->place);
	implied = implied_result(i->op, &s);
	set_type(b, i->dst, implied.word
		 ? builtin_type(b->p, implied.word) : implied.t);
}

/* ------------------------------------------------------------ guesses */

static void hint(struct body *b, const struct operand *o,
		 const struct type *t)
{
	if (o->kind == OPERAND_VALUE)
		set_type(b, o->number + 1, t);
}

static bool is_number(const struct operand *o)
{
	return o->kind == OPERAND_INT && !o->is_typed;
}

/* In arithmetic and comparisons one side tells of the other. */
static void hint_pair(struct body *b, const struct operand *x,
		      const struct operand *y)
{
	if (is_number(y))
		hint(b, x, builtin_type(b->p, "int"));
	else if (y->kind == OPERAND_NULL)
		hint(b, x, object_type(b->p));
	else if (y->is_typed)
		hint(b, x, y->type);
	else
		hint(b, x, operand_type(b, y));
}

static void hint_args(struct body *b, const struct body_instr *i)
{
	struct surroundings s = { .fn_type = body_fn_type(b, i) };
	uint32_t k;

	for (k = 0; k < i->n_args; k++)
		hint(b, &i->args[k].operand,
		     implied_operand(OP_CALL, SLOT_ARG, k, &s).t);
}

static void hint_phi(struct body *b, const struct body_instr *i)
{
	struct operand dst = { .kind = OPERAND_VALUE, .number = i->dst - 1 };
	uint32_t k;

	for (k = 0; k < i->n_args; k++)
		hint_pair(b, &dst, &i->args[k].operand);
	for (k = 0; k < i->n_args; k++)
		hint_pair(b, &i->args[k].operand, &dst);
}

static const struct type *result_type(const struct body *b)
{
	const struct type *t = b->fn->type;

	return t && t->kind == TYPE_FUNC && t->inner
		&& t->inner->kind != TYPE_VOID ? t->inner : NULL;
}

static void hint_from(struct body *b, const struct body_instr *i)
{
	const struct operand *o = i->operands;
	struct surroundings s = { 0 };

	if (i->is_phi) {
		hint_phi(b, i);
	} else if (i->op == OP_SWITCH) {
		hint(b, &o[0], builtin_type(b->p, "int"));
	} else if (i->op == OP_RET) {
		hint(b, &o[0], result_type(b));
	} else if (i->op == OP_CALL) {
		hint_args(b, i);
	} else if (op_uses_place(i->op)) {
		hint(b, &i->place.index, builtin_type(b->p, "Py_ssize_t"));
	} else {
		hint_pair(b, &o[0], &o[1]);
		hint_pair(b, &o[1], &o[0]);
		s.a = operand_type(b, &o[0]);
		s.b = operand_type(b, &o[1]);
		set_type(b, i->dst, implied_result(i->op, &s).t);
	}
}

/* Guesses flow along copies and PHIs; few rounds do for written tests. */
#define MAX_ROUNDS 4

void guess_types(struct body *b)
{
	uint32_t i, round;

	for (round = 0; round < MAX_ROUNDS; round++)
		for (i = 0; i < b->instrs.n; i++)
			hint_from(b, &b->instrs.v[i]);
	for (i = 0; i < b->values.n; i++)
		if (!b->values.v[i].is_known)
			set_type(b, i + 1, object_type(b->p));
	for (i = 0; i < b->locals.n; i++)
		if (!b->locals.v[i].is_declared)
			b->locals.v[i].type = object_type(b->p);
	for (i = 0; i < b->instrs.n; i++)
		if (op_uses_place(b->instrs.v[i].op)
		    && b->instrs.v[i].place.is_member)
			resolve_member(b, &b->instrs.v[i].place);
}

/* ------------------------------------------- functions without a type */

static const struct type *arg_type(struct body *b, const struct operand *o)
{
	if (o->kind == OPERAND_VALUE)
		return operand_type(b, o);
	if (o->is_typed)
		return o->type;
	switch (o->kind) {
	case OPERAND_INT:
		return builtin_type(b->p, "int");
	case OPERAND_FLOAT:
		return builtin_type(b->p, "double");
	case OPERAND_STRING:
		return string_type(b->p, o->len);
	case OPERAND_LOCAL:
		return unit_ptr_to(b->p->u, b->locals.v[o->number].type);
	case OPERAND_NONE:
	case OPERAND_VALUE:
	case OPERAND_NULL:
	case OPERAND_SYMBOL:
	case OPERAND_UNDEF:
		break;
	}
	return object_type(b->p);
}

/* The function type that a call looks like. */
static struct type *type_of_call(struct body *b, const struct body_instr *i)
{
	struct head h = { 0 };
	struct head_param param = { 0 };
	struct type *t;
	uint32_t k;

	if (i->dst)
		h.result = b->values.v[i->dst - 1].type;
	for (k = 0; k < i->n_args; k++) {
		param.type = arg_type(b, &i->args[k].operand);
		vec_push(&h.params, param);
	}
	t = head_type(b->p, &h);
	vec_release(&h.params);
	return t;
}

static void type_callee(struct body *b, struct body_instr *i)
{
	struct function *f = callee_function(b, &i->callee);

	if (f && !f->type && i->fn_type && i->fn_type->kind == TYPE_FUNC)
		f->type = i->fn_type;
	if (i->has_fn_type || body_fn_type(b, i))
		return;
	if (f) {
		f->type = type_of_call(b, i);
		return;
	}
	i->has_fn_type = true;
	i->fn_type = type_of_call(b, i);
}

/* Calls whose result is used tell more, so they come first. */
void type_callees(struct body *b)
{
	uint32_t i;
	int used;

	for (used = 1; used >= 0; used--)
		for (i = 0; i < b->instrs.n; i++)
			if (!b->instrs.v[i].is_phi
			    && b->instrs.v[i].op == OP_CALL
			    && (b->instrs.v[i].dst != 0) == used)
				type_callee(b, &b->instrs.v[i]);
}
