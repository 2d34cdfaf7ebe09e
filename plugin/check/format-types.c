/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Types as the callee's va_arg reads them: sizes and register classes count,
 * names do not.  What is not known (void *, an incomplete struct) fits.
 */
#include "check/format-types.h"
#include "contract/format-split.h"

#include <string.h>

/* --------------------------------------------------------- predicates */

static bool is_opaque(const struct type *t)
{
	return !t || t->kind == TYPE_VOID
		|| (t->kind == TYPE_STRUCT && !t->size);
}

static bool is_byte(const struct type *t)
{
	return t->kind == TYPE_INT && t->size == 1;
}

static const struct type *element(const struct type *t)
{
	while (t && t->kind == TYPE_ARRAY)
		t = t->inner;
	return t;
}

/* What T points at, arrays looked into; NULL when T is no pointer. */
static const struct type *pointee(const struct type *t)
{
	return t->kind == TYPE_PTR ? element(t->inner) : NULL;
}

static bool is_named(const struct type *t, const char *name)
{
	return (t->name && !strcmp(t->name, name))
		|| (t->tag && !strcmp(t->tag, name));
}

typedef bool (*type_test)(const struct type *t, const void *data);

static bool is_buffer(const struct type *t)
{
	return is_named(t, "Py_buffer") || is_named(t, "bufferinfo");
}

/* Does TEST hold for T or, where T is a struct, for what it begins with
 * (any member of a union)?  Not for CPython's: their first member has a name,
 * and is given by it. */
static bool starts_with(const struct type *t, type_test test,
			const void *data)
{
	t = element(t);
	if (!t)
		return false;
	if (test(t, data))
		return true;
	if (t->kind != TYPE_STRUCT || is_buffer(t)
	    || is_named(t, "Py_complex"))
		return false;
	for (uint32_t i = 0; i < t->n_fields; i++)
		if (t->fields[i].offset == 0
		    && starts_with(t->fields[i].type, test, data))
			return true;
	return false;
}

struct scalar { enum format_ctype_class class; unsigned size; bool strict; };

static bool test_scalar(const struct type *t, const void *data)
{
	const struct scalar *s = data;

	if (is_opaque(t))
		return true;
	switch (s->class) {
	case CTYPE_IS_FLOAT:
		return t->kind == TYPE_FLOAT && t->size == s->size;
	case CTYPE_IS_STRUCT:
		/* Two doubles, complex double, or the first of an array. */
		return t->kind == TYPE_FLOAT ? t->size == s->size / 2
			: t->size == s->size;
	case CTYPE_IS_INT:
	case CTYPE_IS_UINT:
		break;
	case CTYPE_IS_NONE:
		return true;
	}
	/* A handle of a library's, given as a number on purpose. */
	if (t->kind == TYPE_PTR && t->size == s->size && t->inner
	    && (is_opaque(t->inner) || (t->inner->kind == TYPE_STRUCT
					&& !t->inner->is_object)))
		return !s->strict;
	if (t->kind != TYPE_INT || t->size != s->size)
		return false;
	return !s->strict || t->is_enum || t->is_bool || t->size == 1
		|| t->is_unsigned == (s->class == CTYPE_IS_UINT);
}

/* Where a PyObject * can be stored or read. */
static bool test_object_pointer(const struct type *t, const void *data)
{
	(void) data;
	if (is_opaque(t))
		return true;
	return t->kind == TYPE_PTR && (is_opaque(t->inner)
				       || type_is_object_ptr(t));
}

static bool test_string_pointer(const struct type *t, const void *data)
{
	const struct type *p = t->kind == TYPE_PTR ? t->inner : NULL;

	(void) data;
	if (is_opaque(t))
		return true;
	return t->kind == TYPE_PTR && (is_opaque(p) || is_byte(p));
}

static bool test_wide_pointer(const struct type *t, const void *data)
{
	const struct type *p = t->kind == TYPE_PTR ? t->inner : NULL;

	(void) data;
	if (is_opaque(t))
		return true;
	return t->kind == TYPE_PTR
		&& (is_opaque(p) || (p->kind == TYPE_INT && p->size == 4));
}

static bool test_buffer(const struct type *t, const void *data)
{
	(void) data;
	return is_opaque(t) || is_buffer(t);
}

