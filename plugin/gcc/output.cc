/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The unit's findings as a file, for option output=DIR.  The names in it are
 * the same from build to build: no temporary file's name gets in.
 */
#include "gcc/adapter.h"

#include "report/report.h"

static const char *
python_version (struct unit *u)
{
	uint32_t hex = u->python_hex;

	return hex ? arena_printf (&u->arena, "%u.%u.%u", hex >> 24,
				   hex >> 16 & 0xff, hex >> 8 & 0xff) : NULL;
}

/* The object file that the driver will make of this unit. */
static const char *
object_name (struct unit *u)
{
	return aux_base_name ? arena_printf (&u->arena, "%s.o", aux_base_name)
			     : NULL;
}

static void
list_functions (struct adapter *ad, struct unit_info *info)
{
	struct unit_function *list = ARENA_ARRAY (
		&ad->u->arena, struct unit_function, ad->bodies.n + 1);

	for (uint32_t i = 0; i < ad->bodies.n; i++) {
		list[i].name = ad->bodies.v[i]->fn->name;
		list[i].line = ad->bodies.v[i]->fn->loc.line;
	}
	info->functions = list;
	info->n_functions = ad->bodies.n;
}

void
adapter_write_findings (struct adapter *ad, const struct findings *fs,
			const struct analysis_stats *stats, bool failed)
{
	struct unit_info info;
	struct report_counts counts;
	struct buf error = { NULL, 0, 0 };

	memset (&info, 0, sizeof info);
	memset (&counts, 0, sizeof counts);
	info.source = ad->u->name;
	info.object = object_name (ad->u);
	info.directory = getpwd ();
	info.gcc_version = gcc_version.basever;
	info.python_version = python_version (ad->u);
	list_functions (ad, &info);
	counts.functions = ad->bodies.n;
	for (uint32_t i = 0; i < ad->bodies.n; i++)
		counts.given_up += ad->bodies.v[i]->fn->gave_up != NULL;
	counts.analyzed = stats->analyzed;
	counts.budget_states = stats->budget_states;
	counts.budget_steps = stats->budget_steps;
	counts.steps = stats->steps;
	counts.unknown_calls = stats->unknown_calls;
	counts.internal_errors = failed;
	if (!report_write_json_file (ad->options->output, &info, &counts, fs,
				     &error))
		adapter_own_warning ("%s", buf_str (&error));
	buf_release (&error);
}
