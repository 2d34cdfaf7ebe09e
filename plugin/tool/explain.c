/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that tells what is known: of a check, of an API function. */
#include "tool/tool.h"
#include "contract/contract.h"

#include <stdio.h>
#include <string.h>

/* A check's name as a user may have copied it from a warning. */
static const char *bare_name(const char *name)
{
	static const char prefix[] = "-Wpyrefcheck-";
	size_t len = sizeof(prefix) - 1;

	if (*name == '[')
		name++;
	return strncmp(name, prefix, len) ? name : name + len;
}

static bool explain_check(const char *name, struct buf *out)
{
	struct buf plain = { 0 };
	const char *page;

	name = bare_name(name);
	buf_addn(&plain, name, strcspn(name, "]"));
	page = report_page_find(report_pages, buf_str(&plain));
	if (page)
		buf_add(out, page);
	buf_release(&plain);
	return page != NULL;
}

int command_explain(int argc, char **argv)
{
	struct buf out = { 0 };
	int i, code = EXIT_FINE;

	if (argc < 2)
		return usage_error(argv[0], "explain what?");
	for (i = 1; i < argc; i++) {
		if (explain_check(argv[i], &out)
		    || contract_explain(argv[i], &out))
			continue;
		complain("'%s' is no check, and no function with a contract",
			 argv[i]);
		code = EXIT_USAGE;
	}
	if (!put_text(NULL, &out))
		code = EXIT_USAGE;
	buf_release(&out);
	return code;
}
