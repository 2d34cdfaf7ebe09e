/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Method and getset tables: their elements and the roles these give. */
#include "engine/tables.h"

#include <string.h>

enum { METH_COEXIST = 0x40 };

/* PyType_Ready puts the wrappers of the type's own slots into its dictionary
 * first (add_operators), and leaves a method alone whose name is there then
 * (type_add_method, typeobject.c), unless it is to coexist. */
bool method_is_shadowed(const struct type_model *t, const char *name,
			int flags)
{
	static const struct { const char *name, *slot; } dunders[] = {
#define DUNDER(name, slot) { name, slot },
#include "engine/dunder.def"
#undef DUNDER
	};
	size_t i;

	if (!name || name[0] != '_' || flags & METH_COEXIST)
		return false;
	for (i = 0; i < ARRAY_SIZE (dunders); i++)
		if (!strcmp(dunders[i].name, name)
		    && type_slot(t, dunders[i].slot))
			return true;
	return false;
}

static const struct type *written_type(const struct init *c)
{
	if (!c)
		return NULL;
	return c->kind == INIT_FUNC ? c->func->type : c->type;
}

static const char *cell_string(const struct init *c)
{
	return c && c->kind == INIT_STRING ? c->s + c->i : NULL;
}

void declared_methods(struct declared *d, const struct table *t,
		      struct type_model *type)
{
	const struct tables *ts = d->tables;
	uint32_t i;

	for (i = 0; i < t->n; i++) {
		const struct init *name = table_cell(ts, t, i, "ml_name");
		const struct init *fn = table_cell(ts, t, i, "ml_meth");
		const struct init *flags = table_cell(ts, t, i, "ml_flags");
		struct method *m;

		if (cell_is_zero(name))
			break;
		m = ARENA_NEW (&d->unit->arena, struct method);
		m->name = cell_string(name);
		m->function = fn && fn->kind == INIT_FUNC ? fn->func : NULL;
		m->written_type = written_type(fn);
		m->flags_known = !cell_is_unknown(flags);
		m->flags = m->flags_known && flags ? (int) flags->i : 0;
		m->doc = cell_string(table_cell(ts, t, i, "ml_doc"));
		m->table = t->global;
		m->index = i;
		m->loc = table_loc(ts, t, i);
		vec_push (&d->methods, m);
		if (type)
			vec_push (&type->methods, m);
		if (m->flags_known
		    && !(type && method_is_shadowed(type, m->name, m->flags)))
			declared_add_role(d, m->function,
					  slot_by_flags(m->flags), type,
					  m->loc);
	}
}

void declared_getset(struct declared *d, const struct table *t,
		     struct type_model *type)
{
	static const char *const sides[][2] = { { "get", "getter" },
		{ "set", "setter" } };
	const struct tables *ts = d->tables;
	uint32_t i;
	size_t k;

	for (i = 0; i < t->n; i++) {
		if (cell_is_zero(table_cell(ts, t, i, "name")))
			break;
		for (k = 0; k < ARRAY_SIZE (sides); k++) {
			const struct init *c = table_cell(ts, t, i,
							  sides[k][0]);

			if (c && c->kind == INIT_FUNC)
				declared_add_role(d, c->func,
					slot_by_name(sides[k][1]), type,
					table_loc(ts, t, i));
		}
	}
}
