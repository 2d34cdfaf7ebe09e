/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * module-state: what keeps a module out of subinterpreters with a GIL of
 * their own (PEP 489, 630, 684): single-phase initialization, state in C
 * globals, static types.
 */
#include "check/check.h"
#include "engine/tables.h"

static void check_module(struct check_context *c, const struct module_model *m)
{
	struct finding *fi;

	if (!m->multi_phase && m->init) {
		fi = check_finding(c, m->init, m->loc,
			"module ‘%s’ is initialized in a single phase: all interpreters share it",
			m->name);
		check_subject(c, fi, m->name);
		check_hint(c, fi, "give it ‘m_slots’ with a ‘Py_mod_exec’, and return ‘PyModuleDef_Init (&%s)’",
			   m->def->name);
		check_add(c, fi);
	}
	if (m->size_known && m->size == -1 && !m->multi_phase) {
		fi = check_finding(c, NULL, m->loc,
			"module ‘%s’ has ‘m_size’ -1: it keeps its state in globals",
			m->name);
		check_subject(c, fi, "m_size");
		check_hint(c, fi, "move its state into a struct, and set ‘m_size’ to its size");
		check_add(c, fi);
	}
}

static bool is_mutable_object(const struct global *g)
{
	return !g->is_external && !g->is_const && !g->in_system_header
		&& type_is_object_ptr(g->type);
}

/* The first store of something other than NULL in G. */
static const struct instr *store_to(const struct unit *u,
				    const struct global *g,
				    const struct function **where)
{
	uint32_t n, b, k;

	for (n = 0; n < u->functions.n; n++) {
		const struct function *f = u->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i;
				struct global *to;
				int64_t offset;

				i = &f->blocks[b].instrs[k];
				if (i->op != OP_STORE
				    || !global_address(f, i->place.base, &to,
						       &offset)
				    || to != g || value_is_zero(f, i->a))
					continue;
				*where = f;
				return i;
			}
	}
	return NULL;
}

static void check_globals(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->unit->globals.n; i++) {
		const struct global *g = c->unit->globals.v[i];
		const struct function *f;
		const struct instr *store;
		struct finding *fi;

		store = is_mutable_object(g) ? store_to(c->unit, g, &f) : NULL;
		if (!store)
			continue;
		fi = check_finding(c, NULL, g->loc,
			"the global ‘%s’ holds an object: all interpreters share it",
			g->name);
		check_subject(c, fi, g->name);
		check_event(c, fi, store->loc, f, "it is set here");
		check_hint(c, fi, "move it into the module's state");
		check_add(c, fi);
	}
}

static void check_types(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->types.n; i++) {
		const struct type_model *t = c->declared->types.v[i];
		struct finding *fi;

		if (!t->object)
			continue;
		fi = check_finding(c, NULL, t->loc,
			"the type ‘%s’ is static: all interpreters share it",
			t->name);
		check_subject(c, fi, t->name);
		check_hint(c, fi, "make it from a ‘PyType_Spec’ with ‘PyType_FromModuleAndSpec’");
		check_add(c, fi);
	}
}

static void unit(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->modules.n; i++)
		check_module(c, c->declared->modules.v[i]);
	check_globals(c);
	check_types(c);
}

const struct check check_module_state = { .unit = unit };
