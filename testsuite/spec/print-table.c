/* SPDX-License-Identifier: GPL-3.0-or-later */
/* print-table X.Y: the rows of the table for that Python, as a JSON spec.
 * testsuite/spec/mutate makes mutants from them. */
#include <stdio.h>
#include <string.h>

#include "contract/contract.h"

int main(int argc, char **argv)
{
	VEC (const struct contract *) rows = { 0 };
	unsigned major, minor, i;
	const struct contract *c;
	struct buf out = { 0 };

	if (argc != 2 || sscanf(argv[1], "%u.%u", &major, &minor) != 2) {
		fputs("usage: print-table X.Y\n", stderr);
		return 2;
	}
	for (i = 0; (c = contract_at(i)); i++)
		if (!strchr(c->name, '/')
		    && contract_find(c->name, PYVERSION(major, minor)) == c)
			vec_push(&rows, c);
	specs_print(rows.v, rows.n, &out);
	fputs(buf_str(&out), stdout);
	buf_release(&out);
	vec_release(&rows);
	return 0;
}