/* ------------------------------------------------------------ fitting */

static struct scalar scalar_of(const struct format_fit *k,
			       const struct format_arg *a)
{
	struct scalar s = {
		.class = format_ctype_class(a->ctype),
		.size = format_ctype_size(a->ctype, k->pointer_size),
		.strict = k->c->options->strict,
	};

	return s;
}

static bool fits_value(const struct format_fit *k, const struct format_arg *a,
		       const struct type *t)
{
	struct scalar s = scalar_of(k, a);
	struct type promoted = *t;

	/* The front end promotes; constants may come as written. */
	if (t->kind == TYPE_INT && t->size < 4)
		promoted.size = 4;
	if (t->kind == TYPE_FLOAT && t->size < 8)
		promoted.size = 8;
	/* An address as a number of its size is passed in the same way; that
	 * of a string or an object is hardly meant. */
	if (t->kind == TYPE_PTR && s.class != CTYPE_IS_FLOAT
	    && s.size == k->pointer_size)
		return test_scalar(t, &s);
	return t->kind != TYPE_VOID && t->kind != TYPE_STRUCT
		&& test_scalar(&promoted, &s);
}

/* int (*) (PyObject *, ...), PyObject *(*) (...): only what is surely wrong
 * does not fit. */
static bool fits_function(const struct format_fit *k, vid v, unsigned n_params)
{
	const struct value *value = fn_value(k->f, v);
	const struct type *t = value->type->inner;

	if (value->kind == VAL_FUNC && value->u.func->type)
		t = value->u.func->type;
	if (value->type->kind != TYPE_PTR)
		return false;
	if (!t || t->kind != TYPE_FUNC)
		return is_opaque(t);
	/* An int for a converter, an object for what makes one. */
	if (t->inner && (n_params == 2 ? t->inner->kind != TYPE_INT
			 : t->inner->kind != TYPE_PTR))
		return false;
	/* Without a prototype nothing is known. */
	return t->n_fields == 0 || t->n_fields == n_params;
}

/* What the converter before writes through its second parameter. */
static bool fits_converted(const struct format_fit *k, const struct type *p)
{
	static const char *const object_makers[] = {
		"PyUnicode_FSConverter", "PyUnicode_FSDecoder",
	};
	const struct value *value = fn_value(k->f, k->before);
	const struct type *want;
	struct scalar s = { .class = CTYPE_IS_INT };

	if (value->kind != VAL_FUNC)
		return true;
	for (unsigned i = 0; i < ARRAY_SIZE(object_makers); i++)
		if (!strcmp(value->u.func->name, object_makers[i]))
			return starts_with(p, test_object_pointer, NULL);
	if (!value->u.func->type || value->u.func->type->n_fields != 2)
		return true;
	want = value->u.func->type->fields[1].type;
	want = want && want->kind == TYPE_PTR ? element(want->inner) : NULL;
	if (is_opaque(want) || is_opaque(p))
		return true;
	if (want->kind == TYPE_FLOAT)
		s.class = CTYPE_IS_FLOAT;
	else if (want->kind != TYPE_INT)
		return want->size == p->size || p->kind == TYPE_STRUCT;
	s.size = (unsigned) want->size;
	return starts_with(p, test_scalar, &s);
}

/* Types whose instances' struct has the type's name: PyList_Type and
 * PyListObject. */
static const char *builtin_of(const char *name, const char *suffix)
{
	static const char *const builtin[] = { "Tuple", "List", "Dict",
		"Long", "Float", "Complex", "Bytes", "ByteArray" };

	for (unsigned i = 0; name && i < ARRAY_SIZE(builtin); i++) {
		size_t n = strlen(builtin[i]);

		if (!strncmp(name, "Py", 2)
		    && !strncmp(name + 2, builtin[i], n)
		    && !strcmp(name + 2 + n, suffix))
			return builtin[i];
	}
	return NULL;
}

static const struct type_model *model_of_global(const struct declared *d,
						const struct global *g)
{
	for (uint32_t i = 0; d && i < d->types.n; i++)
		if (d->types.v[i]->object == g)
			return d->types.v[i];
	return NULL;
}

static bool is_base_of(const struct type_model *base,
		       const struct type_model *t)
{
	for (; t; t = t->base)
		if (t == base)
			return true;
	return false;
}

