/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analysis of one unit, and the registry of checks; see analyze.h. */
#include "check/analyze.h"
#include "check/check.h"
#include "check/member-uses.h"
#include "check/source.h"
#include "engine/engine.h"
#include "engine/generated.h"
#include "engine/exchange.h"
#include "finding/baseline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct rule rules[] = {
#define CHECK(id, name, on, cwe, summary) { name, on, cwe, summary },
#include "check/check.def"
#undef CHECK
};

#define CHECK(id, name, on, cwe, summary) extern const struct check check_##id;
#include "check/check.def"
#undef CHECK

static const struct check *const checks[] = {
#define CHECK(id, name, on, cwe, summary) &check_##id,
#include "check/check.def"
#undef CHECK
};

const struct rule *rule_by_index(unsigned i)
{
	return i < ARRAY_SIZE(rules) ? &rules[i] : NULL;
}

const struct rule *rule_by_name(const char *name)
{
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(rules); i++)
		if (!strcmp(rules[i].name, name))
			return &rules[i];
	return NULL;
}

/* -------------------------------------------------------------- options */

static bool listed(const struct text_list *l, const char *name)
{
	uint32_t i;

	for (i = 0; i < l->items.n; i++)
		if (!strcmp(l->items.v[i], name)
		    || !strcmp(l->items.v[i], "all"))
			return true;
	return false;
}

static bool needs_free_threading(const struct rule *r)
{
	return !strcmp(r->name, "unsafe-borrow")
		|| !strcmp(r->name, "unlocked-state");
}

static bool is_free_threaded(const struct unit *u, const struct declared *d,
			     const struct options *o)
{
	uint32_t i;

	if (o->free_threading)
		return true;
	(void) u;
	for (i = 0; i < d->modules.n; i++)
		if (d->modules.v[i]->gil_not_used)
			return true;
	return false;
}

static bool is_enabled(const struct rule *r, const struct options *o)
{
	if (listed(&o->disable, r->name))
		return false;
	if (listed(&o->enable, r->name))
		return true;
	return r->default_on || o->strict;
}

static void check_names(const struct text_list *l, const char *key,
			struct buf *errors)
{
	uint32_t i;

	for (i = 0; i < l->items.n; i++)
		if (!rule_by_name(l->items.v[i])
		    && strcmp(l->items.v[i], "all"))
			buf_addf(errors, "no check is named ‘%s’ (option "
				 "‘%s’)\n", l->items.v[i], key);
}

/* "3.9", "3.9-3.14". */
static bool parse_range(const char *s, pyversion *low, pyversion *high)
{
	unsigned a, b, c, d;
	int n = 0;

	if (sscanf(s, "%u.%u-%u.%u%n", &a, &b, &c, &d, &n) == 4 && !s[n])
		;
	else if (sscanf(s, "%u.%u%n", &a, &b, &n) == 2 && !s[n])
		c = a, d = b;
	else
		return false;
	if (a != 3 || c != 3 || b > 99 || d > 99 || d < b)
		return false;
	*low = PYVERSION(a, b);
	*high = PYVERSION(c, d);
	return true;
}

static void targets(struct check_context *c, struct buf *errors)
{
	c->version = c->unit->python_hex
		? (pyversion) (c->unit->python_hex >> 16)
		: PYVERSION(3, 11);
	c->low = c->high = c->version;
	if (c->options->python
	    && !parse_range(c->options->python, &c->low, &c->high))
		buf_addf(errors, "option ‘python’ wants X.Y or X.Y-X.Y, such "
			 "as 3.9-3.14, not ‘%s’\n", c->options->python);
}

/* ------------------------------------------------------------------ run */

struct run {
	struct check_context c;
	struct engine engine;
	struct knowledge knowledge;
	bool enabled[ARRAY_SIZE(rules)];
	/* Those enabled that look at steps, by kind. */
	unsigned steps[STEP_END + 1][ARRAY_SIZE(rules)];
	unsigned n_steps[STEP_END + 1];
	void *data[ARRAY_SIZE(rules)];
};

/* The check that the context is for from now on. */
static struct check_context *context_of(struct run *r, unsigned i)
{
	r->c.rule = &rules[i];
	r->c.data = &r->data[i];
	return &r->c;
}

static void observe(const struct step *s, void *data)
{
	struct run *r = data;
	const unsigned *who = r->steps[s->kind];
	unsigned i;

	for (i = 0; i < r->n_steps[s->kind]; i++)
		checks[who[i]]->step(context_of(r, who[i]), s);
}

