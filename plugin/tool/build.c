/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that compile: cc, one compiler call; run, a whole build. */
#include "tool/tool.h"
#include "pyrefcheck-config.h"

#include <errno.h>
#include <ftw.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "-fplugin-arg-pyrefcheck-"

struct build {
	const char *command;	/* "cc", "run" */
	struct plugin_args plugin;
	const char *output;	/* run -o */
	bool fail_on_findings;
	char **argv;		/* the compiler or build command */
};

static const struct option long_options[] = {
	{ "plugin", required_argument, NULL, 'p' },
	{ "arg", required_argument, NULL, 'a' },
	{ "output", required_argument, NULL, 'o' },
	{ "fail-on", required_argument, NULL, 'f' },
	{ NULL, 0, NULL, 0 }
};

static bool set_fail_on(struct build *b, const char *what)
{
	b->fail_on_findings = !strcmp(what, "findings");
	return b->fail_on_findings || !strcmp(what, "nothing");
}

/* One option of getopt's; returns whether it is right for this command. */
static bool build_option(struct build *b, int c)
{
	bool is_run = !strcmp(b->command, "run");

	switch (c) {
	case 'p':
		b->plugin.plugin = optarg;
		return true;
	case 'a':
		vec_push(&b->plugin.args, optarg);
		return true;
	case 'o':
		b->output = optarg;
		return is_run;
	case 'f':
		return is_run && set_fail_on(b, optarg);
	default:
		return false;
	}
}

static int build_options(struct build *b, int argc, char **argv)
{
	int c, at = 1;

	b->command = argv[0];
	opterr = 0;
	while ((c = getopt_long(argc, argv, "+o:", long_options, NULL)) != -1) {
		if (!build_option(b, c))
			return usage_error(b->command, "wrong option '%s'",
					   argv[at]);
		at = optind;
	}
	b->argv = argv + optind;
	if (!*b->argv)
		return usage_error(b->command, "no command to run");
	return EXIT_FINE;
}

/* ------------------------------------------------------------------- cc */

static int run_compiler(const struct build *b, const char *plugin)
{
	struct arena arena = { 0 };
	VEC (char *) argv = { 0 };
	uint32_t i;
	int code;

	vec_push(&argv, b->argv[0]);
	vec_push(&argv, arena_printf(&arena, "-fplugin=%s", plugin));
	for (i = 0; i < b->plugin.args.n; i++)
		vec_push(&argv, arena_printf(&arena, PREFIX "%s",
					     b->plugin.args.v[i]));
	for (i = 1; b->argv[i]; i++)
		vec_push(&argv, b->argv[i]);
	vec_push(&argv, NULL);
	code = process_run(argv.v);
	vec_release(&argv);
	arena_release(&arena);
	return code;
}

int command_cc(int argc, char **argv)
{
	struct build b = { .command = NULL };
	struct buf plugin = { 0 };
	int code = build_options(&b, argc, argv);

	if (code == EXIT_FINE)
		code = plugin_find(b.argv[0], b.plugin.plugin, &plugin)
			? run_compiler(&b, buf_str(&plugin)) : EXIT_NOT_RUN;
	buf_release(&plugin);
	vec_release(&b.plugin.args);
	return code;
}

/* ------------------------------------------------------------------ run */

/* Flags in environment variables are split at blanks, by makefiles and
 * setuptools alike, and no quoting is understood by all. */
static bool is_splittable(const char *s)
{
	return s[strcspn(s, " \t\n'\"\\$")] != '\0';
}

static bool append_to_variable(const char *name, const struct buf *flags)
{
	const char *old = getenv(name);
	struct buf value = { 0 };
	bool ok;

	if (old && *old)
		buf_addf(&value, "%s ", old);
	buf_add(&value, buf_str(flags));
	ok = !setenv(name, buf_str(&value), 1);
	buf_release(&value);
	return ok;
}

