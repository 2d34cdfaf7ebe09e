/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names for a function's values in the text, by order of definition, not by
 * vid: the same function built in another order prints the same.
 */
#include "ir/text.h"

/* A variable that has a name in the text, and how many versions of it. */
struct variable { uint32_t number, versions; };

struct namer {
	struct printer *p;
	struct arena *arena;
	struct map variables;	/* (name, var) -> struct variable */
	struct map numbers;	/* name -> variables of this name */
	uint32_t temporaries;
};

static uint32_t count_up(struct map *m, const void *key)
{
	uintptr_t n = (uintptr_t) map_get(m, map_key_ptr(key)) + 1;

	map_set(m, map_key_ptr(key), (void *) n);
	return (uint32_t) n;
}

static struct variable *variable_of(struct namer *n, const struct value *v)
{
	uint64_t words[] = { map_key_ptr(v->name), v->var };
	uint64_t key = hash_bytes(words, sizeof(words), 0);
	struct variable *var = map_get(&n->variables, key);

	if (var)
		return var;
	var = ARENA_NEW(n->arena, struct variable);
	if (v->var)
		var->number = count_up(&n->numbers, v->name);
	map_set(&n->variables, key, var);
	return var;
}

static void name_value(struct namer *n, vid v)
{
	const struct value *val = &n->p->f->values[v];
	struct value_name *name = &n->p->names[v];
	struct variable *var;

	if (name->is_set || (val->kind != VAL_SSA && val->kind != VAL_PARAM))
		return;
	name->is_set = true;
	if (!val->name && !val->var) {
		name->version = ++n->temporaries;
		return;
	}
	if (val->kind == VAL_PARAM && !val->var) {
		/* A parameter is a variable also when nobody said which. */
		name->variable = count_up(&n->numbers, val->name);
		name->version = 1;
		return;
	}
	var = variable_of(n, val);
	name->variable = var->number;
	name->version = ++var->versions;
}

static void name_use(vid v, void *data)
{
	name_value(data, v);
}

static void name_definitions(struct namer *n, const struct block *b)
{
	uint32_t i;

	for (i = 0; i < b->n_phis; i++)
		name_value(n, b->phis[i].dst);
	for (i = 0; i < b->n_instrs; i++)
		name_value(n, b->instrs[i].dst);
}

/* Only broken IR has values that are used and nowhere defined. */
static void name_uses(struct namer *n, const struct block *b)
{
	uint32_t i, k;

	for (i = 0; i < b->n_phis; i++)
		for (k = 0; k < b->n_preds; k++)
			name_value(n, b->phis[i].args[k]);
	for (i = 0; i < b->n_instrs; i++)
		instr_uses(&b->instrs[i], name_use, n);
}

static void number_locals(struct namer *n)
{
	const struct function *f = n->p->f;
	struct map counts = { 0 };
	uint32_t i;

	for (i = 0; i < f->n_locals; i++)
		n->p->local_numbers[i] = count_up(&counts, f->locals[i].name);
	map_release(&counts);
}

void name_values(struct printer *p, struct arena *a)
{
	const struct function *f = p->f;
	struct namer n = { .p = p, .arena = a };
	uint32_t i;

	p->names = ARENA_ARRAY(a, struct value_name, f->n_values);
	p->local_numbers = ARENA_ARRAY(a, uint32_t, f->n_locals);
	for (i = 0; i < f->n_params; i++)
		name_value(&n, f->params[i]);
	for (i = 0; i < f->n_blocks; i++)
		name_definitions(&n, &f->blocks[i]);
	for (i = 0; i < f->n_blocks; i++)
		name_uses(&n, &f->blocks[i]);
	number_locals(&n);
	map_release(&n.variables);
	map_release(&n.numbers);
}

void print_value(struct printer *p, vid v)
{
	const struct value *val = &p->f->values[v];
	const struct value_name *name = &p->names[v];

	if (!val->name && !name->variable) {
		buf_addf(p->out, "%%%lu", (unsigned long) name->version);
		return;
	}
	if (val->name)
		print_sigil_name(p, '%', val->name);
	else
		buf_addc(p->out, '%');
	if (!val->name || name->variable != 1)
		buf_addf(p->out, "~%lu", (unsigned long) name->variable);
	if (name->version != 1)
		buf_addf(p->out, ".%lu", (unsigned long) name->version);
}

void print_local(struct printer *p, uint32_t local)
{
	const char *name = p->f->locals[local].name;
	uint32_t number = p->local_numbers[local];

	if (name)
		print_sigil_name(p, '&', name);
	else
		buf_addc(p->out, '&');
	if (!name || number != 1)
		buf_addf(p->out, "~%lu", (unsigned long) number);
}
