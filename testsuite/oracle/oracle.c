/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * oracle [-b] [-s SEED] [-n COUNT] [-v] [FILE...]: COUNT generated programs, or
 * the given ones, through the analysis and through all their executions.
 *
 * A finding without an execution that shows it is an error; a fault that an
 * execution shows and no finding tells is counted (recall).  With -b each
 * program is analysed under small budgets, too: what is then told must have
 * an execution, and what only the small budget tells is counted.
 */
#include "oracle.h"

#include "check/analyze.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
#define FAULT(id, name) [FAULT_##id] = name,
	FAULTS (FAULT)
#undef FAULT
};

/* What else a fault is called where its cause has a check of its own. */
static const struct { enum fault fault; const char *name; } other_names[] = {
	{ FAULT_STALE, "unchecked-error" },
	{ FAULT_STALE, "exception-clobbered" },
	{ FAULT_STALE, "exception-swallowed" },
	{ FAULT_STALE, "error-as-truth" },
	{ FAULT_DEAD, "stale-borrow" },
	{ FAULT_DEAD, "over-release" },	/* the release or return of a */
	{ FAULT_DEAD, "missing-incref" },	/* borrow that ended */
	{ FAULT_ARG, "null-dereference" },
	{ FAULT_DEREF, "null-argument" },
};

struct tally {
	unsigned long programs, runs, findings, unsound, open, partial;
	unsigned long due[N_FAULTS], found[N_FAULTS];
	unsigned long small, extra, wrong, opaque;	/* under small budgets */
	bool verbose, budgets;
};

static enum fault fault_of(const struct finding *f)
{
	unsigned i;

	if (!strcmp(f->rule->name, "stale-borrow"))
		return FAULT_DEAD;
	for (i = 0; i < N_FAULTS; i++)
		if (!strcmp(names[i], f->rule->name))
			return (enum fault) i;
	return N_FAULTS;
}

static bool tells(const struct findings *fs, enum fault fault)
{
	uint32_t i, j;

	for (i = 0; i < fs->list.n; i++) {
		const char *name = fs->list.v[i]->rule->name;

		if (!strcmp(name, names[fault]))
			return true;
		for (j = 0; j < ARRAY_SIZE(other_names); j++)
			if (other_names[j].fault == fault
			    && !strcmp(other_names[j].name, name))
				return true;
	}
	return false;
}

static bool has_finding(const struct findings *fs, const struct finding *f)
{
	uint32_t i;

	for (i = 0; i < fs->list.n; i++)
		if (fs->list.v[i]->rule == f->rule
		    && fs->list.v[i]->loc.line == f->loc.line)
			return true;
	return false;
}

/* The findings under a budget against those of the FULL run and against
 * what the executions showed. */
static void compare_small(struct tally *t, const char *name, const char *what,
			  const struct findings *fs,
			  const struct findings *full, uint32_t any)
{
	uint32_t i;

	for (i = 0; i < fs->list.n; i++) {
		const struct finding *f = fs->list.v[i];
		enum fault k = fault_of(f);

		t->small++;
		if (has_finding(full, f))
			continue;
		t->extra++;
		if (k == N_FAULTS || any & 1u << k)
			continue;
		/* A helper that is too hard can then return anything, also
		 * what it never does: known, and counted. */
		if (!strcmp(what, "max-outcomes")) {
			t->opaque++;
			continue;
		}
		t->wrong++;
		printf("# %s: %s: %u: %s [%s] has no execution\n", name, what,
		       f->loc.line, f->message, names[k]);
	}
}

/* Budgets from nothing to more than enough. */
static void try_budgets(struct tally *t, const char *name, const char *text,
			const struct findings *full, uint32_t any)
{
	static const struct { const char *key, *value; } budgets[] = {
		{ "max-states", "1" }, { "max-states", "2" },
		{ "max-states", "3" }, { "max-states", "5" },
		{ "max-steps", "10" }, { "max-steps", "30" },
		{ "max-steps", "100" }, { "max-outcomes", "1" },
		{ "max-outcomes", "3" } };
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(budgets); i++) {
		struct buf errors = { 0 };
		struct findings fs = { 0 };
		struct unit *u = unit_parse(name, text, &errors);
		struct options o;

		options_init(&o);
		options_set(&o, budgets[i].key, budgets[i].value, &errors);
		analyze_unit(u, &o, &fs, NULL, NULL, &errors);
		compare_small(t, name, budgets[i].key, &fs, full, any);
		options_release(&o);
		findings_release(&fs);
		buf_release(&errors);
		unit_free(u);
	}
}

static void compare(struct tally *t, const char *name, const char *text,
		    const struct findings *fs, const struct shown *method,
		    const struct shown *helper)
{
	unsigned i, missed = 0;

	for (i = 0; i < fs->list.n; i++) {
		const struct finding *f = fs->list.v[i];
		enum fault k = fault_of(f);
		bool in_helper = f->function && !strcmp(f->function, "h");
		uint32_t any = method->any | (in_helper ? helper->any : 0);

		if (k == N_FAULTS)
			continue;
		t->findings++;
		if (any & 1u << k)
			continue;
		/* Callers of what always crashes are told as if it did not. */
		if (!method->complete || !helper->complete
		    || !helper->returns) {
			t->open++;
			continue;
		}
		t->unsound++;
		printf("# %s: %u: %s [%s] has no execution\n", name,
		       f->loc.line, f->message, names[k]);
		if (t->verbose)
			fputs(text, stdout);
	}
	for (i = 0; i < N_FAULTS; i++) {
		if (!(method->due & 1u << i))
			continue;
		t->due[i]++;
		if (tells(fs, (enum fault) i))
			t->found[i]++;
		else
			missed |= 1u << i;
	}
	for (i = 0; t->verbose && i < N_FAULTS; i++)
		if (missed & 1u << i)
			printf("# %s: %s is missed\n", name, names[i]);
}

