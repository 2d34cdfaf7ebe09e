/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pyrefcheck-ir: analyses IR text, for tests, fuzzers and bug reports.
 *
 * Findings go to standard output, one a line; what is wrong with the input
 * to standard error.
 */
#include "base/option.h"
#include "check/analyze.h"
#include "ir/ir.h"
#include "report/report.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct driver {
	struct options options;
	bool json, print_only, stats, path;
	bool failed;
};

static const struct option long_options[] = {
	{ "set", required_argument, NULL, 's' },
	{ "json", no_argument, NULL, 'j' },
	{ "path", no_argument, NULL, 'P' },
	{ "print", no_argument, NULL, 'p' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 }
};

static const char usage[] =
	"usage: pyrefcheck-ir [OPTION]... FILE...   (- is standard input)\n"
	"  --set=KEY[=VALUE]  an option of the plugin's (--set=help)\n"
	"  --json             print findings as JSON lines\n"
	"  --path             print each finding's events\n"
	"  --print            parse, print, and do not analyze\n";

static bool read_all(const char *name, struct buf *out)
{
	FILE *in = strcmp(name, "-") ? fopen(name, "r") : stdin;
	char piece[65536];
	size_t n;
	bool ok;

	if (!in) {
		fprintf(stderr, "%s: %s\n", name, strerror(errno));
		return false;
	}
	while ((n = fread(piece, 1, sizeof(piece), in)) > 0)
		buf_addn(out, piece, n);
	ok = !ferror(in);
	if (in != stdin)
		fclose(in);
	return ok;
}

static void print_path(const struct finding *f, struct buf *out)
{
	uint32_t i;

	for (i = 0; i < f->n_events; i++)
		buf_addf(out, "    (%u) %u:%u: %s\n", i + 1,
			 f->events[i].loc.line, f->events[i].loc.column,
			 f->events[i].text);
}

static uint32_t line_of(struct unit *u, const char *function)
{
	uint32_t i;

	for (i = 0; function && i < u->functions.n; i++)
		if (!strcmp(u->functions.v[i]->name, function))
			return u->functions.v[i]->loc.line;
	return 0;
}

static void print_findings(const struct driver *d, struct unit *u,
			   const struct findings *fs, struct buf *out)
{
	struct buf key = { 0 };
	uint32_t i;

	for (i = 0; i < fs->list.n; i++) {
		const struct finding *f = fs->list.v[i];

		if (d->json) {
			buf_clear(&key);
			finding_key(f, line_of(u, f->function), &key);
			report_finding_jsonl(f, buf_str(&key), out);
			continue;
		}
		buf_addf(out, "%s:%u:%u: %s [%s]\n", u->name, f->loc.line,
			 f->loc.column, f->message, f->rule->name);
		if (d->path)
			print_path(f, out);
	}
	buf_release(&key);
}

static void print_stats(const struct analysis_stats *s, struct buf *out)
{
	buf_addf(out, "# %u functions, %u analyzed, %u given up, "
		 "%u short of states, %u of steps; %llu steps, "
		 "%u unknown calls\n", s->functions, s->analyzed,
		 s->given_up, s->budget_states, s->budget_steps,
		 (unsigned long long) s->steps, s->unknown_calls);
}

/* The errors that function_verify finds; the parser takes more than the
 * analysis may be given. */
static bool is_sound(struct unit *u, struct buf *errors)
{
	bool ok = true;
	uint32_t i;

	for (i = 0; i < u->functions.n; i++)
		if (u->functions.v[i]->has_body)
			ok = function_verify(u, u->functions.v[i], errors)
				&& ok;
	return ok;
}

static void analyze(struct driver *d, struct unit *u, struct buf *out,
		    struct buf *errors)
{
	struct analysis_stats stats = { 0 };
	struct findings findings = { 0 };

	if (!is_sound(u, errors))
		return;
	if (d->options.dump && !strcmp(d->options.dump, "ir"))
		unit_print(u, out);
	else if (d->options.dump)
		analyze_dump(u, &d->options, d->options.dump, out);
	analyze_unit(u, &d->options, &findings, &stats, NULL, errors);
	print_findings(d, u, &findings, out);
	if (d->options.stats)
		print_stats(&stats, out);
	findings_release(&findings);
}

static void run_file(struct driver *d, const char *name)
{
	struct buf text = { 0 }, errors = { 0 }, out = { 0 };
	struct unit *u = NULL;

	if (read_all(name, &text))
		u = unit_parse(name, buf_str(&text), &errors);
	if (u && d->print_only)
		unit_print(u, &out);
	else if (u)
		analyze(d, u, &out, &errors);
	fputs(buf_str(&out), stdout);
	fputs(buf_str(&errors), stderr);
	d->failed = d->failed || !u || errors.len;
	if (u)
		unit_free(u);
	buf_release(&text);
	buf_release(&errors);
	buf_release(&out);
}

static bool set_option(struct driver *d, char *text)
{
	struct buf error = { 0 };
	char *value = strchr(text, '=');
	bool ok;

	if (value)
		*value++ = '\0';
	ok = options_set(&d->options, text, value, &error);
	if (!ok)
		fprintf(stderr, "pyrefcheck-ir: %s\n", buf_str(&error));
	buf_release(&error);
	return ok;
}

static bool take_option(struct driver *d, int c)
{
	switch (c) {
	case 's':
		return set_option(d, optarg);
	case 'j':
		return d->json = true;
	case 'P':
		return d->path = true;
	case 'p':
		return d->print_only = true;
	case 'h':
		fputs(usage, stdout);
		exit(0);
	default:
		fputs(usage, stderr);
		return false;
	}
}

static void print_option_list(void)
{
	struct buf help = { 0 };

	options_help("--set=", &help);
	fputs(buf_str(&help), stdout);
	buf_release(&help);
}

int main(int argc, char **argv)
{
	struct driver d = { .json = false };
	int c;

	options_init(&d.options);
	while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (!take_option(&d, c))
			return 2;
	if (d.options.help)
		print_option_list();
	else if (optind == argc) {
		fputs(usage, stderr);
		return 2;
	}
	for (; optind < argc; optind++)
		run_file(&d, argv[optind]);
	options_release(&d.options);
	return d.failed ? 1 : 0;
}
