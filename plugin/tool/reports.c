/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that read findings: report, diff, baseline. */
#include "tool/tool.h"
#include "pyrefcheck-config.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct view {
	enum report_format format;
	const char *root, *output;
	char **paths;
	int n_paths;
};

static const struct option long_options[] = {
	{ "format", required_argument, NULL, 'f' },
	{ "root", required_argument, NULL, 'r' },
	{ "output", required_argument, NULL, 'o' },
	{ NULL, 0, NULL, 0 }
};

static bool view_option(struct view *v, int c)
{
	switch (c) {
	case 'f':
		v->format = report_format_by_name(optarg);
		return v->format != N_REPORT_FORMATS;
	case 'r':
		v->root = optarg;
		return true;
	case 'o':
		v->output = optarg;
		return true;
	default:
		return false;
	}
}

static int view_options(struct view *v, int argc, char **argv)
{
	int c, at = 1;

	opterr = 0;
	while ((c = getopt_long(argc, argv, "o:", long_options, NULL)) != -1) {
		if (!view_option(v, c))
			return usage_error(argv[0], "wrong option '%s'",
					   argv[at]);
		at = optind;
	}
	v->paths = argv + optind;
	v->n_paths = argc - optind;
	if (!v->n_paths)
		return usage_error(argv[0], "no folder of findings named");
	return EXIT_FINE;
}

/* Shows how far a long reading is, where a person watches. */
static void show_progress(int done, bool last)
{
	if (!isatty(STDERR_FILENO) || (!last && done % 64))
		return;
	if (last)
		fputs("\r\033[K", stderr);
	else
		fprintf(stderr, "\rreading: %d", done);
}

bool read_reports(struct report *r, const char *root, char *const *paths)
{
	struct buf errors = { 0 };
	char *real = realpath(root ? root : ".", NULL);
	bool ok = true;
	int n;

	/* A folder of the machine that built is known by its name alone. */
	if (real || (root && *root == '/')) {
		r->root = arena_strdup(&r->arena, real ? real : root);
	} else {
		complain("no folder '%s'", root ? root : ".");
		ok = false;
	}
	for (n = 0; paths[n]; n++) {
		ok = report_read(r, paths[n], &errors) && ok;
		show_progress(n + 1, false);
	}
	if (n > 63)
		show_progress(n, true);
	report_finish(r);
	fputs(buf_str(&errors), stderr);
	buf_release(&errors);
	free(real);
	return ok;
}

int command_report(int argc, char **argv)
{
	struct view v = { .format = REPORT_TEXT };
	struct report r = { .root = NULL };
	struct buf out = { 0 };
	struct report_style style;
	int code = view_options(&v, argc, argv);

	if (code != EXIT_FINE)
		return code;
	style = (struct report_style) {
		.format = v.format,
		.colors = !v.output && isatty(STDOUT_FILENO)
			&& !getenv("NO_COLOR"),
		.version = PACKAGE_VERSION,
		.pages = report_pages,
	};
	if (!read_reports(&r, v.root, v.paths))
		code = EXIT_USAGE;
	report_print(&r, &style, &out);
	if (!put_text(v.output, &out))
		code = EXIT_USAGE;
	buf_release(&out);
	report_release(&r);
	return code;
}

int command_baseline(int argc, char **argv)
{
	struct view v = { .format = REPORT_TEXT };
	struct report r = { .root = NULL };
	struct buf out = { 0 };
	int code = view_options(&v, argc, argv);

	if (code != EXIT_FINE)
		return code;
	if (!read_reports(&r, v.root, v.paths))
		code = EXIT_USAGE;
	report_baseline(&r, &out);
	/* A baseline of half the findings would be believed. */
	if (code == EXIT_FINE && !put_text(v.output, &out))
		code = EXIT_USAGE;
	buf_release(&out);
	report_release(&r);
	return code;
}

/* ----------------------------------------------------------------- diff */

static uint32_t print_side(const char *title, const char *sign,
			   const struct report *newer,
			   const struct report *older)
{
	struct report side = { .root = NULL };
	uint32_t i, n;

	report_difference(newer, older, &side);
	printf("%s: %u\n", title, side.list.n);
	for (i = 0; i < side.list.n; i++) {
		const struct finding *f = &side.list.v[i].f;

		printf("%s %s:%u:%u: %s [-Wpyrefcheck-%s]\n", sign,
		       f->loc.file, f->loc.line, f->loc.column, f->message,
		       f->rule->name);
	}
	n = side.list.n;
	report_release(&side);
	return n;
}

int command_diff(int argc, char **argv)
{
	struct view v = { .format = REPORT_TEXT };
	struct report older = { .root = NULL }, newer = { .root = NULL };
	int code = view_options(&v, argc, argv);
	uint32_t appeared;

	if (code == EXIT_FINE && v.n_paths != 2)
		code = usage_error(argv[0], "two folders are compared");
	if (code != EXIT_FINE)
		return code;
	if (!read_reports(&older, v.root, (char *[]) { v.paths[0], NULL })
	    || !read_reports(&newer, v.root, v.paths + 1))
		code = EXIT_USAGE;
	if (code == EXIT_FINE) {
		appeared = print_side("appeared", "+", &newer, &older);
		print_side("vanished", "-", &older, &newer);
		code = appeared ? EXIT_FINDINGS : EXIT_FINE;
	}
	report_release(&older);
	report_release(&newer);
	return code;
}
