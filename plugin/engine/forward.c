/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See forward.h.  A variadic function starts one va_list, takes nothing from
 * it, and calls, maybe through helpers that take a va_list, an API function
 * that reads a format and a va_list (PyErr_FormatV, PyArg_VaParse ...), with
 * a parameter of its own as the format.
 */
#include "engine/forward.h"

#include <string.h>

#define HELPERS_DEPTH 3

/* The number, from 1, of the parameter that V is; 0: none. */
static unsigned param_number(const struct function *f, vid v)
{
	const struct value *value;
	const struct instr *def;

	for (unsigned n = 0; n < 8; n++) {
		value = fn_value(f, v);
		if (value->kind == VAL_PARAM)
			return value->u.param + 1;
		def = value_def(f, v);
		if (!def || (def->op != OP_COPY && def->op != OP_CAST))
			return 0;
		v = def->a;
	}
	return 0;
}

static bool is_va_list(const struct type *t)
{
	if (t && (t->kind == TYPE_PTR || t->kind == TYPE_ARRAY) && t->inner)
		t = t->inner;
	return t && ((t->name && strstr(t->name, "va_list"))
		     || (t->tag && strstr(t->tag, "va_list")));
}

static bool passes_va_list(const struct function *f, const struct instr *i)
{
	for (uint32_t n = 0; n < i->n_args; n++) {
		const struct value *v = fn_value(f, i->args[n]);

		if (v->kind == VAL_LOCAL
		    ? is_va_list(f->locals[v->u.local].type)
		    : is_va_list(v->type))
			return true;
	}
	return false;
}

static bool takes_arguments_itself(const struct function *f)
{
	for (uint32_t b = 0; b < f->n_blocks; b++)
		for (uint32_t k = 0; k < f->blocks[b].n_instrs; k++)
			if (f->blocks[b].instrs[k].op == OP_VA_ARG)
				return true;
	return false;
}

static bool find(const struct function *f, pyversion version, unsigned depth,
		 struct forward *out);

/* What the callee of I makes of the format that F hands on. */
static bool through_call(const struct function *f, const struct instr *i,
			 pyversion version, unsigned depth,
			 struct forward *out)
{
	const struct function *target = call_target(f, i);
	const struct contract *c;
	struct forward in = { 0 };
	unsigned format, list = 0;

	if (!target || !passes_va_list(f, i))
		return false;
	c = contract_find_arity(target->name, i->n_args, version);
	if (c && c->format && !c->va_first) {
		in.kind = format_kind_of(c);
		in.format_arg = c->format_arg;
		in.list_arg = (uint8_t) (in.kind == FORMAT_PARSE_KEYWORDS
					 ? c->format_arg + 1 : 0);
		in.name = target->name;
	} else if (c || !target->has_body || depth >= HELPERS_DEPTH
		   || !find(target, version, depth + 1, &in)) {
		return false;
	}
	if (in.format_arg > i->n_args || in.list_arg > i->n_args)
		return false;
	format = param_number(f, i->args[in.format_arg - 1]);
	if (in.list_arg)
		list = param_number(f, i->args[in.list_arg - 1]);
	if (!format)
		return false;
	*out = in;
	out->format_arg = (uint8_t) format;
	out->list_arg = (uint8_t) list;
	return true;
}

static bool find(const struct function *f, pyversion version, unsigned depth,
		 struct forward *out)
{
	if (takes_arguments_itself(f))
		return false;
	for (uint32_t b = 0; b < f->n_blocks; b++)
		for (uint32_t k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_CALL
			    && through_call(f, i, version, depth, out))
				return true;
		}
	return false;
}

bool format_forward(const struct function *f, pyversion version,
		    struct forward *out)
{
	memset(out, 0, sizeof(*out));
	if (!f->has_body || !f->type || !f->type->is_variadic
	    || f->n_params > 100 || !find(f, version, 0, out))
		return false;
	out->va_first = (uint8_t) (f->n_params + 1);
	return true;
}
