/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Argument lists without a format, which end with NULL or are counted. */
#include "check/format-call.h"
#include "check/format-types.h"

#include <string.h>

/* The least and the most, then where the arguments go. */
static bool is_unpack(const struct contract *c)
{
	return !strcmp(c->name, "PyArg_UnpackTuple")
		|| !strcmp(c->name, "_PyArg_UnpackStack");
}

/* The constant that stands N arguments before the list, or NULL. */
static const struct value *count_before(const struct format_call *k,
					unsigned n)
{
	const struct value *v;

	if (k->contract->va_first <= n
	    || k->contract->va_first - n > k->i->n_args)
		return NULL;
	v = fn_value(k->f, k->i->args[k->contract->va_first - n - 1]);
	return v->kind == VAL_INT ? v : NULL;
}

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
	vid v = format_vararg(k, index);
	struct finding *fi;

	if (format_arg_fits(&fit, &a, v))
		return;
	format_expected(&fit, &a, &expected);
	format_actual(&a, fn_value(k->f, v)->type, &actual);
	fi = format_report(k, format_text(k, "argument %u", k->contract->va_first + index),
		    format_text(k, "‘%s’ expects argument %u of type %s, but it has type %s",
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
	uint32_t n = format_n_varargs(k), end;
	struct finding *fi;

	for (end = 0; end < n && !value_is_zero(k->f, format_vararg(k, end)); end++)
		check_list_argument(k, end, false);
	if (end == n) {
		fi = format_report(k, "end", format_text(k, "the argument list of ‘%s’ does not end with NULL",
					    k->contract->name));
		check_hint(k->c, fi, "give ‘NULL’ as the last argument");
		check_add(k->c, fi);
		return;
	}
	check_list_argument(k, end, false);
	if (!format_only_nulls(k, end + 1)) {
		fi = format_report(k, "end", format_text(k, "NULL as argument %u ends the argument list of ‘%s’, the %u after it are not seen",
			    k->contract->va_first + end, k->contract->name,
			    n - end - 1));
		check_add(k->c, fi);
	}
}

/* The counts of PyArg_UnpackTuple (getargs.c, unpack_stack, asserts this). */
static void check_bounds(struct format_call *k)
{
	const struct value *min = count_before(k, 2), *max = count_before(k, 1);
	struct finding *fi;

	if (!min || !max || min->u.i <= max->u.i)
		return;
	fi = format_report(k, "bounds", format_text(k, "‘%s’ is told to take at least %lld argument%s and at most %lld",
			   k->contract->name, (long long) min->u.i,
			   min->u.i == 1 ? "" : "s", (long long) max->u.i));
	check_add(k->c, fi);
}

/* PyTuple_Pack, and PyArg_UnpackTuple, whose count is the most that it
 * writes. */
static void check_counted(struct format_call *k)
{
	bool out = is_unpack(k->contract);
	const struct value *count = count_before(k, 1);
	uint32_t n = format_n_varargs(k);
	uint64_t told = count && count->u.i >= 0 ? (uint64_t) count->u.i : n;
	struct finding *fi;

	for (uint32_t i = 0; i < n && i < told; i++)
		check_list_argument(k, i, out);
	if (out)
		check_bounds(k);
	if (told == n || (told < n && format_only_nulls(k, (uint32_t) told)))
		return;
	fi = format_report(k, "count", format_text(k, "‘%s’ is told of %lld argument%s, but %u follow%s",
		    k->contract->name, (long long) count->u.i,
		    count->u.i == 1 ? "" : "s", n, n == 1 ? "s" : ""));
	check_add(k->c, fi);
}

bool format_list_init(struct format_call *k, struct check_context *c,
		      const struct function *f, const struct instr *i,
		      const struct contract *contract)
{
	const struct type *t;

	memset(k, 0, sizeof(*k));
	if (!contract || !contract->va_first
	    || !(contract->flags & (CF_VA_NULL_ENDED | CF_VA_COUNTED)
		 || is_unpack(contract)))
		return false;
	k->c = c;
	k->f = f;
	k->i = i;
	k->contract = contract;
	t = i->n_args ? fn_value(f, i->args[0])->type : NULL;
	k->pointer_size = t && t->kind == TYPE_PTR && t->size == 4 ? 4 : 8;
	return true;
}

void format_list_check(struct format_call *k)
{
	if (k->contract->flags & CF_VA_NULL_ENDED)
		check_null_ended(k);
	else
		check_counted(k);
}