/* "O!" with &PyList_Type into a PyDictObject *. */
static bool fits_checked(const struct format_fit *k,
			 const struct format_arg *a, const struct type *p)
{
	const struct value *type = fn_value(k->f, k->before);
	const struct type *record = p->kind == TYPE_PTR ? p->inner : NULL;
	const struct type_model *checked, *given;
	const char *name = a->type, *want, *got;

	if (!starts_with(p, test_object_pointer, NULL))
		return false;
	if (!record || record->kind != TYPE_STRUCT)
		return true;
	if (!name && type->kind == VAL_GLOBAL)
		name = type->u.global->name;
	want = builtin_of(name, "_Type");
	got = builtin_of(record->name, "Object");
	if (want && got)
		return want == got;
	if (a->type || type->kind != VAL_GLOBAL || !k->c->declared)
		return true;
	checked = model_of_global(k->c->declared, type->u.global);
	given = declared_type_of(k->c->declared, record);
	return !checked || !given || !checked->instance
		|| checked->instance == given->instance
		|| is_base_of(given, checked) || is_base_of(checked, given);
}

static bool fits_pointer(const struct format_fit *k,
			 const struct format_arg *a, const struct type *p)
{
	struct scalar s = scalar_of(k, a);

	switch (a->use) {
	case FORMAT_OUT_OBJECT:
		return starts_with(p, test_object_pointer, NULL);
	case FORMAT_OUT_CHECKED:
		return fits_checked(k, a, p);
	case FORMAT_OUT_STRING:
	case FORMAT_OUT_MEMORY:
	case FORMAT_OUT_FILL:
		return starts_with(p, test_string_pointer, NULL);
	case FORMAT_OUT_WSTRING:
		return starts_with(p, test_wide_pointer, NULL);
	case FORMAT_OUT_BUFFER:
		return starts_with(p, test_buffer, NULL);
	case FORMAT_OUT_SCALAR:
	case FORMAT_OUT_LENGTH:
	case FORMAT_IN_ADDRESS:
		return starts_with(p, test_scalar, &s);
	case FORMAT_OUT_CONVERTED:
		return fits_converted(k, p);
	case FORMAT_IN_TYPE:
	case FORMAT_IN_OBJECT:
	case FORMAT_IN_OBJECT_NULL:
	case FORMAT_IN_STOLEN:
		return is_opaque(p)
			|| (p->kind == TYPE_STRUCT && p->is_object);
	case FORMAT_IN_STRING_NULL:
		if (k->has_length && p->kind != TYPE_PTR
		    && p->kind != TYPE_FUNC)
			return p->kind != TYPE_STRUCT || !p->is_object;
		return is_opaque(p) || is_byte(p);
	case FORMAT_IN_ENCODING:
	case FORMAT_IN_STRING:
		return is_opaque(p) || is_byte(p);
	case FORMAT_IN_WSTRING:
		return is_opaque(p) || (p->kind == TYPE_INT && p->size == 4);
	case FORMAT_IN_POINTER:
	case FORMAT_IN_MAKER_ARG:
	case FORMAT_IN_CONVERTER:
	case FORMAT_IN_MAKER:
	case FORMAT_IN_SCALAR:
	case FORMAT_IN_LENGTH:
	case FORMAT_USE_NONE:
		break;
	}
	return true;
}

static bool is_written(const struct format_arg *a)
{
	switch (a->use) {
	case FORMAT_OUT_OBJECT: case FORMAT_OUT_CHECKED:
	case FORMAT_OUT_STRING: case FORMAT_OUT_WSTRING:
	case FORMAT_OUT_BUFFER: case FORMAT_OUT_MEMORY:
	case FORMAT_OUT_FILL: case FORMAT_OUT_SCALAR:
	case FORMAT_OUT_LENGTH:
		return true;
	default:
		return false;
	}
}

/* The bytes from the address V on to the end of its variable; 0: unknown. */
static uint64_t room_at(const struct function *f, vid v)
{
	const struct value *value = fn_value(f, v);
	const struct type *t = value->kind == VAL_GLOBAL
		? value->u.global->type : value->kind == VAL_LOCAL
		? f->locals[value->u.local].type : NULL;

	if (!t || value->offset < 0 || (uint64_t) value->offset >= t->size)
		return 0;
	return t->size - (uint64_t) value->offset;
}

