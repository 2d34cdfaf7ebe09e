/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A unit as text: its head, types, globals and functions' heads.  The order
 * of everything is that of the unit's arrays, which the parser restores.
 */
#include "ir/text.h"

#include <string.h>

/* ------------------------------------------------------------- pieces */

static void print_quoted(struct printer *p, const char *s)
{
	buf_add_quoted(p->out, s, strlen(s));
}

void print_loc_after(struct printer *p, const char *before, struct loc loc)
{
	if (!loc_known(loc))
		return;
	buf_addf(p->out, "%s!", before);
	if (loc.file && (!p->file || strcmp(loc.file, p->file))) {
		print_quoted(p, loc.file);
		buf_addc(p->out, ':');
	}
	buf_addf(p->out, "%lu", (unsigned long) loc.line);
	if (loc.column)
		buf_addf(p->out, ":%lu", (unsigned long) loc.column);
}

void print_loc(struct printer *p, struct loc loc)
{
	print_loc_after(p, " ", loc);
}

static bool all_in(const char *s, const char *also)
{
	for (; *s; s++)
		if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z')
		      || (*s >= '0' && *s <= '9') || *s == '_'
		      || (unsigned char) *s >= 0x80 || strchr(also, *s)))
			return false;
	return true;
}

void print_symbol(struct printer *p, const char *key)
{
	buf_addc(p->out, '$');
	if (*key && all_in(key, "$."))
		buf_add(p->out, key);
	else
		print_quoted(p, key);
}

/* Digits alone would be a temporary's number. */
void print_sigil_name(struct printer *p, char sigil, const char *name)
{
	buf_addc(p->out, sigil);
	if (all_in(name, "$") && strspn(name, "0123456789") != strlen(name))
		buf_add(p->out, name);
	else
		print_quoted(p, name);
}

void print_type_unless(struct printer *p, const struct type *t,
		       struct implied implied)
{
	const char *text = type_text(&p->types, t);

	if (text != implied_text(&p->types, implied))
		buf_addf(p->out, ":%s", text);
}

static void print_attrs(struct printer *p, const struct attr *a)
{
	uint32_t i;

	for (; a; a = a->next) {
		buf_add(p->out, " attr(");
		print_name(p->out, a->name);
		for (i = 0; i < a->n_args; i++) {
			buf_addc(p->out, ' ');
			if (a->args[i].is_string)
				print_quoted(p, a->args[i].s);
			else
				buf_addf(p->out, "%lld",
					 (long long) a->args[i].i);
		}
		print_loc(p, a->loc);
		buf_addc(p->out, ')');
	}
}

static void print_flags(struct printer *p, const void *of,
			const struct flag_word *flags, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (*(const bool *) ((const char *) of + flags[i].offset))
			buf_addf(p->out, " %s", flags[i].word);
}

/* -------------------------------------------------------------- types */

static void print_fields(struct printer *p, const struct type *t)
{
	uint32_t i;

	buf_add(p->out, " {\n");
	for (i = 0; i < t->n_fields; i++) {
		const struct field *fd = &t->fields[i];

		buf_addc(p->out, '\t');
		if (fd->name)
			print_name(p->out, fd->name);
		else
			buf_addc(p->out, '_');
		buf_addf(p->out, ": %s", type_text(&p->types, fd->type));
		if (fd->offset || t->kind == TYPE_STRUCT)
			buf_addf(p->out, " @%llu",
				 (unsigned long long) fd->offset);
		print_attrs(p, fd->attrs);
		buf_addc(p->out, '\n');
	}
	buf_addc(p->out, '}');
}

static const char *implied_tag(const struct type *t)
{
	return t->kind == TYPE_STRUCT ? t->name : NULL;
}

static void print_tag(struct printer *p, const struct type *t)
{
	const char *tag = implied_tag(t);

	if (t->tag == tag || (t->tag && tag && !strcmp(t->tag, tag)))
		return;
	buf_add(p->out, " tag ");
	if (t->tag)
		print_quoted(p, t->tag);
	else
		buf_add(p->out, WORD_NO_TYPE);
}

