// SPDX-License-Identifier: GPL-3.0-or-later
/* An array of rows that a loop fills and others free. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

size_t sum_ok(size_t n, const size_t *lengths)
{
	size_t **rows, i, j, sum = 0, most = 0;
	size_t *row;

	rows = malloc(n * sizeof(*rows));
	if (!rows)
		return 0;
	for (i = 0; i < n; i++) {
		size_t *ri;
		size_t length = lengths[i];

		if (length > most)
			most = length;
		ri = rows[i] = malloc((length + 1) * sizeof(size_t));
		if (!ri) {
			for (j = 0; j < i; j++)
				free(rows[j]);
			free(rows);
			return 0;
		}
		for (j = 0; j <= length; j++)
			ri[j] = j;
	}
	row = malloc((2 * most + 1) * sizeof(size_t));
	if (!row) {
		for (j = 0; j < n; j++)
			free(rows[j]);
		free(rows);
		return 0;
	}
	for (i = 0; i < n; i++)
		sum += rows[i][lengths[i]];
	free(row);
	for (i = 0; i < n; i++)
		free(rows[i]);
	free(rows);
	return sum;
}

/* Nobody frees the rows. */
size_t sum_bad(size_t n, size_t length)
{
	size_t **rows, i, sum = 0;

	rows = malloc(n * sizeof(*rows));
	if (!rows)
		return 0;
	for (i = 0; i < n; i++) {
		size_t *ri = rows[i] = malloc((length + 1) * sizeof(size_t));

		if (!ri)
			break;
		ri[0] = i;
		sum += ri[length];
	}
	free(rows);
	return sum; // expect: resource-leak 'rows[i]'
}
