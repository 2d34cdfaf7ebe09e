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
	struct finding *fi = format_report(k, subject, message);
	uint8_t arg = k->contract->format_arg;

	if (arg && k->i->arg_locs && loc_known(k->i->arg_locs[arg - 1]))
		fi->hint_loc = k->i->arg_locs[arg - 1];
	return fi;
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
	case FORMAT_PRINTF:
		return "what C makes of it is undefined";
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
			words = format_text(k, "‘%s’, which is no code of ‘%s’",
				      fault->text, k->contract->name);
		fi = report(k, words, format_text(k, "format %s has %s",
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
			fi = report(k, text, format_text(k, "format code ‘%s’ is gone from Python 3.%u",
						   text, u->until & 255u));
			check_hint(c, fi, k->kind == FORMAT_UNICODE
				   ? "the conversion takes no width there"
				   : "take the str object with ‘U’");
			check_add(c, fi);
		} else if (u->since && live
			   && version_lowest(live) < u->since) {
			fi = report(k, text, format_text(k, "format code ‘%s’ is known from Python 3.%u on only",
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
			    format_text(k, "format code ‘%s’ without ‘PY_SSIZE_T_CLEAN’",
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
	/* A macro, or what spans literals, is not replaced. */
	if (!better || !number || k->n_formats > 1 || strcmp(code, u->code)
	    || end != at.column + u->len)
		return;
	fi->fixit.kind = FIXIT_REPLACE;
	fi->fixit.loc = at;
	fi->fixit.loc.column += u->len - (uint32_t) strlen(u->code);
	fi->fixit.end_column = end;
	fi->fixit.text = arena_strdup(&k->c->findings->arena, better);
}

/* Codes with a percent sign. */
static bool is_printing(const struct format_call *k)
{
	return k->kind == FORMAT_UNICODE || k->kind == FORMAT_BYTES
		|| k->kind == FORMAT_PRINTF;
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
	format_actual(a, t, &actual);
	fi = report(k, format_text(k, "%s %u", unit_text(k, f, u), number),
		    format_text(k, "format code ‘%s’ expects argument %u of type %s, but it has type %s",
			  unit_text(k, f, u), number, buf_str(&expected),
			  buf_str(&actual)));
	better = u->n_args == 1
		? format_code_for(fit, k->kind, a, v) : NULL;
	buf_clear(&actual);
	type_spell(t, &actual);
	if (better)
		check_hint(k->c, fi, "the code for ‘%s’ is ‘%s%s’",
			   buf_str(&actual), is_printing(k) ? "%" : "", better);
	else if (name)
		check_hint(k->c, fi, "‘%s’ is given; %s is expected", name,
			   buf_str(&expected));
	point_at(k, fi, f, u, a, better);
	check_add(k->c, fi);
	buf_release(&expected);
	buf_release(&actual);
}

/* Of several formats one may use them all, and be the one that is given with
 * all of them. */
static bool some_format_uses(const struct format_call *k, uint32_t have)
{
	for (uint32_t n = 0; n < k->n_formats; n++)
		if (k->formats[n]->n_args >= have
		    || k->formats[n]->incomplete)
			return true;
	return false;
}

/* Is one argument missing before number AT, so that those from there on are
 * what the codes after it expect? */
static bool one_is_missing(struct format_call *k, const struct format *f,
			   struct format_fit *fit, uint32_t at)
{
	uint32_t have = format_n_varargs(k), i;

	if (have + 1 != f->n_args || at >= have)
		return false;
	for (i = at; i < have; i++) {
		const struct format_arg *a;
		const struct format_unit *u = format_unit_of(f, i + 1, &a);

		fit->has_length = u->has_length;
		fit->before = i ? format_vararg(k, i - 1) : 0;
		if (!format_arg_fits(fit, a, format_vararg(k, i)))
			return false;
	}
	return true;
}

/* LACKS: the argument that is not there, the first where none is known. */
static void check_count(struct format_call *k, const struct format *f,
			struct format_fit *fit, uint32_t lacks)
{
	uint32_t have = format_n_varargs(k);
	const struct format_unit *u;
	const struct format_arg *a;
	struct buf expected = { 0 };
	struct finding *fi;

	if (have < f->n_args) {
		u = format_unit_of(f, lacks, &a);
		fit->before = 0;
		format_expected(fit, a, &expected);
		fi = report(k, "count", format_text(k, "too few arguments for format %s: code ‘%s’ expects argument %u of type %s",
			    format_quote(k, f), unit_text(k, f, u),
			    k->contract->va_first + lacks,
			    buf_str(&expected)));
	} else if (have > f->n_args && !some_format_uses(k, have)
		   && !format_only_nulls(k, f->n_args)) {
		fi = report(k, "count", format_text(k, "too many arguments for format %s: %u given, %u used",
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

			if (a->index >= format_n_varargs(k))
				break;
			v = format_vararg(k, a->index);
			if ((lengths || !is_length)
			    && !format_arg_fits(&fit, a, v)) {
				if (one_is_missing(k, f, &fit, a->index)) {
					check_count(k, f, &fit, a->index);
					return;
				}
				report_type(k, f, u, a, &fit, v);
			}
			fit.before = v;
		}
	}
	check_count(k, f, &fit, format_n_varargs(k));
}

/* PyObject_CallMethod (o, "name", NULL, x): nobody looks at x. */
static void check_no_format(struct format_call *k)
{
	const struct contract *c = k->contract;
	struct finding *fi;

	if (!c || k->kind != FORMAT_CALL || !c->va_first
	    || c->format_arg > k->i->n_args
	    || !value_is_zero(k->f, k->i->args[c->format_arg - 1])
	    || format_only_nulls(k, 0))
		return;
	fi = report(k, "count", format_text(k, "the format is NULL: the %u argument%s after it %s not passed",
		    format_n_varargs(k), format_n_varargs(k) == 1 ? "" : "s",
		    format_n_varargs(k) == 1 ? "is" : "are"));
	check_hint(k->c, fi, "give a format, such as \"O\" for one object");
	check_add(k->c, fi);
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

static void call(struct check_context *c, const struct function *f,
		 const struct instr *i, const struct contract *contract)
{
	struct format_call k;

	if (format_list_init(&k, c, f, i, contract)) {
		format_list_check(&k);
	} else if (format_call_init(&k, c, f, i, contract)) {
		for (uint32_t n = 0; n < k.n_formats; n++)
			check_format(&k, k.formats[n]);
	} else {
		check_no_format(&k);
	}
	format_call_release(&k);
}

const struct check check_format_arguments = { .call = call };
