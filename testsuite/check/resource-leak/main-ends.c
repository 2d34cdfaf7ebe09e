// SPDX-License-Identifier: GPL-3.0-or-later
/* The process ends when main returns, not when another function does. */
#include <Python.h>
#include <stdlib.h>

static int words_bad(int argc)
{
	char *a = malloc(10), *b;

	if (!a)
		return 1;
	b = malloc((size_t) argc);
	if (!b)
		return 1; // expect: resource-leak 'a' (memory)
	free(b);
	free(a);
	return 0;
}

int main(int argc, char **argv)
{
	char *all = malloc(10), *w;
	int n;

	if (!all)
		return 1;
	for (n = 0; n < argc; n++) {
		w = malloc(10); // expect: resource-leak 'w'
		if (!w)
			return 1;
		w[0] = argv[n][0];
	}
	return words_bad(argc);
}
