/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which Python the unit was compiled for: from the macros while the
 * preprocessor is there, else (preprocessed input) from the path of Python.h
 * and from names that only one version's headers declare.
 */
#include "gcc/adapter.h"

#include <stdlib.h>

/* The text of macro NAME after its name, or NULL when it is not defined. */
static const char *
macro_text (const char *name)
{
	cpp_reader *pfile = compat_parse_in ();
	cpp_hashnode *h;
	const char *text;

	if (!pfile)
		return NULL;
	h = cpp_lookup (pfile, (const unsigned char *) name, strlen (name));
	if (!h || !cpp_user_macro_p (h))
		return NULL;
	text = (const char *) cpp_macro_definition (pfile, h);
	if (!text)
		return NULL;
	text += strlen (name);
	while (*text == ' ')
		text++;
	return text;
}

static long
macro_number (const char *name, long otherwise)
{
	const char *text = macro_text (name);
	char *end;
	long n;

	if (!text)
		return otherwise;
	while (*text == '(')
		text++;
	n = strtol (text, &end, 0);
	return end == text ? otherwise : n;
}

/* Finds Python.h among the files that were read. */
bool
adapter_saw_python (struct adapter *ad)
{
	static const char name[] = "Python.h";
	unsigned n = LINEMAPS_ORDINARY_USED (line_table);

	for (unsigned i = 0; i < n; i++) {
		const char *file
			= LINEMAPS_ORDINARY_MAP_AT (line_table, i)->to_file;
		size_t len = file ? strlen (file) : 0;
		size_t k = sizeof name - 1;

		if (len < k || strcmp (file + len - k, name)
		    || (len > k && file[len - k - 1] != '/'))
			continue;
		if (len > k) {
			ad->python_dir = intern_n (&ad->u->strings, file,
						   len - k);
			ad->python_dir_len = len - k;
		}
		return true;
	}
	/* Preprocessed without line markers. */
	return maybe_get_identifier ("_Py_NoneStruct")
	       && maybe_get_identifier ("PyModule_Create2")
	       && maybe_get_identifier ("PyArg_ParseTupleAndKeywords");
}

static uint32_t
version_from_names (void)
{
	static const struct { const char *name; unsigned minor; } marks[] = {
		{ "PyType_Freeze", 14 },
		{ "PyEval_GetFrameBuiltins", 13 },
		{ "PyType_FromMetaclass", 12 },
		{ "PyType_GetQualName", 11 },
		{ "PyGC_Enable", 10 },
		{ "PyType_FromModuleAndSpec", 9 },
		{ "PyCode_NewWithPosOnlyArgs", 8 },
	};

	for (size_t i = 0; i < ARRAY_SIZE (marks); i++)
		if (maybe_get_identifier (marks[i].name))
			return 0x03000000u | marks[i].minor << 16 | 0xf0;
	return 0;
}

/* From a path like .../include/python3.11/. */
static uint32_t
version_from_path (const char *dir)
{
	const char *at = dir ? strstr (dir, "/python3.") : NULL;
	long minor;

	if (!at)
		return 0;
	minor = strtol (at + strlen ("/python3."), NULL, 10);
	return minor > 0 && minor < 256
	       ? 0x03000000u | (uint32_t) minor << 16 | 0xf0 : 0;
}

static uint32_t
version_from_macros (void)
{
	long major = macro_number ("PY_MAJOR_VERSION", 0);
	long minor = macro_number ("PY_MINOR_VERSION", 0);
	long micro = macro_number ("PY_MICRO_VERSION", 0);

	if (!major)
		return 0;
	return (uint32_t) (major << 24 | minor << 16 | micro << 8 | 0xf0);
}

void
adapter_read_macros (struct adapter *ad)
{
	struct unit *u = ad->u;
	long limited = macro_number ("Py_LIMITED_API", 0);

	u->python_hex = version_from_macros ();
	if (!u->python_hex)
		u->python_hex = version_from_path (ad->python_dir);
	if (!u->python_hex)
		u->python_hex = version_from_names ();
	if (macro_text ("Py_LIMITED_API"))
		u->limited_api = limited <= 3 ? 0x03020000 : (uint32_t) limited;
	u->free_threaded = macro_text ("Py_GIL_DISABLED") != NULL;
	u->debug_build = macro_text ("Py_DEBUG") || macro_text ("Py_REF_DEBUG");
	u->ssize_t_clean = macro_text ("PY_SSIZE_T_CLEAN")
			   || maybe_get_identifier ("_PyArg_ParseTuple_SizeT");
}

/* With preprocessed input, defining a macro would upset the lexer.  Those of
 * gcc-python-plugin (WITH_CPYCHECKER_...) are not defined: NumPy's headers
 * then declare other things, and the object file would change. */
void
adapter_define_macros (void)
{
	cpp_reader *pfile = compat_parse_in ();
	cpp_callbacks *cb;
	decltype (cb->define) on_define;

	if (!pfile || !cpp_define || cpp_get_options (pfile)->preprocessed)
		return;
	/* -g3 would record it, and cannot do so this early. */
	cb = cpp_get_callbacks (pfile);
	on_define = cb->define;
	cb->define = NULL;
	cpp_define (pfile, "__PYREFCHECK__=1");
	cb->define = on_define;
}
