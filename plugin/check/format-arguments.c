/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Format strings against the arguments of their call: number, types, the
 * codes themselves; and argument lists that end with NULL or are counted.
 * A format that is not known is passed over.
 */
#include "check/format-call.h"
#include "check/format-types.h"
#include "check/guard.h"

#include <string.h>

static struct finding *report(struct format_call *k, const char *subject,
			      const char *message)
{
	struct finding *fi = check_finding(k->c, k->f, k->i->loc, "%s",
					   message);
	uint8_t arg = k->contract->format_arg;

	check_subject(k->c, fi, subject);
	if (arg && k->i->arg_locs && loc_known(k->i->arg_locs[arg - 1]))
		fi->hint_loc = k->i->arg_locs[arg - 1];
	return fi;
}

static const char *print(struct format_call *k, const char *fmt, ...)
	PRC_PRINTF(2, 3);

static const char *print(struct format_call *k, const char *fmt, ...)
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

/* The unit as it stands in the format. */
static const char *unit_text(struct format_call *k, const struct format *f,
			     const struct format_unit *u)
{
	return arena_strndup(&k->arena, f->text + u->pos, u->len);
}

/* ---------------------------------------------------- the format alone */

/* What the callee makes of a fault, as a hint. */
static const char *fault_effect(const struct format_call *k,
				const struct format_fault *fault)
{
	switch (k->kind) {
	case FORMAT_UNICODE:
		if (fault->kind == FORMAT_FAULT_NOT_ASCII)
			return "a format with such a byte is answered with ValueError";
		return k->c->high < PYVERSION(3, 12)
			? "until Python 3.11 the rest of the format is copied as it is"
			: "Python 3.12 answers with SystemError, older ones copy the rest of the format as it is";
	case FORMAT_BYTES:
		return "the rest of the format is copied as it is";
	case FORMAT_PARSE:
	case FORMAT_PARSE_KEYWORDS:
		if (fault->kind == FORMAT_FAULT_UNCLOSED
		    || fault->kind == FORMAT_FAULT_UNOPENED)
			return "the interpreter ends with a fatal error";
		if (fault->kind == FORMAT_FAULT_TWO_BARS)
			return "the last one counts";
		break;
	case FORMAT_PARSE_ONE:
	case FORMAT_BUILD:
	case FORMAT_CALL:
	case FORMAT_NONE:
		break;
	}
	return "the call is answered with SystemError";
}

static void check_faults(struct format_call *k, const struct format *f)
{
	for (uint32_t n = 0; n < f->n_faults; n++) {
		const struct format_fault *fault = &f->faults[n];
		const char *words = format_fault_text(fault->kind);
		struct finding *fi;

		if (format_fault_is_keyword(k, fault))
			continue;
		if (fault->kind == FORMAT_FAULT_UNKNOWN)
			words = print(k, "‘%s’, which is no code of ‘%s’",
				      fault->text, k->contract->name);
		fi = report(k, words, print(k, "format %s has %s",
					    format_quote(k, f), words));
		check_hint(k->c, fi, "%s", fault_effect(k, fault));
		check_add(k->c, fi);
	}
}

/* Codes that not every targeted version knows. */
static void check_versions(struct format_call *k, const struct format *f)
{
	struct check_context *c = k->c;
	struct finding *fi;

	for (uint32_t n = 0; n < f->n_units; n++) {
		const struct format_unit *u = &f->units[n];
		const char *text = unit_text(k, f, u);
		version_set live;

		if (!(u->until && c->high >= u->until)
		    && !(u->since && c->low < u->since))
			continue;
		live = guard_versions(c, k->i->loc);
		if (u->until && live & ~version_range(0x0300, (pyversion)
						      (u->until - 1))) {
			fi = report(k, text, print(k, "format code ‘%s’ is gone from Python 3.%u",
						   text, u->until & 255u));
			check_hint(c, fi, k->kind == FORMAT_UNICODE
				   ? "the conversion takes no width there"
				   : "take the str object with ‘U’");
			check_add(c, fi);
		} else if (u->since && live
			   && version_lowest(live) < u->since) {
			fi = report(k, text, print(k, "format code ‘%s’ is known from Python 3.%u on only",
						   text, u->since & 255u));
			check_hint(c, fi, "Python 3.%u %s",
				   version_lowest(live) & 255u,
				   k->kind == FORMAT_UNICODE
				   ? "copies it, and the rest of the format, as it is"
				   : "answers with SystemError");
			check_add(c, fi);
		}
	}
}