static const struct function *find(struct unit *u, const char *name)
{
	uint32_t i;

	for (i = 0; i < u->functions.n; i++)
		if (!strcmp(u->functions.v[i]->name, name))
			return u->functions.v[i];
	return NULL;
}

static bool is_sound(struct unit *u, struct buf *errors)
{
	uint32_t i;

	for (i = 0; i < u->functions.n; i++)
		if (u->functions.v[i]->has_body
		    && !function_verify(u, u->functions.v[i], errors))
			return false;
	return true;
}

/* Returns whether the program was one. */
static bool check(struct tally *t, const struct options *o, const char *name,
		  const char *text)
{
	struct buf errors = { 0 };
	struct findings fs = { 0 };
	struct shown method = { 0 }, helper = { .complete = true,
		.returns = true };
	struct unit *u = unit_parse(name, text, &errors);
	const struct function *f, *h;

	if (!u || !is_sound(u, &errors) || !(f = find(u, "f"))) {
		printf("# %s: no program: %s\n%s", name, buf_str(&errors),
		       t->verbose ? text : "");
		buf_release(&errors);
		if (u)
			unit_free(u);
		return false;
	}
	h = find(u, "h");
	analyze_unit(u, o, &fs, NULL, NULL, &errors);
	execute(u, f, true, 20000, &method);
	if (h && h->has_body)
		execute(u, h, false, 20000, &helper);
	compare(t, name, text, &fs, &method, &helper);
	if (t->budgets)
		try_budgets(t, name, text, &fs, method.complete
			    && helper.complete && helper.returns
			    ? method.any | helper.any : UINT32_MAX);
	t->programs++;
	t->partial += !method.complete;
	t->runs += method.runs + helper.runs;
	findings_release(&fs);
	buf_release(&errors);
	unit_free(u);
	return true;
}

static bool check_file(struct tally *t, const struct options *o,
		       const char *name)
{
	FILE *in = fopen(name, "r");
	struct buf text = { 0 };
	bool ok;
	int c;

	while (in && (c = getc(in)) != EOF)
		buf_addc(&text, (char) c);
	if (in)
		fclose(in);
	ok = check(t, o, name, buf_str(&text));
	buf_release(&text);
	return ok;
}

static void print_tally(const struct tally *t, unsigned long seed)
{
	unsigned long due = 0, found = 0;
	unsigned i;

	printf("# seed %lu: %lu programs (%lu not to the end), %lu executions, "
	       "%lu findings, %lu open\n", seed, t->programs, t->partial,
	       t->runs, t->findings, t->open);
	for (i = 0; i < N_FAULTS; i++) {
		due += t->due[i];
		found += t->found[i];
		if (t->due[i])
			printf("# %-18s %6lu of %6lu found, %5.1f %%\n",
			       names[i], t->found[i], t->due[i],
			       100.0 * t->found[i] / t->due[i]);
	}
	printf("# recall %.1f %% (%lu of %lu)\n",
	       due ? 100.0 * found / due : 100.0, found, due);
}

int main(int argc, char **argv)
{
	unsigned long seed = 1, count = 300, i, broken = 0;
	struct tally t = { .verbose = false };
	struct options options;
	struct buf text = { 0 };
	char name[40];
	int c;

	while ((c = getopt(argc, argv, "bs:n:v")) != -1)
		switch (c) {
		case 'b': t.budgets = true; break;
		case 's': seed = strtoul(optarg, NULL, 10); break;
		case 'n': count = strtoul(optarg, NULL, 10); break;
		case 'v': t.verbose = true; break;
		default: return 2;
		}
	options_init(&options);
	for (i = 0; optind == argc && i < count; i++) {
		snprintf(name, sizeof(name), "seed-%lu", seed + i);
		buf_clear(&text);
		generate(seed + i, &text);
		broken += !check(&t, &options, name, buf_str(&text));
	}
	for (; optind < argc; optind++)
		broken += !check_file(&t, &options, argv[optind]);
	print_tally(&t, seed);
	printf("%s 1 - every finding has an execution (%lu have none)\n",
	       t.unsound ? "not ok" : "ok", t.unsound);
	printf("%s 2 - every program is one (%lu are none)\n",
	       broken ? "not ok" : "ok", broken);
	printf("%s 3 - small budgets invent nothing (%lu findings, %lu not in "
	       "the full run, %lu of them without an execution; of helpers "
	       "that became opaque: %lu)\n1..3\n", t.wrong ? "not ok" : "ok",
	       t.small, t.extra, t.wrong, t.opaque);
	options_release(&options);
	buf_release(&text);
	return t.unsound || t.wrong || broken;
}
