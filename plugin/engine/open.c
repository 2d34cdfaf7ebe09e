/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functions that Python code can get to again and again: what they take away
 * can be taken away while another one is at work.
 */
#include "engine/knowledge.h"

#include <string.h>

/* Is F a way in through which Python code can reach a store again and
 * again: neither constructor nor destructor? */
static bool is_open_entry(const struct declared *d, const struct function *f)
{
	static const char *const closed[] = { "tp_dealloc", "tp_clear",
		"tp_traverse", "tp_new", "tp_init", "tp_free", "tp_finalize",
		"tp_del", "tp_alloc", "Py_mod_exec", "Py_mod_create",
		"PyInit", "m_traverse", "m_clear", "m_free" };
	const struct role *role = declared_role(d, f);
	unsigned i;

	if (!role || !role->slot || !role->slot->name)
		return false;
	for (i = 0; i < ARRAY_SIZE(closed); i++)
		if (!strncmp(role->slot->name, closed[i], strlen(closed[i])))
			return false;
	return true;
}

/* Can F be reached by its callers alone, and is there one?  A member function
 * that stands in its class is of the unit, too. */
static bool has_callers_alone(const struct knowledge *k,
			      const struct function *f)
{
	return (f->is_static || (f->is_cxx && f->is_inline))
		&& !f->address_taken && knowledge_caller(k, f, 0);
}

/* Are all callers of F, or is one of them, among WHO? */
static bool callers_are(const struct knowledge *k, const struct function *f,
			const bool *who, bool all)
{
	const struct function *by;
	unsigned i;

	for (i = 0; (by = knowledge_caller(k, f, i)) != NULL; i++)
		if (by != f && who[by->id] != all)
			return !all;
	return all;
}

/* What is known of F at one depth, from what was one caller less far. */
static void look_at(struct knowledge *k, const struct function *f,
		    const bool *was_open, const bool *was_reached)
{
	if (!was_reached[f->id])
		k->reached[f->id] = callers_are(k, f, was_reached, false);
	if (!declared_role(k->declared, f))
		k->open[f->id] = has_callers_alone(k, f)
			&& callers_are(k, f, was_open, true);
}

void knowledge_gather_open(struct knowledge *k)
{
	uint32_t n = k->unit->functions.n, i;
	bool *was = prc_malloc(2 * (size_t) n + 1);
	unsigned depth;

	k->open = ARENA_ARRAY(&k->arena, bool, n);
	k->reached = ARENA_ARRAY(&k->arena, bool, n);
	for (i = 0; i < n; i++)
		k->open[i] = k->reached[i] = is_open_entry(k->declared,
				k->unit->functions.v[i]);
	for (depth = 0; depth < OPEN_DEPTH; depth++) {
		memcpy(was, k->open, n);
		memcpy(was + n, k->reached, n);
		for (i = 0; i < n; i++)
			look_at(k, k->unit->functions.v[i], was, was + n);
	}
	prc_free(was);
}

bool knowledge_is_open(const struct knowledge *k, const struct function *f)
{
	return k->open[f->id];
}