static bool set_flags(const struct build *b, const char *plugin,
		      const char *output)
{
	struct buf flags = { 0 };
	uint32_t i;
	bool ok = true;

	buf_addf(&flags, "-fplugin=%s " PREFIX "output=%s", plugin, output);
	if (is_splittable(plugin) || is_splittable(output)) {
		complain("blanks and quotes in '%s' or '%s' do not pass "
			 "through CFLAGS", plugin, output);
		ok = false;
	}
	for (i = 0; ok && i < b->plugin.args.n; i++) {
		buf_addf(&flags, " " PREFIX "%s", b->plugin.args.v[i]);
		ok = !is_splittable(b->plugin.args.v[i]);
		if (!ok)
			complain("'%s' does not pass through CFLAGS",
				 b->plugin.args.v[i]);
	}
	ok = ok && append_to_variable("CFLAGS", &flags)
		&& append_to_variable("CXXFLAGS", &flags)
		/* A hit in a cache would compile, and so find, nothing. */
		&& !setenv("CCACHE_DISABLE", "1", 1);
	buf_release(&flags);
	return ok;
}

/* CC when the user chose one, else the compiler that the plugin is for. */
static const char *choose_compiler(void)
{
	const char *cc = getenv("CC");

	if (cc && *cc)
		return cc;
	setenv("CC", PRC_CC, 1);
	if (!getenv("CXX"))
		setenv("CXX", PRC_CXX, 1);
	return PRC_CC;
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void) st;
	(void) type;
	(void) ftw;
	return remove(path);
}

static int print_result(const struct build *b, const char *dir, int code)
{
	char *paths[] = { (char *) dir, NULL };
	struct report_style style = {
		.format = REPORT_TEXT,
		.colors = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
		.version = PACKAGE_VERSION,
		.pages = report_pages,
	};
	struct report r = { .root = NULL };
	struct buf out = { 0 };

	if (!read_reports(&r, NULL, paths) && !code)
		code = EXIT_USAGE;
	if (!r.units.n)
		complain("no file that includes Python.h was compiled (does "
			 "the build use CFLAGS, and was it clean?)");
	report_print(&r, &style, &out);
	put_text(NULL, &out);
	if (b->fail_on_findings && !code && r.list.n)
		code = EXIT_FINDINGS;
	buf_release(&out);
	report_release(&r);
	return code;
}

/* The first word of CC, which may hold options or a wrapper. */
static void first_word(const char *s, struct buf *out)
{
	s += strspn(s, " \t");
	buf_addn(out, s, strcspn(s, " \t"));
}

static int run_build(const struct build *b, const char *dir)
{
	struct buf plugin = { 0 }, compiler = { 0 };
	int code = EXIT_NOT_RUN;

	first_word(choose_compiler(), &compiler);
	if (plugin_find(buf_str(&compiler), b->plugin.plugin, &plugin)
	    && set_flags(b, buf_str(&plugin), dir))
		code = print_result(b, dir, process_run(b->argv));
	buf_release(&plugin);
	buf_release(&compiler);
	return code;
}

/* Makes -o's folder, or one that goes when the report is printed. */
static char *make_output(const char *wanted)
{
	const char *parent = getenv("TMPDIR");
	struct buf temporary = { 0 };
	char *dir;

	if (!parent || !*parent)
		parent = P_tmpdir;
	buf_addf(&temporary, "%s/pyrefcheck-XXXXXX", parent);
	if (!wanted)
		dir = mkdtemp(temporary.s) ? strdup(temporary.s) : NULL;
	else if (mkdir(wanted, 0777) && errno != EEXIST)
		dir = NULL;
	else
		dir = realpath(wanted, NULL);
	if (!dir)
		complain("cannot make the folder '%s': %s",
			 wanted ? wanted : parent, strerror(errno));
	buf_release(&temporary);
	return dir;
}

int command_run(int argc, char **argv)
{
	struct build b = { .command = NULL };
	int code = build_options(&b, argc, argv);
	char *dir;

	if (code == EXIT_FINE) {
		dir = make_output(b.output);
		code = dir ? run_build(&b, dir) : EXIT_USAGE;
		if (dir && !b.output)
			nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
		free(dir);
	}
	vec_release(&b.plugin.args);
	return code;
}
