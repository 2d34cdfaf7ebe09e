/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders on disk. */
#include "base/base.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

bool folder_make(const char *dir, struct buf *error)
{
	struct buf path = { 0 };
	const char *s = dir;
	bool ok = true;

	do {
		const char *end = strchr(s + 1, '/');

		s = end ? end : s + strlen(s);
		buf_clear(&path);
		buf_addn(&path, dir, (size_t) (s - dir));
		if (!mkdir(buf_str(&path), 0777) || errno == EEXIST
		    || errno == EISDIR)
			continue;
		buf_addf(error, "cannot make the folder '%s': %s",
			 buf_str(&path), strerror(errno));
		ok = false;
	} while (ok && *s && s[1]);
	buf_release(&path);
	return ok;
}