/* '#' without PY_SSIZE_T_CLEAN: SystemError from 3.10, int until 3.9, no
 * matter from 3.13.  Returns whether lengths can be compared at all. */
static bool check_clean(struct format_call *k, const struct format *f)
{
	struct check_context *c = k->c;
	struct finding *fi;

	if (k->clean && (c->version < PYVERSION(3, 13)
			 || c->unit->ssize_t_clean))
		return true;
	for (uint32_t n = 0; n < f->n_units; n++) {
		const struct format_unit *u = &f->units[n];
		version_set bad = version_range(PYVERSION(3, 10),
						PYVERSION(3, 12));

		if (!u->has_length)
			continue;
		bad &= version_range(c->low, c->high);
		bad &= guard_versions(c, k->i->loc);
		if (!bad)
			return true;
		fi = report(k, "PY_SSIZE_T_CLEAN",
			    print(k, "format code ‘%s’ without ‘PY_SSIZE_T_CLEAN’",
				  unit_text(k, f, u)));
		check_hint(c, fi, "‘#define PY_SSIZE_T_CLEAN’ before Python.h is included, and ‘Py_ssize_t’ lengths: without it Python 3.10 to 3.12 answer with SystemError");
		check_add(c, fi);
		return false;
	}
	return true;
}

/* ------------------------------------------------------- the arguments */

/* The note points at the code; where only the number's type is another, the
 * code for the variable's type is certain enough to be a fix-it. */
static void point_at(struct format_call *k, struct finding *fi,
		     const struct format *f, const struct format_unit *u,
		     const struct format_arg *a, const char *better)
{
	bool number = a->use == FORMAT_OUT_SCALAR
		|| a->use == FORMAT_IN_SCALAR;
	/* Behind the percent sign; flags and widths are no part of it. */
	const char *code = unit_text(k, f, u)
		+ (*u->code != f->text[u->pos]);
	struct loc at;
	uint32_t end;

	at = format_unit_place(k, f, u, &end);
	if (!loc_known(at))
		return;
	fi->hint_loc = at;
	if (!better || !number || k->n_formats > 1 || strcmp(code, u->code))
		return;
	fi->fixit.kind = FIXIT_REPLACE;
	fi->fixit.loc = at;
	fi->fixit.loc.column += u->len - (uint32_t) strlen(u->code);
	fi->fixit.end_column = end;
	fi->fixit.text = arena_strdup(&k->c->findings->arena, better);
}

static void report_type(struct format_call *k, const struct format *f,
			const struct format_unit *u,
			const struct format_arg *a, struct format_fit *fit,
			vid v)
{
	struct buf expected = { 0 }, actual = { 0 };
	uint32_t number = k->contract->va_first + a->index;
	const char *name = value_spelling(k->f, v), *better;
	const struct type *t = fn_value(k->f, v)->type;
	struct finding *fi;

	format_expected(fit, a, &expected);
	format_actual(t, &actual);
	fi = report(k, print(k, "%s %u", unit_text(k, f, u), number),
		    print(k, "format code ‘%s’ expects argument %u of type %s, but it has type %s",
			  unit_text(k, f, u), number, buf_str(&expected),
			  buf_str(&actual)));
	better = u->n_args == 1
		? format_code_for(fit, k->kind, a, v) : NULL;
	buf_clear(&actual);
	type_spell(t, &actual);
	if (better)
		check_hint(k->c, fi, "the code for ‘%s’ is ‘%s%s’",
			   buf_str(&actual), k->kind == FORMAT_UNICODE
			   || k->kind == FORMAT_BYTES ? "%" : "", better);
	else if (name)
		check_hint(k->c, fi, "‘%s’ is given; %s is expected", name,
			   buf_str(&expected));
	point_at(k, fi, f, u, a, better);
	check_add(k->c, fi);
	buf_release(&expected);
	buf_release(&actual);
}

