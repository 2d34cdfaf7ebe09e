/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Module definitions with their slots and the function that creates them. */
#include "engine/tables.h"

#include <string.h>

static void add_module_role(struct declared *d, struct module_model *m,
			    const struct slot *slot, const struct init *c,
			    struct loc loc)
{
	struct slot_use use = { .slot = slot, .loc = loc };

	if (!slot || cell_is_zero(c))
		return;
	if (loc_known(c->loc))
		use.loc = c->loc;
	use.written_type = c->type;
	if (c->kind == INIT_FUNC) {
		use.function = c->func;
		use.written_type = c->func->type;
		declared_add_role(d, c->func, slot, NULL, use.loc);
	} else if (c->kind == INIT_INT) {
		use.i = c->i;
	}
	vec_push (&m->slots, use);
}

static void read_module_slots(struct declared *d, struct module_model *m,
			      const struct table *slots)
{
	uint32_t i;

	for (i = 0; i < slots->n; i++) {
		const struct init *id = table_cell(d->tables, slots, i,
						   "slot");
		const struct init *p = table_cell(d->tables, slots, i,
						  "value");
		const struct slot *s;

		if (cell_is_zero(id))
			return;
		if (id->kind != INIT_INT)
			continue;
		s = slot_by_module_id((int) id->i);
		add_module_role(d, m, s, p, table_loc(d->tables, slots, i));
		/* Py_MOD_GIL_NOT_USED is (void *) 1. */
		if (s && !strcmp(s->name, "Py_mod_gil") && p
		    && p->kind == INIT_INT && p->i == 1)
			m->gil_not_used = true;
	}
}

static void add_module(struct declared *d, const struct table *tab)
{
	static const char *const functions[] = { "m_traverse", "m_clear",
		"m_free" };
	const struct tables *ts = d->tables;
	struct module_model *m = ARENA_NEW (&d->unit->arena,
					    struct module_model);
	const struct init *c = table_cell(ts, tab, 0, "m_name");
	struct table part;
	size_t i;

	m->def = tab->global;
	m->name = c && c->kind == INIT_STRING ? c->s + c->i
		: tab->global->name;
	m->loc = tab->global->loc;
	c = table_cell(ts, tab, 0, "m_size");
	m->size_known = !cell_is_unknown(c);
	m->size = c && m->size_known ? c->i : 0;
	for (i = 0; i < ARRAY_SIZE (functions); i++)
		add_module_role(d, m, slot_by_name(functions[i]),
				table_cell(ts, tab, 0, functions[i]), m->loc);
	c = table_cell(ts, tab, 0, "m_slots");
	m->multi_phase = !cell_is_zero(c);
	if (table_at(ts, c, RECORD_MODULE_SLOT, &part))
		read_module_slots(d, m, &part);
	vec_push (&d->modules, m);
}

/* The function that hands DEF to PyModule_Create* or PyModuleDef_Init. */
static void find_init(struct declared *d, const struct function *f,
		      const struct instr *i)
{
	const struct function *callee = call_target(f, i);
	struct global *g;
	int64_t offset;
	uint32_t n;

	if (!callee || !i->n_args
	    || (strncmp(callee->name, "PyModule_Create", 15)
		&& strncmp(callee->name, "PyModule_FromDefAndSpec", 23)
		&& strcmp(callee->name, "PyModuleDef_Init"))
	    || !global_address(f, i->args[0], &g, &offset))
		return;
	for (n = 0; n < d->modules.n; n++)
		if (d->modules.v[n]->def == g) {
			d->modules.v[n]->init = f;
			if (!strcmp(callee->name, "PyModuleDef_Init"))
				d->modules.v[n]->multi_phase = true;
		}
}

/* PyUnstable_Module_SetGIL (m, Py_MOD_GIL_NOT_USED). */
static void find_set_gil(struct declared *d, const struct function *f,
			 const struct instr *i)
{
	const struct function *callee = call_target(f, i);
	const struct value *v;
	uint32_t n;

	if (!callee || strcmp(callee->name, "PyUnstable_Module_SetGIL")
	    || i->n_args < 2)
		return;
	v = fn_value(f, strip_casts(f, i->args[1]));
	for (n = 0; v->kind == VAL_INT && v->u.i == 1 && n < d->modules.n; n++)
		d->modules.v[n]->gil_not_used = true;
}

void declared_modules(struct declared *d)
{
	uint32_t i, b, k;

	for (i = 0; i < d->tables->list.n; i++)
		if (d->tables->list.v[i].kind == RECORD_MODULE)
			add_module(d, &d->tables->list.v[i]);
	for (i = 0; i < d->unit->functions.n; i++) {
		const struct function *f = d->unit->functions.v[i];

		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *in;

				in = &f->blocks[b].instrs[k];
				if (in->op != OP_CALL)
					continue;
				find_init(d, f, in);
				find_set_gil(d, f, in);
			}
	}
}
