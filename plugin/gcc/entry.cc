/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where GCC meets the plugin: arguments, events, and the pass.
 *
 * The pass runs once per translation unit, right after GCC has brought all
 * functions into SSA form and before it inlines anything.  It reads, and
 * changes nothing.
 */
#include "gcc/adapter.h"

__attribute__ ((visibility ("default"))) int plugin_is_GPL_compatible;

extern "C" __attribute__ ((visibility ("default"))) int
plugin_init (struct plugin_name_args *, struct plugin_gcc_version *);

static struct options options;

/* ------------------------------------------------------------ the pass */

struct analysis {
	struct adapter *ad;
	struct findings findings;
	struct analysis_stats stats;
	struct analysis_guard guard;
	struct buf errors, dump;
	bool failed;
};

static void
run_analysis (void *data)
{
	struct analysis *a = (struct analysis *) data;

	if (options.dump && strcmp (options.dump, "ir"))
		analyze_dump (a->ad->u, &options, options.dump, &a->dump);
	analyze_unit (a->ad->u, &options, &a->findings, &a->stats, &a->guard,
		      &a->errors);
}

static void
function_failed (const char *what, const char *function, void *data)
{
	struct analysis *a = (struct analysis *) data;

	/* One warning a unit. */
	if (!a->failed)
		adapter_internal_failure (&options, what, function);
	a->failed = true;
}

static void
verify_unit (struct unit *u)
{
	struct buf errors = { NULL, 0, 0 };

	for (uint32_t i = 0; i < u->functions.n; i++) {
		struct ir_function *f = u->functions.v[i];

		if (!f->has_body || function_verify (u, f, &errors))
			continue;
		fputs (buf_str (&errors), stderr);
		adapter_internal_failure (&options, "broken IR", f->name);
		buf_clear (&errors);
	}
	buf_release (&errors);
}

static void
print_dump (struct unit *u)
{
	struct buf out = { NULL, 0, 0 };

	unit_print (u, &out);
	fputs (buf_str (&out), stderr);
	buf_release (&out);
}

static void
print_stats (struct unit *u, const struct analysis *a)
{
	uint32_t bodies = 0, given_up = 0;

	for (uint32_t i = 0; i < u->functions.n; i++) {
		const struct ir_function *f = u->functions.v[i];

		bodies += f->has_body;
		if (f->cut)
			fprintf (stderr, "pyrefcheck: %s ended by %s\n",
				 f->name, f->cut);
		if (!f->gave_up)
			continue;
		given_up++;
		fprintf (stderr, "pyrefcheck: gave up %s: %s\n", f->name,
			 f->gave_up);
	}
	fprintf (stderr, "pyrefcheck: %s: %u functions lowered, %u given up, "
		 "%u analyzed, %u out of states, %u out of steps, %lu steps, "
		 "%u unknown calls, %u findings, %u in the baseline, %u refuted, "
		 "%u merged\n",
		 u->name, bodies, given_up, a->stats.analyzed,
		 a->stats.budget_states, a->stats.budget_steps,
		 (unsigned long) a->stats.steps, a->stats.unknown_calls,
		 a->findings.list.n, a->stats.known, a->findings.refuted,
		 a->findings.merged);
}

/* Errors of the core in the user's input: one warning a line,
 * or note. */
static void
report_errors (struct buf *errors)
{
	char *line = errors->len ? errors->s : NULL;

	while (line && *line) {
		char *end = strchr (line, '\n');

		if (end)
			*end = 0;
		if (!strncmp (line, ANALYZE_NOTE, strlen (ANALYZE_NOTE)))
			inform (UNKNOWN_LOCATION, "pyrefcheck: %s",
				line + strlen (ANALYZE_NOTE));
		else
			warning_at (UNKNOWN_LOCATION, 0, "pyrefcheck: %s",
				    line);
		line = end ? end + 1 : NULL;
	}
}

static void
analyze (struct adapter *ad)
{
	struct analysis a;
	const char *failure;

	memset (&a, 0, sizeof a);
	a.ad = ad;
	a.guard.run = guard_run;
	a.guard.failed = function_failed;
	a.guard.data = &a;
	a.guard.late = guard_start_clock (options.max_seconds);
	failure = guard_run (run_analysis, &a);
	guard_stop_clock ();
	if (failure) {
		/* What it left behind is in no known state. */
		memset (&a, 0, sizeof a);
		adapter_internal_failure (&options, failure, ad->u->name);
		a.failed = true;
	}
	if (a.dump.len)
		fputs (buf_str (&a.dump), stderr);
	report_errors (&a.errors);
	adapter_report (ad, &a.findings);
	if (options.stats)
		print_stats (ad->u, &a);
	if (options.output)
		adapter_write_findings (ad, &a.findings, &a.stats,
					a.failed);
	findings_release (&a.findings);
	buf_release (&a.errors);
	buf_release (&a.dump);
}

static bool
is_cxx_compiler (void)
{
	return !strncmp (lang_hooks.name, "GNU C++", 7);
}

static void
run_lowering (void *data)
{
	struct adapter *ad = (struct adapter *) data;

	adapter_read_macros (ad);
	adapter_lower_unit (ad);
}

/* Lowering only reads what GCC has, so a fault in it can be survived too. */
static bool
lower_unit (struct adapter *ad)
{
	const char *failure = guard_run (run_lowering, ad);

	if (!failure)
		return true;
	if (cfun)
		pop_cfun ();
	adapter_internal_failure (&options, failure,
				  ad->current ? ad->current->name
					      : ad->u->name);
	return false;
}