static void print_type(struct printer *p, const struct type *t)
{
	struct type shown = *t;

	if (type_object_by_head(t))
		shown.is_object = false;
	buf_addf(p->out, "type %s = %s",
		 (const char *) map_get(&p->types.id, map_key_ptr(t)),
		 type_kind_word(t->kind));
	print_flags(p, &shown, type_flags, n_type_flags);
	buf_addf(p->out, " size %llu", (unsigned long long) t->size);
	print_tag(p, t);
	if (t->inner)
		buf_addf(p->out, " of %s", type_text(&p->types, t->inner));
	print_attrs(p, t->attrs);
	if (t->n_fields)
		print_fields(p, t);
	buf_addc(p->out, '\n');
}

/* ------------------------------------------------------------ globals */

static void print_offset(struct printer *p, int64_t offset)
{
	if (offset)
		buf_addf(p->out, "{%lld}", (long long) offset);
}

/* Returns the type that goes without saying. */
static struct implied print_init_value(struct printer *p,
				       const struct init *in)
{
	switch (in->kind) {
	case INIT_INT:
		if (in->type && in->type->kind == TYPE_PTR && !in->i) {
			buf_add(p->out, "null");
			return (struct implied) { .word = WORD_OBJ };
		}
		buf_addf(p->out, "%lld", (long long) in->i);
		return (struct implied) { .word = "int" };
	case INIT_FLOAT:
		print_float(p->out, in->f);
		return (struct implied) { .word = "double" };
	case INIT_STRING:
		buf_add_quoted(p->out, in->s, in->len);
		print_offset(p, in->i);
		return implied_string(in->len);
	case INIT_GLOBAL:
		print_symbol(p, in->global->key);
		print_offset(p, in->i);
		return implied_address(in->global->type);
	case INIT_FUNC:
		print_symbol(p, in->func->key);
		return implied_address(in->func->type);
	case INIT_OTHER:
		break;
	}
	buf_add(p->out, "other");
	return (struct implied) { 0 };
}

static void print_inits(struct printer *p, const struct global *g)
{
	uint32_t i;

	buf_add(p->out, " = {\n");
	for (i = 0; i < g->n_inits; i++) {
		const struct init *in = &g->inits[i];
		struct implied implied;

		buf_addf(p->out, "\t@%llu", (unsigned long long) in->offset);
		if (in->size != DEFAULT_INIT_SIZE)
			buf_addf(p->out, ":%llu",
				 (unsigned long long) in->size);
		buf_addc(p->out, ' ');
		implied = print_init_value(p, in);
		print_type_unless(p, in->type, implied);
		print_loc(p, in->loc);
		buf_addc(p->out, '\n');
	}
	buf_addc(p->out, '}');
}

static void print_global(struct printer *p, const struct global *g)
{
	p->file = p->u->name;
	buf_add(p->out, "global ");
	print_symbol(p, g->key);
	if (g->type)
		buf_addf(p->out, ":%s", type_text(&p->types, g->type));
	print_flags(p, g, global_flags, n_global_flags);
	if (strcmp(g->name, g->key)) {
		buf_add(p->out, " name ");
		print_quoted(p, g->name);
	}
	print_loc(p, g->loc);
	if (loc_known(g->loc) && g->loc.file)
		p->file = g->loc.file;
	print_attrs(p, g->attrs);
	if (g->has_init)
		print_inits(p, g);
	buf_addc(p->out, '\n');
}

/* ---------------------------------------------------------- functions */

/* Does the head with each parameter's value say all about the type? */
static bool head_says_type(struct printer *p, const struct function *f)
{
	const struct type *t = f->type;
	uint32_t i;

	if (!type_is_inline_func(&p->types, t))
		return false;
	if (!f->has_body)
		return true;
	if (f->n_params != t->n_fields)
		return false;
	for (i = 0; i < f->n_params; i++) {
		const struct field *fd = &t->fields[i];
		const struct value *v = &f->values[f->params[i]];

		if (fd->name || (f->params[i]
				 && type_text(&p->types, fd->type)
				 != type_text(&p->types, v->type)))
			return false;
	}
	return true;
}

static void print_param(struct printer *p, const struct function *f,
			uint32_t i, bool typed)
{
	vid v = f->params[i];

	if (v)
		print_value(p, v);
	else
		buf_addc(p->out, '_');
	if (v)
		buf_addf(p->out, ":%s",
			 type_text(&p->types, f->values[v].type));
	else if (typed)
		buf_addf(p->out, ":%s", type_text(&p->types,
						  f->type->fields[i].type));
}