/* Does the variable have the bytes that are written to it? */
static bool has_room(const struct format_fit *k, const struct format_arg *a,
		     vid v)
{
	uint64_t room = room_at(k->f, v);

	return !room || (a->use != FORMAT_OUT_SCALAR
			 && a->use != FORMAT_OUT_LENGTH)
		|| room >= format_ctype_size(a->ctype, k->pointer_size);
}

bool format_arg_fits(const struct format_fit *k, const struct format_arg *a,
		     vid v)
{
	const struct value *value = fn_value(k->f, v);
	const struct type *t = value->type, *p;

	/* A variable without a value has a type, which is all that an address
	 * to write to is asked for. */
	if (!t || t->kind == TYPE_OTHER
	    || (value->kind == VAL_UNDEF && !is_written(a)))
		return true;
	if (a->use == FORMAT_IN_SCALAR || a->use == FORMAT_IN_LENGTH)
		return fits_value(k, a, t);
	/* NULL, in whatever type of a pointer's size; the rest is a matter
	 * of null-argument. */
	if (value_is_zero(k->f, v) && t->size == k->pointer_size)
		return true;
	if (a->use == FORMAT_IN_CONVERTER)
		return fits_function(k, v, 2);
	if (a->use == FORMAT_IN_MAKER)
		return fits_function(k, v, 1);
	/* The address of an array's element decays from the array. */
	p = pointee(t);
	if (t->kind != TYPE_PTR)
		return false;
	if (is_opaque(p))
		return true;
	return fits_pointer(k, a, p) && has_room(k, a, v)
		&& !(p->is_const && is_written(a));
}

/* -------------------------------------------------------------- words */

void type_spell(const struct type *t, struct buf *out)
{
	size_t end;

	if (!t) {
		buf_add(out, "?");
		return;
	}
	if (t->kind == TYPE_PTR && !t->name && t->inner
	    && t->inner->kind != TYPE_FUNC) {
		type_spell(t->inner, out);
		end = out->len;
		buf_add(out, end && out->s[end - 1] == '*' ? "*" : " *");
		return;
	}
	if (t->kind == TYPE_ARRAY && t->inner) {
		type_spell(t->inner, out);
		if (t->inner->size)
			buf_addf(out, "[%llu]", (unsigned long long)
				 (t->size / t->inner->size));
		return;
	}
	if (t->is_const && t->name && strncmp(t->name, "const ", 6))
		buf_add(out, "const ");
	if (t->name)
		buf_add(out, t->name);
	else
		buf_add(out, t->kind == TYPE_VOID ? "void"
			: t->is_enum ? "enum" : t->kind == TYPE_PTR ? "a function pointer"
			: t->kind == TYPE_STRUCT ? "struct" : "?");
}

static void add_size(struct buf *out, uint64_t size)
{
	if (size)
		buf_addf(out, " (%llu byte%s)", (unsigned long long) size,
			 size == 1 ? "" : "s");
}

/* The size that matters: of what is written to, or of what is passed. */
void format_actual(const struct format_arg *a, const struct type *t,
		   struct buf *out)
{
	const struct type *p = t->kind == TYPE_PTR ? element(t->inner) : NULL;

	buf_add(out, "‘");
	if (t->kind == TYPE_PTR && t->inner && t->inner->kind == TYPE_ARRAY) {
		type_spell(p, out);
		buf_add(out, " *");
	} else {
		type_spell(t, out);
	}
	buf_add(out, "’");
	if ((is_written(a) || a->use == FORMAT_OUT_CONVERTED) && p)
		add_size(out, p->kind == TYPE_FUNC ? 0 : p->size);
	else
		add_size(out, t->size);
}

/* Bytes of what A expects, likewise; 0: not to be told. */
static unsigned expected_size(const struct format_fit *k,
			      const struct format_arg *a)
{
	switch (a->use) {
	case FORMAT_OUT_BUFFER: case FORMAT_OUT_CONVERTED:
	case FORMAT_USE_NONE:
		return 0;
	case FORMAT_IN_SCALAR: case FORMAT_IN_LENGTH:
	case FORMAT_OUT_SCALAR: case FORMAT_OUT_LENGTH:
		return format_ctype_size(a->ctype, k->pointer_size);
	default:
		return k->pointer_size;
	}
}

