/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which plugin file fits a compiler.  A plugin works in the GCC release that
 * it was built for only, so the search goes by the compiler's version:
 * what the user named, the compiler's own plugin folder, where we were
 * installed for that major, and the folder of this program (a build tree).
 */
#include "tool/tool.h"
#include "pyrefcheck-config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_there(const struct buf *path)
{
	return access(buf_str(path), R_OK) == 0;
}

/* The absolute name of PATH into OUT. */
static bool take_real(const char *path, struct buf *out)
{
	char *real = realpath(path, NULL);

	if (!real)
		return false;
	buf_add(out, real);
	free(real);
	return true;
}

/* The answer of COMPILER to OPTION. */
static bool ask(const char *compiler, const char *option, struct buf *out)
{
	char *argv[] = { (char *) compiler, (char *) option, NULL };

	buf_clear(out);
	return process_first_line(argv, out) && out->len;
}

static bool in_compilers_folder(const char *compiler, struct buf *out)
{
	struct buf dir = { 0 };
	bool ok = ask(compiler, "-print-file-name=plugin", &dir);

	if (ok) {
		buf_clear(out);
		buf_addf(out, "%s/pyrefcheck.so", dir.s);
		ok = dir.s[0] == '/' && is_there(out);
	}
	buf_release(&dir);
	return ok;
}

static bool beside_this_program(struct buf *out)
{
	struct buf self = { 0 };
	bool ok = take_real("/proc/self/exe", &self);

	if (ok) {
		*strrchr(self.s, '/') = '\0';
		buf_clear(out);
		buf_addf(out, "%s/pyrefcheck.so", self.s);
		ok = is_there(out);
	}
	buf_release(&self);
	return ok;
}

/* Where `make install' put the plugin for MAJOR. */
static bool installed_for(long major, struct buf *out)
{
	buf_clear(out);
	buf_add(out, GCCPLUGINDIR "/pyrefcheck.so");
	if (major == PRC_GCC_MAJOR && is_there(out))
		return true;
	buf_clear(out);
	buf_addf(out, "%s/pyrefcheck/gcc-%ld/pyrefcheck.so", PRC_LIBDIR,
		 major);
	return is_there(out);
}

static bool is_gcc(const char *compiler, struct buf *version)
{
	struct buf line = { 0 };
	bool ok = ask(compiler, "-dumpfullversion", version)
		&& ask(compiler, "--version", &line);

	if (!ok)
		complain("'%s' is no GCC (it does not answer "
			 "-dumpfullversion)", compiler);
	else if (strstr(line.s, "clang")) {
		ok = false;
		complain("'%s' is clang; the plugin needs GCC", compiler);
	}
	buf_release(&line);
	return ok;
}

bool plugin_find(const char *compiler, const char *wanted, struct buf *out)
{
	struct buf version = { 0 };
	long major;
	bool ok;

	if (!wanted)
		wanted = getenv("PYREFCHECK_PLUGIN");
	if (wanted && *wanted) {
		ok = take_real(wanted, out);
		if (!ok)
			complain("no plugin '%s'", wanted);
		return ok;
	}
	ok = is_gcc(compiler, &version);
	major = ok ? strtol(version.s, NULL, 10) : 0;
	if (ok && !(major == PRC_GCC_MAJOR && beside_this_program(out))
	    && !in_compilers_folder(compiler, out)
	    && !installed_for(major, out)) {
		ok = false;
		complain("no plugin for '%s', which is GCC %ld; this is "
			 "pyrefcheck for GCC %d: use CC=%s, or build it for "
			 "GCC %ld (./configure --with-gcc=gcc-%ld)", compiler,
			 major, PRC_GCC_MAJOR, PRC_CC, major, major);
	}
	buf_release(&version);
	return ok;
}
