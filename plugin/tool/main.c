/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pyrefcheck command: which subcommand, help, messages. */
#include "tool/tool.h"
#include "pyrefcheck-config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct command {
	const char *name, *args, *what;
	int (*run)(int argc, char **argv);
};

static const struct command commands[] = {
#define COMMAND(id, name, args, what) { name, args, what, command_##id },
#include "tool/command.def"
#undef COMMAND
};

void complain(const char *fmt, ...)
{
	va_list ap;

	fputs("pyrefcheck: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

static const struct command *command_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

int usage_error(const char *command, const char *fmt, ...)
{
	const struct command *c = command_find(command);
	va_list ap;

	fprintf(stderr, "pyrefcheck %s: ", command);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\nusage: pyrefcheck %s %s\n", command,
		c ? c->args : "");
	return EXIT_USAGE;
}

bool put_text(const char *file, const struct buf *text)
{
	FILE *out = file ? fopen(file, "w") : stdout;
	bool ok = out != NULL;

	if (ok && text->len)
		ok = fwrite(text->s, 1, text->len, out) == text->len;
	if (out && (file ? fclose(out) : fflush(out)))
		ok = false;
	if (!ok)
		complain("cannot write '%s': %s", file ? file : "output",
			 strerror(errno));
	return ok;
}

static void print_help(FILE *out)
{
	size_t i;

	fputs("usage: pyrefcheck COMMAND [ARGUMENTS]\n\n"
	      "Finds errors of reference counts, exceptions, NULL and the GIL "
	      "in C and C++\nextensions of Python, by a plugin of GCC.\n\n",
	      out);
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(out, "  %-9s %s\n", commands[i].name,
			commands[i].what);
	fputs("\n  pyrefcheck COMMAND --help shows a command's arguments; "
	      "--version the version.\n\n"
	      "Exit codes: 0 fine; 1 findings, where --fail-on or diff asks;"
	      "\n2 wrong arguments or unreadable input; 127 a program could "
	      "not be started;\n'cc' and 'run' otherwise give the compiler's "
	      "or the build's own.\n", out);
}

static bool is_help(const char *s)
{
	return !strcmp(s, "--help") || !strcmp(s, "-h") || !strcmp(s, "help");
}

int main(int argc, char **argv)
{
	const struct command *c;

	if (argc < 2) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (is_help(argv[1])) {
		print_help(stdout);
		return EXIT_FINE;
	}
	if (!strcmp(argv[1], "--version")) {
		printf("pyrefcheck " PACKAGE_VERSION " for GCC %d\n",
		       PRC_GCC_MAJOR);
		return EXIT_FINE;
	}
	c = command_find(argv[1]);
	if (!c) {
		complain("no command '%s'; 'pyrefcheck --help' lists them",
			 argv[1]);
		return EXIT_USAGE;
	}
	if (argc > 2 && (!strcmp(argv[2], "--help")
			 || !strcmp(argv[2], "-h"))) {
		printf("usage: pyrefcheck %s %s\n%s.\n", c->name, c->args,
		       c->what);
		return EXIT_FINE;
	}
	return c->run(argc - 1, argv + 1);
}
