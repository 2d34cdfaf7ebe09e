/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions about contracts as a whole, for the checks. */
#include "check/contracts.h"

#include <string.h>

bool contract_raises(const struct contract *k)
{
	unsigned i;

	for (i = 0; i < k->n_outcomes; i++)
		if (k->outcomes[i].likelihood == LIKELY_ORDINARY
		    && outcome_has(&k->outcomes[i], EFF_RAISES))
			return true;
	return false;
}

bool contract_only_raises(const struct contract *k)
{
	return contract_always(k, EFF_RAISES);
}

bool callee_is(const struct fn_run *r, const struct instr *i,
	       const char *name)
{
	const struct function *t = i && i->op == OP_CALL
		? call_target(r->fn, i) : NULL;

	return t && !strcmp(t->name, name);
}

bool callee_starts(const struct fn_run *r, const struct instr *i,
		   const char *prefix)
{
	const struct function *t = i && i->op == OP_CALL
		? call_target(r->fn, i) : NULL;

	return t && !strncmp(t->name, prefix, strlen(prefix));
}

bool name_in(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(name, *list))
			return true;
	return false;
}

bool body_calls(const struct function *f, const char *prefix)
{
	uint32_t b, i;

	for (b = 0; f && b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct function *t = in->op == OP_CALL
				? call_target(f, in) : NULL;

			if (t && !strncmp(t->name, prefix, strlen(prefix)))
				return true;
		}
	return false;
}

/* Does the format convert nothing by code of the objects, so that failure
 * means arguments of another kind?  Source: Python/getargs.c. */
static bool parses_plainly(const struct step *s, const struct instr *by)
{
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, by);
	const struct value *v;
	size_t n;

	if ((k->format != FORMAT_PARSE && k->format != FORMAT_PARSE_KEYWORDS)
	    || k->format_arg > by->n_args)
		return false;
	v = fn_value(s->run->fn, value_strip_copies(s->run->fn,
			by->args[k->format_arg - 1]));
	if (v->kind != VAL_STRING)
		return false;
	n = strspn(v->u.str.s, "OSUYszyw!#*()|$");
	return !v->u.str.s[n] || v->u.str.s[n] == ':' || v->u.str.s[n] == ';';
}

bool call_fails_plainly(const struct step *s, const struct instr *by)
{
	const struct instr *from;

	if (parses_plainly(s, by))
		return true;
	/* What a module has is known by its version. */
	from = by->n_args ? value_def(s->run->fn,
			value_strip_copies(s->run->fn, by->args[0])) : NULL;
	return from && (callee_starts(s->run, from, "PyImport_")
			|| callee_starts(s->run, from, "PyModule_"));
}

const struct instr *made_by(const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);

	return t && t->born && t->born->op == OP_CALL ? t->born : NULL;
}

bool step_type_was_asked(const struct step *s, vid v)
{
	sid x = env_get(s->before, v), y, type = 0;

	for (y = 1; x && y < s->before->syms.n; y++) {
		const struct expr *e = &sym_get(s->before, y)->expr;

		if (e->op == EXPR_CALL && e->a == x
		    && !strcmp(e->fn, "Py_TYPE"))
			type = y;
	}
	for (y = 0; type && y < s->before->relations.n; y++)
		if (s->before->relations.v[y].cmp == CMP_EQ
		    && (s->before->relations.v[y].a == type
			|| s->before->relations.v[y].b == type))
			return true;
	for (y = 1; x && y < s->before->syms.n; y++) {
		const struct expr *e = &sym_get(s->before, y)->expr;

		if (e->op != EXPR_CALL || sym_is_null(s->before, y))
			continue;
		if (e->a == x && (e->fn == format_type_fact
				  || strstr(e->fn, "Check")
				  || strstr(e->fn, "IS_TYPE")))
			return true;
		if (type && e->a == type && (strstr(e->fn, "Subclass")
					     || strstr(e->fn, "HasFeature")))
			return true;
	}
	return false;
}