static void run_units(struct run *r)
{
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(checks); i++)
		if (r->enabled[i] && checks[i]->unit)
			checks[i]->unit(context_of(r, i));
}

static void run_finish(struct run *r)
{
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(checks); i++)
		if (r->enabled[i] && checks[i]->finish)
			checks[i]->finish(context_of(r, i));
}

static void run_calls(struct run *r, const struct function *f)
{
	uint32_t b, j;
	unsigned i;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (j = 0; j < blk->n_instrs; j++) {
			const struct instr *in = &blk->instrs[j];
			const struct contract *k;

			if (in->op != OP_CALL)
				continue;
			k = knowledge_call(&r->knowledge, f, in);
			if (k->origin == ORIGIN_CONVENTION)
				k = NULL;
			for (i = 0; i < ARRAY_SIZE(checks); i++)
				if (r->enabled[i] && checks[i]->call)
					checks[i]->call(context_of(r, i), f,
							in, k);
		}
	}
}

/* Enabled check I wants to see steps of these kinds. */
static void note_steps(struct run *r, unsigned i)
{
	unsigned kind;

	for (kind = 0; kind <= STEP_END; kind++)
		if (checks[i]->steps >> kind & 1)
			r->steps[kind][r->n_steps[kind]++] = i;
}

static void begin(struct run *r, struct unit *u, const struct options *o,
		  struct findings *findings, struct declared *d,
		  struct buf *errors)
{
	bool threads = is_free_threaded(u, d, o);
	uint32_t i;

	memset(r, 0, sizeof(*r));
	r->c.unit = u;
	r->c.options = o;
	r->c.findings = findings;
	r->c.declared = d;
	r->c.knowledge = &r->knowledge;
	r->c.sources = source_cache_new();
	r->c.members = member_index_new(u);
	targets(&r->c, errors);
	check_names(&o->enable, "enable", errors);
	check_names(&o->disable, "disable", errors);
	for (i = 0; i < ARRAY_SIZE(rules); i++)
		r->enabled[i] = is_enabled(&rules[i], o)
			&& (threads || !needs_free_threading(&rules[i])
			    || listed(&o->enable, rules[i].name));
	for (i = 0; i < ARRAY_SIZE(checks); i++)
		if (r->enabled[i] && checks[i]->step)
			note_steps(r, i);
	knowledge_init(&r->knowledge, u, d, r->c.version);
	for (i = 0; i < o->spec.items.n; i++)
		specs_read(&r->knowledge.specs, o->spec.items.v[i],
			   ORIGIN_SPEC, errors);
	if (o->summaries)
		exchange_read(&r->knowledge, o->summaries);
	r->engine = (struct engine) { .unit = u, .options = o, .declared = d,
		.knowledge = &r->knowledge, .version = r->c.version,
		.observe = observe, .data = r };
}

static void end(struct run *r, struct declared *d)
{
	state_pool_release(&r->engine.pool);
	map_release(&r->engine.recursive);
	source_cache_free(r->c.sources);
	member_index_free(r->c.members);
	knowledge_release(&r->knowledge);
	declared_release(d);
}

/* Leaves what was learnt for the other units.  That this cannot be done is
 * no reason to end a build: a note, not a warning. */
static void leave_summaries(struct run *r, const struct options *o,
			    struct buf *errors)
{
	struct buf error = { 0 };

	if (o->summaries && !exchange_write(&r->knowledge, o->summaries,
					    &error)) {
		buf_addf(errors, "%s%s", ANALYZE_NOTE, buf_str(&error));
		if (error.s[error.len - 1] != '\n')
			buf_addc(errors, '\n');
	}
	buf_release(&error);
}

/* ------------------------------------------------------------- baseline */

/* As the report has it: where the first body of this name starts. */
static uint32_t function_line(const struct unit *u, const char *name)
{
	uint32_t i;

	for (i = 0; name && i < u->functions.n; i++) {
		const struct function *f = u->functions.v[i];

		if ((f->has_body || f->gave_up) && !strcmp(f->name, name))
			return f->loc.line;
	}
	return 0;
}

/* Drops the findings that the baseline lists; returns how many. */
static uint32_t drop_known(const struct unit *u, const struct options *o,
			   struct findings *fs, struct buf *errors)
{
	struct baseline b = { 0 };
	struct buf key = { 0 };
	uint32_t i, n = 0, all = fs->list.n;

