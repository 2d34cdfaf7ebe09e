/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See format-call.h. */
#include "check/format-call.h"

#include <string.h>

/* With PY_SSIZE_T_CLEAN the headers until 3.12 redirect these to names that
 * end in _SizeT; from 3.13 there is one kind of function.  All others always
 * read a Py_ssize_t (PySys_Audit). */
static bool is_clean(const struct check_context *c, const struct function *f,
		     const struct instr *i)
{
	static const char *const redirected[] = {
		"PyArg_Parse", "PyArg_ParseTuple",
		"PyArg_ParseTupleAndKeywords", "PyArg_VaParse",
		"PyArg_VaParseTupleAndKeywords", "Py_BuildValue",
		"Py_VaBuildValue", "PyObject_CallFunction",
		"PyObject_CallMethod",
	};
	const struct function *target = call_target(f, i);

	if (c->version >= PYVERSION(3, 13) || !target)
		return true;
	for (unsigned n = 0; n < ARRAY_SIZE(redirected); n++)
		if (!strcmp(target->name, redirected[n]))
			return false;
	return true;
}

bool format_call_init(struct format_call *k, struct check_context *c,
		      const struct function *f, const struct instr *i,
		      const struct contract *contract)
{
	struct constant_string s[CONSTANTS_MAX];
	const struct type *t;
	vid format;

	memset(k, 0, sizeof(*k));
	if (!contract || contract->format == FORMAT_NONE
	    || !contract->format_arg || i->n_args < contract->format_arg)
		return false;
	format = i->args[contract->format_arg - 1];
	k->n_formats = constant_strings(f, format, s);
	if (!k->n_formats)
		return false;
	k->c = c;
	k->f = f;
	k->i = i;
	k->contract = contract;
	k->kind = format_kind_of(contract);
	k->clean = is_clean(c, f, i);
	t = fn_value(f, format)->type;
	k->pointer_size = t && t->size == 4 ? 4 : 8;
	for (uint32_t n = 0; n < k->n_formats; n++)
		k->formats[n] = format_split(&k->arena, k->kind, s[n].s,
					     s[n].len, k->clean
					     ? CTYPE_SSIZE : CTYPE_INT);
	return true;
}

void format_call_release(struct format_call *k)
{
	arena_release(&k->arena);
}

const char *format_quote(struct format_call *k, const struct format *format)
{
	struct buf b = { 0 };
	const char *s;

	buf_add_quoted(&b, format->text, format->len > 60 ? 57 : format->len);
	if (format->len > 60)
		buf_add(&b, "...");
	s = arena_strdup(&k->arena, buf_str(&b));
	buf_release(&b);
	return s;
}

bool format_fault_is_keyword(const struct format_call *k,
			     const struct format_fault *fault)
{
	if (k->kind != FORMAT_PARSE_KEYWORDS)
		return false;
	switch (fault->kind) {
	case FORMAT_FAULT_TWO_BARS:
	case FORMAT_FAULT_TWO_DOLLARS:
	case FORMAT_FAULT_DOLLAR_BEFORE_BAR:
	case FORMAT_FAULT_DOLLAR_ALONE:
	case FORMAT_FAULT_NESTED_MARK:
		return true;
	case FORMAT_FAULT_UNKNOWN:
	case FORMAT_FAULT_UNCLOSED:
	case FORMAT_FAULT_UNOPENED:
	case FORMAT_FAULT_MISMATCHED:
	case FORMAT_FAULT_DOLLAR_NO_KEYWORDS:
	case FORMAT_FAULT_ODD_DICT:
	case FORMAT_FAULT_NOT_ONE:
	case FORMAT_FAULT_NOT_ASCII:
		break;
	}
	return false;
}
