/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is wrong with the tables as a whole: rows that hide each other, names
 * that nothing has, and the sentences of the .def files.
 */
#include "contract/contract.h"

#include <string.h>

static void fault(struct buf *errors, bool *good, const char *fmt, ...)
	PRC_PRINTF(3, 4);
static void fault(struct buf *errors, bool *good, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(errors, fmt, ap);
	va_end(ap);
	buf_addc(errors, '\n');
	*good = false;
}

static bool versions_overlap(const struct contract *a,
			     const struct contract *b)
{
	return (!a->until || b->since < a->until)
		&& (!b->until || a->since < b->until);
}

/* C against the rows of its name before it; and is it found by its name? */
static bool lint_unique(const struct contract *c, struct buf *errors)
{
	const struct contract *other;
	bool good = true;
	unsigned nth;

	for (nth = 0; (other = contract_find_any(c->name, nth)); nth++) {
		if (other == c)
			return good;
		if (!strcmp(other->name, c->name)
		    && versions_overlap(c, other))
			fault(errors, &good, "%s: two rows for one version",
			      c->name);
	}
	fault(errors, &good, "%s: its row is not found by its name: an alias "
	      "or another name's hash hides it", c->name);
	return good;
}

/* Every name in the advice what to use instead has a row. */
static bool lint_replacement(const struct contract *c, struct buf *errors)
{
	const char *s = c->replacement;
	bool good = true;

	while (s && *s) {
		size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
		char name[128];

		if (!n) {
			s++;
			continue;
		}
		if (n < sizeof(name) && (!strncmp(s, "Py", 2)
					 || !strncmp(s, "_Py", 3))) {
			memcpy(name, s, n);
			name[n] = '\0';
			if (!contract_find_any(name, 0)
			    && datum_find(name) == DATUM_NONE)
				fault(errors, &good, "%s: '%s', which is to "
				      "replace it, has no row", c->name,
				      name);
		}
		s += n;
	}
	return good;
}

static bool lint_type(const struct contract *c, struct buf *errors)
{
	bool good = true;

	if (c->type && datum_find(c->type) != DATUM_STATIC_TYPE)
		fault(errors, &good, "%s: '%s' is no known type", c->name,
		      c->type);
	return good;
}

static bool lint_aliases(struct buf *errors)
{
	const char *alias, *target, *other, *ignored;
	bool good = true;
	unsigned i, k;

	for (i = 0; contract_alias_at(i, &alias, &target); i++) {
		if (!strcmp(alias, target))
			fault(errors, &good, "%s: an alias of itself", alias);
		if (!contract_find_any(target, 0)
		    || contract_alias_target(target))
			fault(errors, &good, "%s: an alias of '%s', which "
			      "has no row", alias, target);
		for (k = 0; k < i; k++) {
			contract_alias_at(k, &other, &ignored);
			if (!strcmp(alias, other))
				fault(errors, &good, "%s: two aliases",
				      alias);
		}
	}
	return good;
}

static bool lint_indirects(struct buf *errors)
{
	const char *name, *global, *other;
	uint64_t offset, other_offset;
	bool good = true;
	unsigned i, k;

	for (i = 0; (name = contract_indirect_at(i, &global, &offset)); i++) {
		if (!contract_find_any(name, 0))
			fault(errors, &good, "%s: entry %llu is '%s', which "
			      "has no row", global,
			      (unsigned long long) (offset / sizeof(void *)),
			      name);
		for (k = 0; k < i; k++) {
			contract_indirect_at(k, &other, &other_offset);
			if (offset == other_offset && !strcmp(global, other))
				fault(errors, &good, "%s: two rows for entry "
				      "%llu", global, (unsigned long long)
				      (offset / sizeof(void *)));
		}
	}
	return good;
}

static bool lint_data(struct buf *errors)
{
	const char *name, *other;
	enum datum_kind kind, found;
	bool good = true;
	unsigned i, k;

	for (i = 0; (name = datum_at(i, &kind)); i++) {
		if (datum_find(name) != kind)
			fault(errors, &good, "%s: not found by its name",
			      name);
		if (kind == DATUM_EXCEPTION && strncmp(name, "PyExc_", 6))
			fault(errors, &good, "%s: no exception by its name",
			      name);
		for (k = 0; k < i; k++) {
			other = datum_at(k, &found);
			if (!strcmp(name, other))
				fault(errors, &good, "%s: two data rows",
				      name);
		}
	}
	return good;
}

/* An effect's sentence speaks of as many operands as the effect has. */
static bool lint_effect_sentences(struct buf *errors)
{
	bool good = true;
	int op;

	for (op = EFF_END + 1; op < N_EFFECTS; op++) {
		const char *s = effect_sentence((enum effect_op) op);
		enum effect_shape shape = effect_shape((enum effect_op) op);
		bool one = strstr(s, "%1"), two = strstr(s, "%2");

		if (one != (shape == SHAPE_A || shape == SHAPE_AB
			    || shape == SHAPE_FAMILY)
		    || two != (shape == SHAPE_AB))
			fault(errors, &good, "effect '%s': its sentence does "
			      "not speak of its operands",
			      effect_word((enum effect_op) op));
		if (s[strlen(s) - 1] == '.')
			fault(errors, &good, "effect '%s': its sentence has "
			      "a final period",
			      effect_word((enum effect_op) op));
	}
	return good;
}

bool contract_lint_table(struct buf *errors)
{
	const struct contract *c;
	bool good = true;
	unsigned i;

	for (i = 0; (c = contract_at(i)); i++) {
		good &= contract_lint(c, errors);
		good &= lint_unique(c, errors);
		good &= lint_replacement(c, errors);
		good &= lint_type(c, errors);
	}
	good &= lint_aliases(errors);
	good &= lint_indirects(errors);
	good &= lint_data(errors);
	good &= lint_effect_sentences(errors);
	return good;
}
