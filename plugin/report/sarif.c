/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SARIF 2.1.0: one run; rules with their pages as help, CWE as a taxonomy,
 * a code flow, a fix and a fingerprint for each result.
 *
 * Names relative to the report's root are URIs relative to %SRCROOT%.
 */
#include "report/internal.h"

#include <string.h>

#define SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"
#define ROOT_ID "SRCROOT"

struct sarif {
	const struct report *r;
	const struct report_style *style;
};

/* {"text": S} under KEY. */
static void put_message(json_t *object, const char *key, const char *s)
{
	json_put_text(json_put_object(object, key), "text", s);
}

/* S, percent-encoded but for what a path may hold. */
static void add_uri(struct buf *out, const char *s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"abcdefghijklmnopqrstuvwxyz0123456789-._~/+,=@";

	for (; *s; s++) {
		if (strchr(plain, *s))
			buf_addc(out, *s);
		else
			buf_addf(out, "%%%02X", (unsigned char) *s);
	}
}

static void put_artifact(json_t *object, const char *key, const char *file)
{
	json_t *artifact = json_put_object(object, key);
	struct buf uri = { 0 };

	if (*file == '/')
		buf_add(&uri, "file://");
	add_uri(&uri, file);
	json_put_text(artifact, "uri", buf_str(&uri));
	if (*file != '/')
		json_put_text(artifact, "uriBaseId", ROOT_ID);
	buf_release(&uri);
}

/* physicalLocation, and the function where one is known. */
static void put_location(json_t *location, struct loc l,
			 const char *function)
{
	json_t *physical = json_put_object(location, "physicalLocation");
	json_t *region, *logical;

	put_artifact(physical, "artifactLocation", l.file ? l.file : "");
	if (l.line) {
		region = json_put_object(physical, "region");
		json_put_int(region, "startLine", l.line);
		if (l.column)
			json_put_int(region, "startColumn", l.column);
	}
	if (!function)
		return;
	logical = json_add_object(json_put_array(location,
						 "logicalLocations"));
	json_put_text(logical, "name", function);
	json_put_text(logical, "kind", "function");
}

static void put_cwe(json_t *object, unsigned cwe)
{
	struct buf b = { 0 };

	buf_addf(&b, "%u", cwe);
	json_put_text(object, "id", buf_str(&b));
	json_put_text(json_put_object(object, "toolComponent"), "name",
		      "CWE");
	buf_release(&b);
}

/* ----------------------------------------------------------------- rules */

static void put_rule(const struct sarif *s, json_t *rules,
		     const struct rule *rule)
{
	const char *page = report_page_find(s->style->pages, rule->name);
	json_t *object = json_add_object(rules), *help, *relation;

	json_put_text(object, "id", rule->name);
	json_put_text(object, "name", rule->name);
	put_message(object, "shortDescription", rule->summary);
	if (page) {
		help = json_put_object(object, "help");
		json_put_text(help, "text", page);
		json_put_text(help, "markdown", page);
	}
	json_put_text(json_put_object(object, "defaultConfiguration"),
		      "level", "warning");
	if (!rule->cwe)
		return;
	relation = json_add_object(json_put_array(object, "relationships"));
	put_cwe(json_put_object(relation, "target"), rule->cwe);
	json_add(json_put_array(relation, "kinds"), json_text("superset"));
}

static void put_driver(const struct sarif *s, json_t *run)
{
	json_t *tool = json_put_object(run, "tool");
	json_t *driver = json_put_object(tool, "driver"), *rules;
	uint32_t i;

	json_put_text(driver, "name", "pyrefcheck");
	json_put_text(driver, "version", s->style->version);
	rules = json_put_array(driver, "rules");
	for (i = 0; i < s->r->rules.n; i++)
		put_rule(s, rules, s->r->rules.v[i]);
	json_put_text(json_add_object(json_put_array(driver,
						     "supportedTaxonomies")),
		      "name", "CWE");
}

static void put_taxon(json_t *taxa, unsigned cwe)
{
	json_t *taxon = json_add_object(taxa);
	struct buf b = { 0 };

	buf_addf(&b, "%u", cwe);
	json_put_text(taxon, "id", buf_str(&b));
	buf_clear(&b);
	buf_addf(&b, "https://cwe.mitre.org/data/definitions/%u.html", cwe);
	json_put_text(taxon, "helpUri", buf_str(&b));
	buf_release(&b);
}

/* The smallest CWE of the rules above LAST, or 0. */
static unsigned next_cwe(const struct report *r, unsigned last)
{
	unsigned next = 0;
	uint32_t i;

	for (i = 0; i < r->rules.n; i++) {
		unsigned cwe = r->rules.v[i]->cwe;

		if (cwe > last && (!next || cwe < next))
			next = cwe;
	}
	return next;
}

