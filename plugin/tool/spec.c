/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that checks a user's contracts. */
#include "tool/tool.h"
#include "contract/contract.h"

#include <stdio.h>
#include <string.h>

static bool lint_file(const char *file)
{
	struct specs specs = { .arena = { NULL, 0 } };
	struct buf errors = { 0 };
	bool ok = specs_read(&specs, file, ORIGIN_SPEC, &errors);

	fputs(buf_str(&errors), stderr);
	if (ok)
		printf("%s: fine\n", file);
	buf_release(&errors);
	specs_release(&specs);
	return ok;
}

int command_spec(int argc, char **argv)
{
	int i, code = EXIT_FINE;

	if (argc < 2 || strcmp(argv[1], "lint"))
		return usage_error(argv[0], "'lint' is what can be done");
	if (argc < 3)
		return usage_error(argv[0], "no file named");
	for (i = 2; i < argc; i++)
		if (!lint_file(argv[i]))
			code = EXIT_USAGE;
	return code;
}
