/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report as a whole: its order, its summary, what changed between two. */
#include "report/internal.h"

#include <stdlib.h>
#include <string.h>

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare_findings(const void *pa, const void *pb)
{
	const struct report_finding *a = pa, *b = pb;
	int c = loc_compare(a->f.loc, b->f.loc);

	if (!c)
		c = strcmp(a->f.rule->name, b->f.rule->name);
	if (!c)
		c = strcmp(a->key, b->key);
	if (!c)
		c = strcmp(a->f.message, b->f.message);
	/* What remains equal is one defect, seen from several units. */
	if (!c)
		c = (a->f.n_events > b->f.n_events)
			- (a->f.n_events < b->f.n_events);
	if (!c)
		c = compare_text(a->unit->source, b->unit->source);
	return c;
}

static bool is_same_defect(const struct report_finding *a,
			   const struct report_finding *b)
{
	return !loc_compare(a->f.loc, b->f.loc)
		&& !strcmp(a->key, b->key)
		&& !strcmp(a->f.message, b->f.message);
}

static int compare_rules(const void *a, const void *b)
{
	return strcmp((*(struct rule *const *) a)->name,
		      (*(struct rule *const *) b)->name);
}

void report_finish(struct report *r)
{
	uint32_t i, n = 0;

	if (r->rules.n)
		qsort(r->rules.v, r->rules.n, sizeof(*r->rules.v),
		      compare_rules);
	if (!r->list.n)
		return;
	qsort(r->list.v, r->list.n, sizeof(*r->list.v), compare_findings);
	for (i = 0; i < r->list.n; i++)
		if (!n || !is_same_defect(&r->list.v[n - 1], &r->list.v[i]))
			r->list.v[n++] = r->list.v[i];
	r->list.n = n;
}

void report_release(struct report *r)
{
	vec_release(&r->units);
	vec_release(&r->rules);
	vec_release(&r->list);
	interns_release(&r->strings);
	arena_release(&r->arena);
	*r = (struct report) { .root = NULL };
}

/* --------------------------------------------------------------- summary */

struct tally { const char *name; uint32_t n; };

static int compare_tallies(const void *pa, const void *pb)
{
	const struct tally *a = pa, *b = pb;

	if (a->n != b->n)
		return a->n < b->n ? 1 : -1;
	return strcmp(a->name, b->name);
}

static uint32_t count_files(const struct report *r)
{
	uint32_t i, n = 0;

	for (i = 0; i < r->list.n; i++)
		n += !i || compare_text(r->list.v[i].f.loc.file,
					r->list.v[i - 1].f.loc.file);
	return n;
}

static const char *plural(uint32_t n)
{
	return n == 1 ? "" : "s";
}

void report_summary(const struct report *r, struct buf *out)
{
	struct tally *t = prc_malloc((r->rules.n + 1) * sizeof(*t));
	uint32_t i, j, n = count_files(r);

	buf_addf(out, "%u finding%s", r->list.n, plural(r->list.n));
	if (r->list.n)
		buf_addf(out, " in %u file%s", n, plural(n));
	for (i = 0; i < r->rules.n; i++) {
		t[i] = (struct tally) { r->rules.v[i]->name, 0 };
		for (j = 0; j < r->list.n; j++)
			t[i].n += r->list.v[j].f.rule == r->rules.v[i];
	}
	if (r->rules.n)
		qsort(t, r->rules.n, sizeof(*t), compare_tallies);
	for (i = n = 0; i < r->rules.n; i++)
		if (t[i].n)
			buf_addf(out, "%s %u %s", n++ ? "," : ":", t[i].n,
				 t[i].name);
	prc_free(t);
	buf_addc(out, '\n');
}

/* ------------------------------------------------- differences, baseline */

static int compare_keys(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static const char **sorted_keys(const struct report *r)
{
	const char **keys = prc_malloc((r->list.n + 1) * sizeof(*keys));
	uint32_t i;

	for (i = 0; i < r->list.n; i++)
		keys[i] = r->list.v[i].key;
	qsort(keys, r->list.n, sizeof(*keys), compare_keys);
	return keys;
}

/* A map's values are pointers; here they are counts. */
static void *number(uintptr_t n)
{
	return (void *) n;
}

static uintptr_t number_of(const void *p)
{
	return (uintptr_t) p;
}

void report_difference(const struct report *newer, const struct report *older,
		       struct report *out)
{
	struct interns seen = { 0 };
	struct map counts = { 0 };
	uint32_t i;

	for (i = 0; i < older->list.n; i++) {
		uint64_t key = map_key_ptr(intern(&seen,
						  older->list.v[i].key));

		map_set(&counts, key, number(number_of(map_get(&counts, key))
					     + 1));
	}
	for (i = 0; i < newer->list.n; i++) {
		uint64_t key = map_key_ptr(intern(&seen,
						  newer->list.v[i].key));
		uintptr_t left = number_of(map_get(&counts, key));

		if (left)
			map_set(&counts, key, number(left - 1));
		else
			vec_push(&out->list, newer->list.v[i]);
	}
	for (i = 0; i < newer->rules.n; i++)
		vec_push(&out->rules, newer->rules.v[i]);
	map_release(&counts);
	interns_release(&seen);
}

void report_baseline(const struct report *r, struct buf *out)
{
	const char **keys = sorted_keys(r);
	uint32_t i;

	buf_add(out, "# pyrefcheck baseline: findings to be silent on\n");
	for (i = 0; i < r->list.n; i++)
		if (!i || strcmp(keys[i], keys[i - 1]))
			buf_addf(out, "%s\n", keys[i]);
	prc_free(keys);
}

const char *report_page_find(const struct report_page *pages,
			     const char *check)
{
	for (; pages && pages->name; pages++)
		if (!strcmp(pages->name, check))
			return pages->text;
	return NULL;
}

static const char *const format_names[] = {
	[REPORT_TEXT] = "text",
	[REPORT_SARIF] = "sarif",
	[REPORT_JSONL] = "jsonl",
	[REPORT_HTML] = "html",
};

enum report_format report_format_by_name(const char *name)
{
	unsigned i;

	for (i = 0; i < N_REPORT_FORMATS; i++)
		if (!strcmp(format_names[i], name))
			break;
	return (enum report_format) i;
}

void report_finding_jsonl(const struct finding *f, const char *key,
			  struct buf *out)
{
	json_print(finding_to_json(f, key), 0, out);
}

static void report_jsonl(const struct report *r, struct buf *out)
{
	uint32_t i;

	for (i = 0; i < r->list.n; i++)
		report_finding_jsonl(&r->list.v[i].f, r->list.v[i].key, out);
}

void report_print(const struct report *r, const struct report_style *style,
		  struct buf *out)
{
	switch (style->format) {
	case REPORT_TEXT:
		report_text(r, style, out);
		break;
	case REPORT_SARIF:
		report_sarif(r, style, out);
		break;
	case REPORT_JSONL:
		report_jsonl(r, out);
		break;
	case REPORT_HTML:
		report_html(r, style, out);
		break;
	case N_REPORT_FORMATS:
		break;
	}
}