/* The arguments from VA_FIRST on that are there. */
static uint32_t n_varargs(const struct format_call *k)
{
	uint32_t before = k->contract->va_first - 1u;

	return k->i->n_args > before ? k->i->n_args - before : 0;
}

static vid vararg(const struct format_call *k, uint32_t index)
{
	return k->i->args[k->contract->va_first - 1u + index];
}

/* Are the arguments from vararg INDEX on all NULL?  Some end every list so;
 * nothing is lost when nobody looks at them. */
static bool only_nulls(const struct format_call *k, uint32_t index)
{
	for (; index < n_varargs(k); index++)
		if (!value_is_zero(k->f, vararg(k, index)))
			return false;
	return true;
}

static void check_count(struct format_call *k, const struct format *f,
			struct format_fit *fit)
{
	uint32_t have = n_varargs(k);
	const struct format_unit *u;
	const struct format_arg *a;
	struct buf expected = { 0 };
	struct finding *fi;

	if (have < f->n_args) {
		u = format_unit_of(f, have, &a);
		fit->before = 0;
		format_expected(fit, a, &expected);
		fi = report(k, "count", print(k, "too few arguments for format %s: code ‘%s’ expects argument %u of type %s",
			    format_quote(k, f), unit_text(k, f, u),
			    k->contract->va_first + have,
			    buf_str(&expected)));
	} else if (have > f->n_args && !f->incomplete
		   && !only_nulls(k, f->n_args)) {
		fi = report(k, "count", print(k, "too many arguments for format %s: %u given, %u used",
			    format_quote(k, f), have, f->n_args));
	} else {
		return;
	}
	check_hint(k->c, fi, "the format consumes %u argument%s after argument %u, the call has %u",
		   f->n_args, f->n_args == 1 ? "" : "s",
		   k->contract->va_first - 1u, have);
	check_add(k->c, fi);
	buf_release(&expected);
}

static void check_arguments(struct format_call *k, const struct format *f,
			    bool lengths)
{
	struct format_fit fit = { .c = k->c, .f = k->f,
		.pointer_size = k->pointer_size };

	for (uint32_t n = 0; n < f->n_units; n++) {
		const struct format_unit *u = &f->units[n];

		fit.before = 0;
		fit.has_length = u->has_length;
		for (unsigned i = 0; i < u->n_args; i++) {
			const struct format_arg *a = &u->args[i];
			bool is_length = a->use == FORMAT_OUT_LENGTH
				|| a->use == FORMAT_IN_LENGTH;
			vid v;

			if (a->index >= n_varargs(k))
				break;
			v = vararg(k, a->index);
			if ((lengths || !is_length)
			    && !format_arg_fits(&fit, a, v))
				report_type(k, f, u, a, &fit, v);
			fit.before = v;
		}
	}
	check_count(k, f, &fit);
}

static void check_format(struct format_call *k, const struct format *f)
{
	bool lengths;

	check_faults(k, f);
	check_versions(k, f);
	lengths = check_clean(k, f);
	if (k->contract->va_first)
		check_arguments(k, f, lengths);
}

/* --------------------------------------------- lists without a format */

