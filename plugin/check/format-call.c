/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See format-call.h. */
#include "check/format-call.h"
#include "engine/forward.h"

#include <string.h>

/* With PY_SSIZE_T_CLEAN the headers until 3.12 redirect these to names that
 * end in _SizeT; from 3.13 there is one kind of function.  All others always
 * read a Py_ssize_t (PySys_Audit). */
static bool is_clean(const struct check_context *c, const char *name)
{
	static const char *const redirected[] = {
		"PyArg_Parse", "PyArg_ParseTuple",
		"PyArg_ParseTupleAndKeywords", "PyArg_VaParse",
		"PyArg_VaParseTupleAndKeywords", "Py_BuildValue",
		"Py_VaBuildValue", "PyObject_CallFunction",
		"PyObject_CallMethod",
	};

	if (c->version >= PYVERSION(3, 13) || !name)
		return true;
	for (unsigned n = 0; n < ARRAY_SIZE(redirected); n++)
		if (!strcmp(name, redirected[n]))
			return false;
	return true;
}

/* A _PyArg_Parser has the format and the list. */
static bool is_parser_argument(const struct function *f, vid v)
{
	const struct type *t = fn_value(f, v)->type;

	return t && t->kind == TYPE_PTR && is_parser(t->inner);
}

/* Whose format the call has: the API function's, or that of a function of
 * the unit that hands it on.  The name of who reads it; NULL: nobody. */
static const char *reader_of(struct format_call *k, struct check_context *c,
			     const struct contract *contract)
{
	const struct function *target = call_target(k->f, k->i);
	struct forward to;

	if (target && format_forward(target, c->version, &to)) {
		k->forwarded.name = target->name;
		k->forwarded.format = (uint8_t) to.kind;
		k->forwarded.format_arg = to.format_arg;
		k->forwarded.va_first = to.va_first;
		k->contract = &k->forwarded;
		k->kind = to.kind;
		k->list_arg = to.list_arg;
		return to.name;
	}
	if (!contract || contract->format == FORMAT_NONE
	    || !contract->format_arg || k->i->n_args < contract->format_arg)
		return NULL;
	k->contract = contract;
	k->kind = format_kind_of(contract);
	if (k->kind == FORMAT_PARSE_KEYWORDS)
		k->list_arg = (uint8_t) (contract->format_arg
			+ !is_parser_argument(k->f,
				k->i->args[contract->format_arg - 1]));
	return target ? target->name : contract->name;
}

bool format_call_init(struct format_call *k, struct check_context *c,
		      const struct function *f, const struct instr *i,
		      const struct contract *contract)
{
	struct constant_string s[CONSTANTS_MAX];
	const struct type *t;
	const char *reader;
	vid format;

	memset(k, 0, sizeof(*k));
	k->c = c;
	k->f = f;
	k->i = i;
	reader = reader_of(k, c, contract);
	if (!reader || k->contract->format_arg > i->n_args)
		return false;
	format = i->args[k->contract->format_arg - 1];
	/* With a va_list the format that is handed on is its callers'. */
	k->n_formats = constant_strings(k->contract->va_first ? c->unit : NULL,
					f, format, s);
	if (!k->n_formats)
		return false;
	k->clean = is_clean(c, reader);
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

struct finding *format_report(struct format_call *k, const char *subject,
			      const char *message)
{
	struct finding *fi = check_finding(k->c, k->f, k->i->loc, "%s",
					   message);

	check_subject(k->c, fi, subject);
	return fi;
}

const char *format_text(struct format_call *k, const char *fmt, ...)
{
	struct buf b = { 0 };
	const char *s;
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	s = arena_strdup(&k->arena, buf_str(&b));
	buf_release(&b);
	return s;
}

uint32_t format_n_varargs(const struct format_call *k)
{
	uint32_t before = k->contract->va_first - 1u;

	return k->i->n_args > before ? k->i->n_args - before : 0;
}

vid format_vararg(const struct format_call *k, uint32_t index)
{
	return k->i->args[k->contract->va_first - 1u + index];
}

bool format_only_nulls(const struct format_call *k, uint32_t index)
{
	for (; index < format_n_varargs(k); index++)
		if (!value_is_zero(k->f, format_vararg(k, index)))
			return false;
	return true;
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

bool format_call_reads(struct check_context *c, const struct function *f,
		       const struct instr *i, const struct contract *contract,
		       unsigned arg)
{
	const struct format_arg *a;
	struct format_call k;
	bool found = false;
	uint32_t first;

	if (!contract->format || arg <= contract->format_arg
	    || !format_call_init(&k, c, f, i, contract))
		return false;
	first = k.contract->va_first;
	/* Building a value of NULL passes on what made it NULL; of a NULL that
	 * is written there nothing did (Python/modsupport.c, do_mkvalue). */
	if ((k.kind == FORMAT_BUILD || k.kind == FORMAT_CALL)
	    && k.n_formats == 1 && first && arg >= first
	    && format_unit_of(k.formats[0], arg - first, &a))
		found = (a->use == FORMAT_IN_OBJECT
			 || a->use == FORMAT_IN_STOLEN)
			&& value_is_zero(f, i->args[arg - 1])
			&& fn_value(f, i->args[arg - 1])->type->kind
			   == TYPE_PTR;
	if ((k.kind == FORMAT_UNICODE || k.kind == FORMAT_BYTES)
	    && k.n_formats == 1 && first && arg >= first
	    && format_unit_of(k.formats[0], arg - first, &a))
		found = a->use == FORMAT_IN_STRING
			|| (a->use == FORMAT_IN_OBJECT && a->type);
	format_call_release(&k);
	return found;
}