static void
check_unit (void)
{
	struct adapter ad;

	memset (&ad, 0, sizeof ad);
	if (main_input_filename)
		compat_forget_source (main_input_filename);
	ad.options = &options;
	ad.u = unit_new (main_input_filename ? main_input_filename : "<stdin>");
	ad.u->is_cxx = is_cxx_compiler ();
	ad.u->saw_python_h = adapter_saw_python (&ad);
	if (ad.u->saw_python_h && lower_unit (&ad)) {
		if (options.verify)
			verify_unit (ad.u);
		if (options.dump && !strcmp (options.dump, "ir"))
			print_dump (ad.u);
		analyze (&ad);
	}
	adapter_release (&ad);
}

static const pass_data check_pass_data = {
	SIMPLE_IPA_PASS, "pyrefcheck", OPTGROUP_NONE, TV_NONE,
	PROP_ssa | PROP_cfg, 0, 0, 0, 0
};

class check_pass : public simple_ipa_opt_pass
{
public:
	check_pass (gcc::context *ctxt)
		: simple_ipa_opt_pass (check_pass_data, ctxt) {}

	bool gate (function *) final override
	{
		return !seen_error () && !in_lto_p;
	}

	unsigned int execute (function *) final override
	{
		check_unit ();
		return 0;
	}
};

/* ------------------------------------------------------------- events */

static void
on_attributes (void *, void *)
{
	adapter_register_attributes ();
}

static void
on_pragmas (void *, void *)
{
	classify_register_pragma ();
	adapter_define_macros ();
}

/* ---------------------------------------------------------- arguments */

static bool
read_arguments (struct plugin_name_args *info)
{
	struct buf error = { NULL, 0, 0 };
	bool ok = true;

	options_init (&options);
	for (int i = 0; i < info->argc; i++) {
		const struct plugin_argument *a = &info->argv[i];

		if (options_set (&options, a->key, a->value, &error))
			continue;
		error_at (UNKNOWN_LOCATION, "plugin %qs: %s", info->base_name,
			  buf_str (&error));
		buf_clear (&error);
		ok = false;
	}
	if (options.help) {
		struct buf text = { NULL, 0, 0 };
		char *prefix = concat ("-fplugin-arg-", info->base_name, "-",
				       NULL);

		options_help (prefix, &text);
		fputs (buf_str (&text), stdout);
		buf_release (&text);
		free (prefix);
	}
	buf_release (&error);
	return ok;
}

/* Is ARG the plugin that BASE names: its short name or its file? */
static bool
names_plugin (const char *arg, const char *base)
{
	const char *file = strrchr (arg, '/') ? strrchr (arg, '/') + 1 : arg;
	size_t n = strlen (base);

	return !strncmp (file, base, n)
	       && (!file[n] || !strcmp (file + n, ".so"));
}

static bool
is_own_option (const struct cl_decoded_option *o, const char *base)
{
	size_t n = strlen (base);

	if (!o->arg)
		return false;
	return (o->opt_index == OPT_fplugin_ && names_plugin (o->arg, base))
	       || (o->opt_index == OPT_fplugin_arg_
		   && !strncmp (o->arg, base, n) && o->arg[n] == '-');
}

/* Takes what IS_OURS knows out of GCC's record of its command line. */
static bool
forget_if (bool (*is_ours) (const struct cl_decoded_option *, const char *),
	   const char *base)
{
	bool other_plugins = false;
	unsigned kept = 0;

	for (unsigned i = 0; i < save_decoded_options_count; i++) {
		if (is_ours (&save_decoded_options[i], base))
			continue;
		other_plugins |= save_decoded_options[i].opt_index
				 == OPT_fplugin_;
		save_decoded_options[kept++] = save_decoded_options[i];
	}
	save_decoded_options_count = kept;
	return other_plugins;
}

static bool
is_plugin_folder (const struct cl_decoded_option *o, const char *)
{
	return o->opt_index == OPT_iplugindir_;
}

/* Debug information and LTO's sections record the command line.  Without our
 * own options in it, and the folder that the driver adds where there is any
 * plugin, the object file is what it is without us. */
static void
forget_options (const char *base)
{
	if (!forget_if (is_own_option, base))
		forget_if (is_plugin_folder, base);
}

/* Within a major, plugins work; across majors they do not even load, or
 * worse.  The minor is not compared: it changes with every update. */
static bool
version_fits (struct plugin_name_args *info, struct plugin_gcc_version *v)
{
	if (atoi (v->basever) == GCCPLUGIN_VERSION_MAJOR)
		return true;
	error_at (UNKNOWN_LOCATION, "plugin %qs was built for GCC %d, "
		  "and this is GCC %s", info->base_name,
		  GCCPLUGIN_VERSION_MAJOR, v->basever);
	return false;
}

int
plugin_init (struct plugin_name_args *info, struct plugin_gcc_version *version)
{
	struct register_pass_info pass;

	if (!version_fits (info, version) || !read_arguments (info))
		return 1;
	option_hook_install ();
	classify_init (&options);
	forget_options (info->base_name);
	pass.pass = new check_pass (g);
	pass.reference_pass_name = "build_ssa_passes";
	pass.ref_pass_instance_number = 1;
	pass.pos_op = PASS_POS_INSERT_AFTER;
	register_callback (info->base_name, PLUGIN_PASS_MANAGER_SETUP, NULL,
			   &pass);
	register_callback (info->base_name, PLUGIN_ATTRIBUTES, on_attributes,
			   NULL);
	register_callback (info->base_name, PLUGIN_PRAGMAS, on_pragmas, NULL);
	return 0;
}