/* Argument INDEX of a list must be a PyObject *, or with OUT its address. */
static void check_list_argument(struct format_call *k, uint32_t index,
				bool out)
{
	struct format_fit fit = { .c = k->c, .f = k->f,
		.pointer_size = k->pointer_size };
	struct format_arg a = {
		.use = out ? FORMAT_OUT_OBJECT : FORMAT_IN_OBJECT,
	};
	struct buf expected = { 0 }, actual = { 0 };
	vid v = vararg(k, index);
	struct finding *fi;

	if (format_arg_fits(&fit, &a, v))
		return;
	format_expected(&fit, &a, &expected);
	format_actual(fn_value(k->f, v)->type, &actual);
	fi = report(k, print(k, "argument %u", k->contract->va_first + index),
		    print(k, "‘%s’ expects argument %u of type %s, but it has type %s",
			  k->contract->name, k->contract->va_first + index,
			  buf_str(&expected), buf_str(&actual)));
	if (value_is_zero(k->f, v))
		check_hint(k->c, fi, "0 is an int in a variable argument list; write ‘NULL’");
	check_add(k->c, fi);
	buf_release(&expected);
	buf_release(&actual);
}

static void check_null_ended(struct format_call *k)
{
	uint32_t n = n_varargs(k), end;
	struct finding *fi;

	for (end = 0; end < n && !value_is_zero(k->f, vararg(k, end)); end++)
		check_list_argument(k, end, false);
	if (end == n) {
		fi = report(k, "end", print(k, "the argument list of ‘%s’ does not end with NULL",
					    k->contract->name));
		check_hint(k->c, fi, "give ‘NULL’ as the last argument");
		check_add(k->c, fi);
		return;
	}
	check_list_argument(k, end, false);
	if (!only_nulls(k, end + 1)) {
		fi = report(k, "end", print(k, "NULL as argument %u ends the argument list of ‘%s’, the %u after it are not seen",
			    k->contract->va_first + end, k->contract->name,
			    n - end - 1));
		check_add(k->c, fi);
	}
}

/* PyTuple_Pack, and PyArg_UnpackTuple, whose count is the most that it
 * writes. */
static void check_counted(struct format_call *k)
{
	bool out = !strcmp(k->contract->name, "PyArg_UnpackTuple");
	const struct value *count;
	uint32_t n = n_varargs(k);
	uint64_t told;
	struct finding *fi;

	if (k->contract->va_first < 2)
		return;
	count = fn_value(k->f, k->i->args[k->contract->va_first - 2]);
	told = count->kind == VAL_INT && count->u.i >= 0
		? (uint64_t) count->u.i : n;
	for (uint32_t i = 0; i < n && i < told; i++)
		check_list_argument(k, i, out);
	if (told == n || (told < n && only_nulls(k, (uint32_t) told)))
		return;
	fi = report(k, "count", print(k, "‘%s’ is told of %lld argument%s, but %u follow%s",
		    k->contract->name, (long long) count->u.i,
		    count->u.i == 1 ? "" : "s", n, n == 1 ? "s" : ""));
	check_add(k->c, fi);
}

static void call(struct check_context *c, const struct function *f,
		 const struct instr *i, const struct contract *contract)
{
	struct format_call k;
	bool unpacks;

	if (!contract)
		return;
	unpacks = contract->va_first
		&& !strcmp(contract->name, "PyArg_UnpackTuple");
	if (unpacks || (contract->flags & (CF_VA_NULL_ENDED | CF_VA_COUNTED)
			&& contract->va_first)) {
		memset(&k, 0, sizeof(k));
		k.c = c;
		k.f = f;
		k.i = i;
		k.contract = contract;
		k.pointer_size = i->n_args && fn_value(f, i->args[0])->type
			&& fn_value(f, i->args[0])->type->kind == TYPE_PTR
			&& fn_value(f, i->args[0])->type->size == 4 ? 4 : 8;
		if (contract->flags & CF_VA_NULL_ENDED)
			check_null_ended(&k);
		else
			check_counted(&k);
	} else if (format_call_init(&k, c, f, i, contract)) {
		for (uint32_t n = 0; n < k.n_formats; n++)
			check_format(&k, k.formats[n]);
	} else {
		return;
	}
	format_call_release(&k);
}

const struct check check_format_arguments = { .call = call };