static void print_params(struct printer *p, const struct function *f,
			 bool typed)
{
	const struct type *t = f->type;
	uint32_t i;

	buf_add(p->out, " (");
	for (i = 0; i < f->n_params; i++) {
		buf_add(p->out, i ? ", " : "");
		print_param(p, f, i, typed);
	}
	if (typed && t->is_variadic)
		buf_add(p->out, f->n_params ? ", ..." : "...");
	buf_addc(p->out, ')');
	if (typed)
		buf_addf(p->out, " -> %s%s", type_text(&p->types, t->inner),
			 t->is_noreturn ? " noreturn" : "");
}

static void print_signature(struct printer *p, const struct function *f)
{
	bool typed = head_says_type(p, f);

	if (f->has_body)
		print_params(p, f, typed);
	else if (typed)
		buf_addf(p->out, " %s", type_text(&p->types, f->type));
	if (f->type && !typed)
		buf_addf(p->out, " type %s", type_text(&p->types, f->type));
	else if (f->has_body && !f->type)
		buf_add(p->out, " type " WORD_NO_TYPE);
}

static void print_head(struct printer *p, const struct function *f)
{
	p->file = p->u->name;
	buf_add(p->out, "fn ");
	print_symbol(p, f->key);
	print_signature(p, f);
	print_flags(p, f, function_flags, n_function_flags);
	if (strcmp(f->name, f->key)) {
		buf_add(p->out, " name ");
		print_quoted(p, f->name);
	}
	if (f->gave_up) {
		buf_add(p->out, " gave_up ");
		print_quoted(p, f->gave_up);
	}
	print_loc(p, f->loc);
	if (loc_known(f->loc) && f->loc.file)
		p->file = f->loc.file;
	if (loc_known(f->end_loc)) {
		buf_add(p->out, " end");
		print_loc(p, f->end_loc);
	}
	print_attrs(p, f->attrs);
	buf_addc(p->out, '\n');
}

static void print_function(struct printer *p, const struct function *f)
{
	struct arena a = { 0 };

	p->f = f;
	if (f->has_body)
		name_values(p, &a);
	print_head(p, f);
	if (f->has_body)
		print_body(p);
	arena_release(&a);
}

void function_print(const struct unit *u, const struct function *f,
		    struct buf *out)
{
	struct printer p = { .u = u, .out = out };

	type_texts_init(&p.types, u);
	print_function(&p, f);
	type_texts_release(&p.types);
}

/* --------------------------------------------------------------- unit */

static void print_unit_head(struct printer *p)
{
	const struct unit *u = p->u;

	buf_add(p->out, "unit ");
	print_quoted(p, u->name ? u->name : "");
	buf_add(p->out, u->is_cxx ? " cxx" : "");
	buf_add(p->out, u->saw_python_h ? "" : " no_python_h");
	buf_add(p->out, u->free_threaded ? " free_threaded" : "");
	buf_add(p->out, u->debug_build ? " debug_build" : "");
	buf_add(p->out, u->ssize_t_clean ? " ssize_t_clean" : "");
	if (u->python_hex)
		buf_addf(p->out, " python 0x%08lx",
			 (unsigned long) u->python_hex);
	if (u->limited_api)
		buf_addf(p->out, " limited 0x%08lx",
			 (unsigned long) u->limited_api);
	buf_addc(p->out, '\n');
}

void unit_print(const struct unit *u, struct buf *out)
{
	struct printer p = { .u = u, .out = out };
	uint32_t i;

	type_texts_init(&p.types, u);
	print_unit_head(&p);
	p.file = u->name;
	for (i = 0; i < u->types.n; i++)
		if (type_is_declared(&p.types, u->types.v[i]))
			print_type(&p, u->types.v[i]);
	for (i = 0; i < u->globals.n; i++)
		print_global(&p, u->globals.v[i]);
	for (i = 0; i < u->functions.n; i++) {
		if (u->functions.v[i]->has_body
		    || (i && u->functions.v[i - 1]->has_body))
			buf_addc(out, '\n');
		print_function(&p, u->functions.v[i]);
	}
	type_texts_release(&p.types);
}
