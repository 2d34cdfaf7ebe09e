/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * null-dereference: a member that one method sets to NULL, on an object that
 * lives on, as an iterator does that has come to its end; other methods ask
 * for that, and one does not.
 */
#include "check/bare-use.h"
#include "check/emptied.h"
#include "check/field-held.h"

#include <string.h>

/* So many callers, one behind the other, are ways in to a helper. */
enum { CALLERS = 2 };

/* Nothing comes after these, or everything does; a view is released only when
 * it was given. */
static bool is_end_or_start(const struct role *r)
{
	static const char *const names[] = { "tp_dealloc", "tp_finalize",
		"tp_del", "tp_clear", "tp_traverse", "tp_free", "tp_new",
		"tp_init", "tp_alloc", "tp_is_gc", "bf_releasebuffer", NULL };
	const char *const *n;

	for (n = names; *n; n++)
		if (!strcmp(r->slot->name, *n))
			return true;
	return false;
}

static bool is_method(const struct member *m, const struct function *f)
{
	const struct role *r = declared_role(m->c->declared, f);

	return r && r->slot && r->type == m->type && type_binds(m->type, f)
		&& !is_end_or_start(r);
}

/* A method that is F, or calls it with its own object, parameter N of F. */
static const struct function *method_of(const struct member *m,
					const struct function *f, uint32_t n,
					unsigned depth)
{
	const struct function *found = NULL;
	const struct site *x;
	uint32_t calls, k;

	if (!n && is_method(m, f))
		return f;
	if (declared_role(m->c->declared, f) || !depth)
		return NULL;
	x = sites_of_calls(&m->c->declared->sites, f, &calls);
	for (k = 0; !found && k < calls; k++) {
		const struct value *v = n < x[k].i->n_args
			? fn_value(x[k].f, strip_casts(x[k].f,
						       x[k].i->args[n])) : NULL;

		if (v && v->kind == VAL_PARAM)
			found = method_of(m, x[k].f, v->u.param, depth - 1);
	}
	return found;
}

/* A method that leaves the member of its object NULL; *AT is where it is set
 * to that. */
static const struct function *emptier(struct member *m,
				      const struct member_use **by)
{
	const struct member_use *use;
	uint32_t at = 0;

	while ((use = member_next_use(m->c->members, m->type->instance,
				      m->field, &at)) != NULL) {
		const struct function *f = use->f, *found;
		const struct value *v = fn_value(f, strip_casts(f,
							use->i->place.base));

		if (use->i->op != OP_STORE || v->kind != VAL_PARAM
		    || !value_is_zero(f, strip_casts(f, use->i->a))
		    || !member_may_stay(m, use))
			continue;
		found = method_of(m, f, v->u.param, CALLERS);
		if (found) {
			*by = use;
			return found;
		}
	}
	return NULL;
}

/* Does instruction I of F ask whether a value is NULL? */
static bool asks(const struct function *f, const struct instr *i)
{
	return (i->op == OP_BR || i->op == OP_CMP)
		&& (i->cmp == CMP_EQ || i->cmp == CMP_NE)
		&& value_is_zero(f, i->b);
}

/* Which values does F ask for whether they are NULL?  By their number; to be
 * freed. */
static bool *asked_in(const struct function *f)
{
	bool *asked = prc_malloc(f->n_values * sizeof(*asked));
	uint32_t b, k;

	memset(asked, 0, f->n_values * sizeof(*asked));
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (asks(f, i))
				asked[strip_casts(f, i->a)] = true;
		}
	return asked;
}

/* A method that asks whether the member is NULL, and is none that sets it;
 * macros that do both, Py_CLEAR and its like, tell nothing. */
static const struct member_use *asker(struct member *m)
{
	const struct function *f = NULL;
	const struct member_use *use;
	bool *asked = NULL;
	uint32_t at = 0;

	while ((use = member_next_use(m->c->members, m->type->instance,
				      m->field, &at)) != NULL) {
		const struct value *v = fn_value(use->f, strip_casts(use->f,
							use->i->place.base));

		if (use->i->op != OP_LOAD || v->kind != VAL_PARAM
		    || member_empties(m, use->f))
			continue;
		/* They come function by function. */
		if (use->f != f) {
			prc_free(asked);
			f = use->f;
			asked = asked_in(f);
		}
		if (asked[use->i->dst]
		    && method_of(m, f, v->u.param, CALLERS))
			break;
	}
	prc_free(asked);
	return use;
}

static bool is_the_one(const struct use *u, const struct field_model *fm)
{
	return fm == u->of;
}

static void report(struct check_context *c, const struct member *m,
		   const struct use *u, const struct function *f,
		   struct loc loc, const struct function *method,
		   const struct member_use *by, const struct member_use *asked)
{
	const char *name = m->field->name;
	struct finding *fi = check_finding(c, f, loc,
		"‘%s’ uses ‘self->%s’, which is NULL once ‘%s’ has set it to "
		"that", f->name, name, method->name);

	check_subject(c, fi, name);
	check_event(c, fi, by->i->loc, by->f, "‘%s’ is set to NULL here", name);
	check_event(c, fi, asked->i->loc, asked->f,
		    "‘%s’ asks whether it is", asked->f->name);
	bare_use_tell(c, fi, u, f, loc);
	check_hint(c, fi, "test ‘self->%s’ first", name);
	check_add(c, fi);
}

static void check_field(struct check_context *c, const struct type_model *t,
			const struct field_model *fm)
{
	struct member m = { .c = c, .type = t, .field = fm->field };
	const struct member_use *by = NULL, *asked;
	const struct function *method = emptier(&m, &by);
	uint32_t i;

	asked = method ? asker(&m) : NULL;
	for (i = 0; asked && i < c->declared->roles.n; i++) {
		const struct role *r = &c->declared->roles.v[i];
		struct use u = { .c = c, .t = t, .is_null = is_the_one,
			.of = fm };
		struct position at;

		if (r->type != t || !r->slot || is_end_or_start(r)
		    || (!strcmp(r->slot->member ? r->slot->member : "",
				"PyNumberMethods") && r->slot->n_params != 1)
		    || !bare_use(&u, r, &at))
			continue;
		report(c, &m, &u, r->function, instr_at(r->function, at)->loc,
		       method, by, asked);
		break;
	}
	member_release(&m);
}

void emptied_fields(struct check_context *c)
{
	uint32_t i, k;

	for (i = 0; i < c->declared->types.n; i++) {
		const struct type_model *t = c->declared->types.v[i];

		for (k = 0; t->instance && !t->is_generated
			    && k < t->fields.n; k++)
			if (t->fields.v[k].field->name
			    && t->fields.v[k].field->type->kind == TYPE_PTR)
				check_field(c, t, &t->fields.v[k]);
	}
}