void format_expected(const struct format_fit *k, const struct format_arg *a,
		     struct buf *out)
{
	static const char *const words[] = {
		[FORMAT_OUT_OBJECT] = "PyObject **",
		[FORMAT_OUT_CHECKED] = "PyObject **",
		[FORMAT_OUT_STRING] = "const char **",
		[FORMAT_OUT_WSTRING] = "Py_UNICODE **",
		[FORMAT_OUT_BUFFER] = "Py_buffer *",
		[FORMAT_OUT_MEMORY] = "char **",
		[FORMAT_OUT_FILL] = "char **",
		[FORMAT_OUT_CONVERTED] = "void *",
		[FORMAT_IN_CONVERTER] = "int (*)(PyObject *, void *)",
		[FORMAT_IN_TYPE] = "PyTypeObject *",
		[FORMAT_IN_ENCODING] = "const char *",
		[FORMAT_IN_OBJECT] = "PyObject *",
		[FORMAT_IN_OBJECT_NULL] = "PyObject *",
		[FORMAT_IN_STOLEN] = "PyObject *",
		[FORMAT_IN_STRING] = "const char *",
		[FORMAT_IN_STRING_NULL] = "const char *",
		[FORMAT_IN_WSTRING] = "const wchar_t *",
		[FORMAT_IN_POINTER] = "void *",
		[FORMAT_IN_ADDRESS] = "Py_complex *",
		[FORMAT_IN_MAKER] = "PyObject *(*)(void *)",
		[FORMAT_IN_MAKER_ARG] = "void *",
	};
	const struct value *before = fn_value(k->f, k->before);

	if (a->use == FORMAT_IN_SCALAR || a->use == FORMAT_IN_LENGTH
	    || a->use == FORMAT_OUT_SCALAR || a->use == FORMAT_OUT_LENGTH) {
		bool out_arg = a->use == FORMAT_OUT_SCALAR
			|| a->use == FORMAT_OUT_LENGTH;

		buf_addf(out, "‘%s%s’", format_ctype_name(a->ctype),
			 out_arg ? " *" : "");
	} else if (a->use == FORMAT_OUT_CONVERTED && before->kind == VAL_FUNC
		   && before->u.func->type
		   && before->u.func->type->n_fields == 2) {
		format_actual(a, before->u.func->type->fields[1].type, out);
		buf_addf(out, ", as ‘%s’ takes it", before->u.func->name);
	} else {
		buf_addf(out, "‘%s’", words[a->use] ? words[a->use] : "?");
	}
	add_size(out, expected_size(k, a));
}

const char *format_code_for(const struct format_fit *k,
			    enum format_kind kind,
			    const struct format_arg *a, vid v)
{
	const struct type *t = fn_value(k->f, v)->type;
	const struct type *n = t->kind == TYPE_PTR ? element(t->inner) : t;
	const struct format_row *row;

	if (!n || (n->kind == TYPE_INT && n->is_bool))
		return NULL;
	for (unsigned i = 0; (row = format_row(kind, i)) != NULL; i++) {
		const struct format_arg *r = &row->args[0];
		enum format_ctype_class class = format_ctype_class(r->ctype);

		if (row->args[1].use != FORMAT_USE_NONE || row->until
		    || row->since > k->c->low || r->type
		    || strchr("cCpu", row->code[0])
		    || (r->use == FORMAT_IN_SCALAR
			&& strchr("bBhH", row->code[0])))
			continue;
		if (n->kind == TYPE_INT
		    && (n->is_unsigned != (class == CTYPE_IS_UINT)))
			continue;
		if (r->use == a->use && format_arg_fits(k, r, v))
			return row->code;
		/* Of another sort altogether: objects and strings. */
		if (r->use != a->use && n->kind != TYPE_INT
		    && n->kind != TYPE_FLOAT && r->ctype == CTYPE_NONE
		    && r->use != FORMAT_IN_STOLEN
		    && r->use != FORMAT_IN_POINTER
		    && format_arg_fits(k, r, v))
			return row->code;
	}
	return NULL;
}