	if (!o->baseline)
		return 0;
	baseline_read(&b, o->baseline, errors);
	for (i = 0; i < all; i++) {
		struct finding *f = fs->list.v[i];

		buf_clear(&key);
		finding_key(f, function_line(u, f->function), &key);
		if (!baseline_has(&b, buf_str(&key)))
			fs->list.v[n++] = f;
	}
	fs->list.n = n;
	buf_release(&key);
	baseline_release(&b);
	return all - n;
}

/* As many alike in one function are one finding. */
#define MANY_ALIKE 3

struct one_function { struct engine *e; struct function *f; };

static void run_one(void *data)
{
	struct one_function *one = data;

	engine_run(one->e, one->f);
}

/* Analyses F, or survives the attempt. */
static void run_guarded(struct run *r, struct function *f,
			const struct analysis_guard *guard)
{
	struct one_function one = { &r->engine, f };
	const char *what;

	if (!guard || !guard->run) {
		run_one(&one);
		return;
	}
	what = guard->run(run_one, &one);
	if (what)
		guard->failed(what, f->name, guard->data);
}

void analyze_unit(struct unit *u, const struct options *options,
		  struct findings *findings, struct analysis_stats *stats,
		  const struct analysis_guard *guard, struct buf *errors)
{
	struct declared *d = declared_new(u);
	struct function **order;
	struct run r;
	uint32_t i, n;

	begin(&r, u, options, findings, d, errors);
	r.engine.late = guard ? guard->late : NULL;
	run_units(&r);
	order = engine_order(&r.engine, &n);
	for (i = 0; i < u->functions.n; i++)
		if (u->functions.v[i]->has_body
		    && !u->functions.v[i]->in_system_header
		    && !generated_runtime(u->functions.v[i]->name))
			run_calls(&r, u->functions.v[i]);
	for (i = 0; i < n; i++)
		if (!knowledge_is_given(&r.knowledge, order[i])) {
			run_guarded(&r, order[i], guard);
			if (stats)
				stats->analyzed++;
		}
	run_finish(&r);
	leave_summaries(&r, options, errors);
	if (stats) {
		for (i = 0; i < u->functions.n; i++) {
			const struct function *f = u->functions.v[i];

			stats->functions += f->has_body || f->gave_up;
			stats->given_up += f->gave_up != NULL;
		}
		stats->budget_states = r.engine.cut_states;
		stats->budget_steps = r.engine.cut_steps;
		stats->steps = r.engine.steps;
		stats->unknown_calls = r.engine.unknown_calls;
	}
	end(&r, d);
	findings_sort(findings);
	findings_group(findings, MANY_ALIKE, generated_wrapper);
	n = drop_known(u, options, findings, errors);
	if (stats)
		stats->known = n;
}

/* What the unit's functions are known to do without a look at their bodies. */
static void dump_contracts(struct run *r, struct unit *u, struct buf *out)
{
	uint32_t i;

	for (i = 0; i < u->functions.n; i++) {
		struct function *f = u->functions.v[i];
		const struct contract *c;

		if (f->has_body && !knowledge_is_given(&r->knowledge, f))
			continue;
		c = knowledge_function(&r->knowledge, f, f->n_params);
		if (c)
			contract_print(c, out);
	}
}

/* What the bodies say; of a function that the table has only where WITH_TABLE,
 * followed by what the table says. */
static void dump_summaries(struct run *r, bool with_table, struct buf *out)
{
	struct function **order;
	uint32_t i, n;

	order = engine_order(&r->engine, &n);
	for (i = 0; i < n; i++) {
		bool given = knowledge_is_given(&r->knowledge, order[i]);
		const struct contract *c;

		if (given && !with_table)
			continue;
		engine_run(&r->engine, order[i]);
		c = knowledge_inferred(&r->knowledge, order[i]);
		if (c)
			contract_print(c, out);
		if (c && given)
			contract_print(knowledge_function(&r->knowledge,
					order[i], order[i]->n_params), out);
	}
}

void analyze_dump(struct unit *u, const struct options *options,
		  const char *what, struct buf *out)
{
	struct findings findings = { 0 };
	struct buf errors = { 0 };
	struct declared *d = declared_new(u);
	struct run r;

	begin(&r, u, options, &findings, d, &errors);
	if (!strcmp(what, "contracts"))
		dump_contracts(&r, u, out);
	else
		dump_summaries(&r, !strcmp(what, "bodies"), out);
	end(&r, d);
	findings_release(&findings);
	buf_release(&errors);
}