static void put_taxonomy(const struct sarif *s, json_t *run)
{
	json_t *list = json_add_object(json_put_array(run, "taxonomies"));
	json_t *taxa;
	unsigned cwe = 0;

	json_put_text(list, "name", "CWE");
	json_put_text(list, "organization", "MITRE");
	put_message(list, "shortDescription", "Common Weakness Enumeration");
	taxa = json_put_array(list, "taxa");
	while ((cwe = next_cwe(s->r, cwe)))
		put_taxon(taxa, cwe);
}

/* --------------------------------------------------------------- results */

static void put_kinds(json_t *step, enum event_verb verb)
{
	if (verb != VERB_NONE)
		json_add(json_put_array(step, "kinds"),
			 json_text(verb_name(verb)));
}

static void put_code_flow(json_t *result, const struct finding *f)
{
	json_t *flow = json_add_object(json_put_array(result, "codeFlows"));
	json_t *thread = json_add_object(json_put_array(flow, "threadFlows"));
	json_t *steps = json_put_array(thread, "locations");
	uint32_t i;

	for (i = 0; i < f->n_events; i++) {
		const struct event *e = &f->events[i];
		json_t *step = json_add_object(steps);
		json_t *location = json_put_object(step, "location");

		put_location(location, loc_known(e->loc) ? e->loc : f->loc,
			     e->function);
		put_message(location, "message", e->text);
		put_kinds(step, e->verb);
		json_put_int(step, "nestingLevel", e->depth);
		json_put_int(step, "executionOrder", i + 1);
	}
}

static void put_fix(json_t *result, const struct finding *f)
{
	const struct fixit *fix = &f->fixit;
	json_t *object = json_add_object(json_put_array(result, "fixes"));
	json_t *change, *replacement, *region;

	if (f->hint)
		put_message(object, "description", f->hint);
	change = json_add_object(json_put_array(object, "artifactChanges"));
	put_artifact(change, "artifactLocation",
		     fix->loc.file ? fix->loc.file : "");
	replacement = json_add_object(json_put_array(change, "replacements"));
	region = json_put_object(replacement, "deletedRegion");
	json_put_int(region, "startLine", fix->loc.line);
	json_put_int(region, "startColumn", fix->loc.column);
	json_put_int(region, "endLine", fix->loc.line);
	json_put_int(region, "endColumn", fix->kind == FIXIT_REPLACE
		     ? fix->end_column : fix->loc.column);
	put_message(replacement, "insertedContent", fix->text);
}

static void put_related(json_t *result, const struct finding *f)
{
	json_t *list = json_put_array(result, "relatedLocations"), *location;
	uint32_t i;

	if (f->hint) {
		location = json_add_object(list);
		put_location(location, loc_known(f->hint_loc) ? f->hint_loc
			     : f->loc, NULL);
		put_message(location, "message", f->hint);
	}
	for (i = 0; i < f->n_places; i++) {
		location = json_add_object(list);
		put_location(location, f->places[i], NULL);
		put_message(location, "message", "the same defect");
	}
}

static void put_properties(json_t *result, const struct finding *f)
{
	json_t *properties = json_put_object(result, "properties");

	json_put_text(properties, "origin", origin_name(f->origin));
	json_put(properties, "memoryOnly", json_boolean(f->memory_only));
}

static uint32_t rule_index(const struct report *r, const struct rule *rule)
{
	uint32_t i = 0;

	while (r->rules.v[i] != rule)
		i++;
	return i;
}

static void put_result(const struct sarif *s, json_t *results,
		       const struct report_finding *rf)
{
	const struct finding *f = &rf->f;
	json_t *result = json_add_object(results);

	json_put_text(result, "ruleId", f->rule->name);
	json_put_int(result, "ruleIndex", rule_index(s->r, f->rule));
	json_put_text(result, "level", f->memory_only
		      || f->origin == ORIGIN_CONVENTION ? "note" : "warning");
	put_message(result, "message", f->message);
	put_location(json_add_object(json_put_array(result, "locations")),
		     f->loc, f->function);
	json_put_text(json_put_object(result, "partialFingerprints"),
		      "pyrefcheckKey/v1", rf->key);
	if (f->rule->cwe)
		put_cwe(json_add_object(json_put_array(result, "taxa")),
			f->rule->cwe);
	if (f->n_events)
		put_code_flow(result, f);
	if (f->hint || f->n_places)
		put_related(result, f);
	if (f->fixit.kind != FIXIT_NONE)
		put_fix(result, f);
	put_properties(result, f);
}

void report_sarif(const struct report *r, const struct report_style *style,
		  struct buf *out)
{
	struct sarif s = { r, style };
	json_t *top = json_new_object(), *run, *results;
	uint32_t i;

	json_put_text(top, "$schema", SARIF_SCHEMA);
	json_put_text(top, "version", "2.1.0");
	run = json_add_object(json_put_array(top, "runs"));
	put_driver(&s, run);
	put_taxonomy(&s, run);
	put_message(json_put_object(json_put_object(run, "originalUriBaseIds"),
				    ROOT_ID), "description",
		    "the folder that the report was made for");
	results = json_put_array(run, "results");
	for (i = 0; i < r->list.n; i++)
		put_result(&s, results, &r->list.v[i]);
	json_print(top, 1, out);
}
