/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/taint.h"

#include <string.h>

struct uses { const bool *tainted; bool any; };

static void see_use(vid v, void *data)
{
	struct uses *u = data;

	if (u->tainted[v])
		u->any = true;
}

/* What type an object has says nothing of its state. */
static bool asks_for_type(const struct function *f, const struct instr *i)
{
	static const char *const names[] = { "PyObject_TypeCheck", "Py_TYPE",
		"Py_IS_TYPE", "PyType_IsSubtype", "PyObject_IsInstance" };
	const struct function *t = call_target(f, i);
	size_t n;

	for (n = 0; t && n < ARRAY_SIZE(names); n++)
		if (!strcmp(t->name, names[n]))
			return true;
	return false;
}

static bool taint_instr(const struct function *f, bool *tainted,
			const struct instr *i)
{
	struct uses u = { tainted, false };
	uint32_t n;

	if (!i->dst || tainted[i->dst]
	    || (i->op == OP_CALL && asks_for_type(f, i)))
		return false;
	/* What a function of a table gives is not the table's state. */
	for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
		see_use(i->args[n], &u);
	if (i->op != OP_CALL)
		instr_uses(i, see_use, &u);
	return tainted[i->dst] = u.any;
}

static bool taint_phi(bool *tainted, const struct block *b,
		      const struct phi *p)
{
	uint32_t n;

	for (n = 0; !tainted[p->dst] && n < b->n_preds; n++)
		if (tainted[p->args[n]])
			return tainted[p->dst] = true;
	return false;
}

bool *taint_of(const struct function *f, vid root)
{
	bool *tainted = prc_malloc((f->n_values + 1) * sizeof(*tainted));
	bool changed = true;
	uint32_t b, k;

	memset(tainted, 0, (f->n_values + 1) * sizeof(*tainted));
	tainted[root] = true;
	while (changed) {
		changed = false;
		for (b = 0; b < f->n_blocks; b++) {
			const struct block *bl = &f->blocks[b];

			for (k = 0; k < bl->n_phis; k++)
				changed |= taint_phi(tainted, bl,
						     &bl->phis[k]);
			for (k = 0; k < bl->n_instrs; k++)
				changed |= taint_instr(f, tainted,
						       &bl->instrs[k]);
		}
	}
	return tainted;
}
