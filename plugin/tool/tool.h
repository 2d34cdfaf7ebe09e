/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the pyrefcheck command. */
#ifndef PYREFCHECK_TOOL_H
#define PYREFCHECK_TOOL_H

#include "report/report.h"

/* Exit codes; `run' and `cc' otherwise give the build's own. */
enum exit_code {
	EXIT_FINE = 0,
	EXIT_FINDINGS = 1,	/* there are, and that was asked for */
	EXIT_USAGE = 2,		/* wrong arguments, or unreadable input */
	EXIT_NOT_RUN = 127	/* a program could not be started */
};

/* doc/check/NAME.md; ends with a NULL name. */
extern const struct report_page report_pages[];

/* -------------------------------------------------------------- main.c */

/* Each takes its own arguments, argv[0] being its name. */
#define COMMAND(id, name, args, what) int command_##id(int argc, char **argv);
#include "tool/command.def"
#undef COMMAND

/* A line on standard error, after the program's name. */
void complain(const char *fmt, ...) PRC_PRINTF(1, 2);
/* Complains, names the command's usage, and returns EXIT_USAGE. */
int usage_error(const char *command, const char *fmt, ...) PRC_PRINTF(2, 3);
/* Prints TEXT to FILE, or standard output when it is NULL. */
bool put_text(const char *file, const struct buf *text);

/* ----------------------------------------------------------- plugin.c */

/* How the plugin is put into a compiler's command line. */
struct plugin_args {
	const char *plugin;	/* --plugin, or NULL: find one */
	VEC (const char *) args;	/* KEY or KEY=VALUE */
};

/* The plugin for COMPILER, in OUT; else says why there is none. */
bool plugin_find(const char *compiler, const char *wanted, struct buf *out);

/* ---------------------------------------------------------- process.c */

/* Runs ARGV and waits: its exit code, 128 + the signal that ended it, or
 * EXIT_NOT_RUN after a complaint. */
int process_run(char *const *argv);
/* The first line that ARGV prints; false when it fails or cannot run. */
bool process_first_line(char *const *argv, struct buf *out);

/* ------------------------------------------------------------- reports.c */

/* Reads what PATHS hold, for a report shown relative to ROOT (NULL: the
 * working directory).  Complains about what cannot be read. */
bool read_reports(struct report *r, const char *root, char *const *paths);

#endif
