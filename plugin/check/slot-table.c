/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Part of method-table: arrays of PyType_Slot and PyModuleDef_Slot, and what
 * a PyModuleDef has to do with its slots.  The functions of types are
 * type-slots' business.
 */
#include "check/method-table.h"

#include <string.h>

static const struct slot *slot_of(const struct table *t, const struct init *id)
{
	return t->kind == RECORD_TYPE_SLOT ? slot_by_id((int) id->i)
		: slot_by_module_id((int) id->i);
}

/* Only Py_mod_exec may be there more than once. */
static void check_twice(struct check_context *c, const struct table *t)
{
	const struct tables *ts = c->declared->tables;
	uint32_t i, k;

	for (i = 0; i < t->n; i++) {
		const struct init *a = table_cell(ts, t, i, "slot");
		const struct slot *s;
		struct finding *fi;

		if (cell_is_zero(a) || a->kind != INIT_INT)
			return;
		for (k = 0; k < i; k++) {
			const struct init *b = table_cell(ts, t, k, "slot");

			if (b && b->i == a->i)
				break;
		}
		s = slot_of(t, a);
		if (k == i || !s || !strcmp(s->name, "Py_mod_exec"))
			continue;
		fi = check_finding(c, NULL, table_loc(ts, t, i),
				   "slot ‘%s%s’ is in ‘%s’ twice",
				   t->kind == RECORD_TYPE_SLOT ? "Py_" : "",
				   s->name, t->global->name);
		check_event(c, fi, table_loc(ts, t, k), NULL,
			    "it is there already");
		check_subject(c, fi, s->name);
		check_hint(c, fi, "remove one of them");
		check_add(c, fi);
	}
}


/* A number that no targeted Python knows: PyType_FromSpec answers "invalid
 * slot offset" (typeobject.c), the import "uses unknown slot ID"
 * (moduleobject.c). */
static void check_known(struct check_context *c, const struct table *t,
			uint32_t i, const struct init *id)
{
	const struct slot *s = slot_of(t, id);
	struct finding *fi;

	if (s && s->since <= c->high)
		return;
	if (s)
		fi = check_finding(c, NULL, table_loc(c->declared->tables, t, i),
			"slot ‘%s%s’ of ‘%s’ is known from Python 3.%u on only",
			t->kind == RECORD_TYPE_SLOT ? "Py_" : "", s->name,
			t->global->name, s->since & 255u);
	else
		fi = check_finding(c, NULL, table_loc(c->declared->tables, t, i),
			"%lld, in ‘%s’, is the number of no slot",
			(long long) id->i, t->global->name);
	check_subject(c, fi, s ? s->name : "slot");
	check_hint(c, fi, t->kind == RECORD_TYPE_SLOT
		   ? "making the type fails with RuntimeError"
		   : "the import fails with SystemError");
	check_add(c, fi);
}

/* The functions of a module's slots. */
static void check_function(struct check_context *c, const struct table *t,
			   uint32_t i, const struct init *id)
{
	const struct init *fn = table_cell(c->declared->tables, t, i, "value");
	const struct slot *s = slot_of(t, id);
	struct buf fault = { 0 };

	if (s && fn && fn->kind == INIT_FUNC
	    && signature_fault(s, fn->func, c->options->strict, &fault))
		report_table_function(c, t, i, s->name, fn->func, s, &fault);
	buf_release(&fault);
}

void check_slot_table(struct check_context *c, const struct table *t)
{
	check_twice(c, t);
	for (uint32_t i = 0; i < t->n; i++) {
		const struct init *id = table_cell(c->declared->tables, t, i,
						   "slot");

		if (cell_is_zero(id))
			return;
		if (id->kind != INIT_INT)
			continue;
		check_known(c, t, i, id);
		if (t->kind == RECORD_MODULE_SLOT)
			check_function(c, t, i, id);
	}
}

/* m_traverse, m_clear and m_free. */
static void check_module_functions(struct check_context *c,
				   const struct module_model *m)
{
	for (uint32_t i = 0; i < m->slots.n; i++) {
		const struct slot_use *use = &m->slots.v[i];
		struct buf fault = { 0 };

		if (use->function && !strcmp(use->slot->member, "PyModuleDef")
		    && signature_fault(use->slot, use->function,
				       c->options->strict, &fault)) {
			struct finding *fi;

			fi = check_finding(c, NULL, use->loc,
				"‘%s’, the ‘%s’ of ‘%s’, %s",
				use->function->name, use->slot->name,
				m->def->name, buf_str(&fault));
			check_subject(c, fi, use->slot->name);
			check_add(c, fi);
		}
		buf_release(&fault);
	}
}

void check_module_tables(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->modules.n; i++) {
		const struct module_model *m = c->declared->modules.v[i];
		struct finding *fi;

		check_module_functions(c, m);
		if (!m->slots.n || !m->size_known || m->size >= 0
		    || !m->multi_phase)
			continue;
		fi = check_finding(c, NULL, m->loc,
			"‘%s’ has slots and a negative ‘m_size’: its import fails",
			m->def->name);
		check_subject(c, fi, m->def->name);
		check_hint(c, fi, "set ‘m_size’ to 0, or to the size of the module's state");
		check_add(c, fi);
	}
}
