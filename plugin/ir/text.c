/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What printer and parser agree on; see text.h. */
#include "ir/text.h"

#include <string.h>

/* ------------------------------------------------------ built-in types */

static const struct builtin {
	const char *word;
	enum type_kind kind;
	unsigned size;
	bool is_unsigned, is_bool, is_char;
	const char *name;
} builtins[] = {
	{ "void", TYPE_VOID, 0, 0, 0, 0, "void" },
	{ "bool", TYPE_INT, 1, 1, 1, 0, "_Bool" },
	{ "char", TYPE_INT, 1, 0, 0, 1, "char" },
	{ "schar", TYPE_INT, 1, 0, 0, 0, "signed char" },
	{ "uchar", TYPE_INT, 1, 1, 0, 0, "unsigned char" },
	{ "short", TYPE_INT, 2, 0, 0, 0, "short int" },
	{ "ushort", TYPE_INT, 2, 1, 0, 0, "short unsigned int" },
	{ "int", TYPE_INT, 4, 0, 0, 0, "int" },
	{ "uint", TYPE_INT, 4, 1, 0, 0, "unsigned int" },
	{ "long", TYPE_INT, 8, 0, 0, 0, "long int" },
	{ "ulong", TYPE_INT, 8, 1, 0, 0, "long unsigned int" },
	{ "llong", TYPE_INT, 8, 0, 0, 0, "long long int" },
	{ "ullong", TYPE_INT, 8, 1, 0, 0, "long long unsigned int" },
	{ "int8_t", TYPE_INT, 1, 0, 0, 0, "int8_t" },
	{ "uint8_t", TYPE_INT, 1, 1, 0, 0, "uint8_t" },
	{ "int16_t", TYPE_INT, 2, 0, 0, 0, "int16_t" },
	{ "uint16_t", TYPE_INT, 2, 1, 0, 0, "uint16_t" },
	{ "int32_t", TYPE_INT, 4, 0, 0, 0, "int32_t" },
	{ "uint32_t", TYPE_INT, 4, 1, 0, 0, "uint32_t" },
	{ "int64_t", TYPE_INT, 8, 0, 0, 0, "int64_t" },
	{ "uint64_t", TYPE_INT, 8, 1, 0, 0, "uint64_t" },
	{ "size_t", TYPE_INT, 8, 1, 0, 0, "size_t" },
	{ "Py_ssize_t", TYPE_INT, 8, 0, 0, 0, "Py_ssize_t" },
	{ "Py_hash_t", TYPE_INT, 8, 0, 0, 0, "Py_hash_t" },
	{ "float", TYPE_FLOAT, 4, 0, 0, 0, "float" },
	{ "double", TYPE_FLOAT, 8, 0, 0, 0, "double" },
	{ "ldouble", TYPE_FLOAT, 16, 0, 0, 0, "long double" },
};

static bool equals_builtin(const struct type *t, const struct builtin *b)
{
	return t->kind == b->kind && t->size == b->size
		&& t->is_unsigned == b->is_unsigned
		&& t->is_bool == b->is_bool && t->is_char == b->is_char
		&& !strcmp(t->name, b->name);
}

const char *builtin_word(const struct type *t)
{
	size_t i;

	if (!t->name || t->is_enum || t->is_union || t->is_object
	    || t->is_variadic || t->is_noreturn || t->tag || t->inner
	    || t->n_fields || t->attrs)
		return NULL;
	for (i = 0; i < ARRAY_SIZE(builtins); i++)
		if (equals_builtin(t, &builtins[i]))
			return builtins[i].word;
	return NULL;
}

bool builtin_fill(struct unit *u, const char *word, struct type *t)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(builtins); i++) {
		const struct builtin *b = &builtins[i];

		if (strcmp(b->word, word))
			continue;
		t->kind = b->kind;
		t->size = b->size;
		t->is_unsigned = b->is_unsigned;
		t->is_bool = b->is_bool;
		t->is_char = b->is_char;
		t->name = unit_intern(u, b->name);
		return true;
	}
	return false;
}

bool is_reserved_word(const char *s)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(builtins); i++)
		if (!strcmp(builtins[i].word, s))
			return true;
	return !strcmp(s, WORD_OBJ) || !strcmp(s, WORD_NO_TYPE)
		|| !strcmp(s, "const");
}

/* -------------------------------------------------------------- words */

#define FLAG(type, field, word) { word, offsetof(struct type, field) }

const struct flag_word type_flags[] = {
	FLAG(type, is_unsigned, "unsigned"),
	FLAG(type, is_bool, "bool"),
	FLAG(type, is_char, "char"),
	FLAG(type, is_enum, "enum"),
	FLAG(type, is_const, "const"),
	FLAG(type, is_union, "union"),
	FLAG(type, is_object, "object"),
	FLAG(type, is_variadic, "variadic"),
	FLAG(type, is_noreturn, "noreturn"),
};
const size_t n_type_flags = ARRAY_SIZE(type_flags);

const struct flag_word global_flags[] = {
	FLAG(global, is_static, "static"),
	FLAG(global, is_const, "readonly"),
	FLAG(global, is_external, "external"),
	FLAG(global, is_local_static, "local"),
	FLAG(global, is_thread_local, "thread"),
	FLAG(global, in_system_header, "system"),
};
const size_t n_global_flags = ARRAY_SIZE(global_flags);

const struct flag_word function_flags[] = {
	FLAG(function, is_static, "static"),
	FLAG(function, is_inline, "inline"),
	FLAG(function, in_system_header, "system"),
	FLAG(function, address_taken, "address_taken"),
	FLAG(function, is_nothrow, "nothrow"),
	FLAG(function, is_cxx, "cxx"),
};
const size_t n_function_flags = ARRAY_SIZE(function_flags);

#undef FLAG

const char *type_kind_word(enum type_kind k)
{
	switch (k) {
	case TYPE_VOID: return "void";
	case TYPE_INT: return "int";
	case TYPE_FLOAT: return "float";
	case TYPE_PTR: return "ptr";
	case TYPE_STRUCT: return "struct";
	case TYPE_ARRAY: return "array";
	case TYPE_FUNC: return "func";
	case TYPE_OTHER: break;
	}
	return "other";
}

const char *edge_kind_word(enum edge_kind k)
{
	switch (k) {
	case EDGE_JUMP: return "to";
	case EDGE_TRUE: return "true";
	case EDGE_FALSE: return "false";
	case EDGE_CASE: return "case";
	case EDGE_DEFAULT: return "default";
	case EDGE_EH: break;
	}
	return "eh";
}

bool type_object_by_head(const struct type *t)
{
	const struct field *head = t->fields;

	return t->kind == TYPE_STRUCT && t->n_fields && head->offset == 0
		&& head->type && head->type->kind == TYPE_STRUCT
		&& head->type->is_object;
}

/* ------------------------------------------------------ implied types */

static struct implied implied_type(const struct type *t)
{
	return (struct implied) { .t = t };
}

struct implied implied_address(const struct type *of)
{
	if (!of)
		return (struct implied) { .word = "void*" };
	return (struct implied) { .t = of, .is_pointer = true };
}

/* The NUL behind it counts. */
struct implied implied_string(size_t len)
{
	return (struct implied) { .chars = len + 1 };
}

const struct type *call_implied_type(const struct value *callee)
{
	const struct type *t = callee->type;

	if (callee->kind == VAL_FUNC)
		return callee->u.func->type;
	if ((callee->kind == VAL_SSA || callee->kind == VAL_PARAM) && t
	    && t->kind == TYPE_PTR && t->inner && t->inner->kind == TYPE_FUNC)
		return t->inner;
	return NULL;
}

const struct type *place_field_type(const struct place *p)
{
	const struct field *fd = type_field_named(p->record, p->field);

	return fd ? fd->type : NULL;
}

struct implied implied_result(enum opcode op, const struct surroundings *s)
{
	switch (op) {
	case OP_COPY:
	case OP_ADD: case OP_SUB: case OP_MUL: case OP_DIV: case OP_MOD:
	case OP_AND: case OP_OR: case OP_XOR: case OP_SHL: case OP_SHR:
	case OP_MIN: case OP_MAX: case OP_NEG: case OP_NOT:
		return implied_type(s->a);
	case OP_SELECT:
		return implied_type(s->b);
	case OP_CMP:
		return (struct implied) { .word = "int" };
	case OP_LOAD:
		return implied_type(s->place);
	case OP_CALL:
		return implied_type(s->fn_type ? s->fn_type->inner : NULL);
	case OP_CAST: case OP_ADDR: case OP_STORE: case OP_MOVE:
	case OP_ZERO: case OP_CLOBBER: case OP_ASM: case OP_UNKNOWN:
	case OP_VA_ARG: case OP_JUMP: case OP_BR: case OP_SWITCH:
	case OP_RET: case OP_UNREACHABLE: case N_OPCODES:
		break;
	}
	return implied_type(NULL);
}

static struct implied implied_arg(uint32_t arg, const struct type *fn_type)
{
	if (!fn_type || fn_type->kind != TYPE_FUNC
	    || arg >= fn_type->n_fields)
		return implied_type(NULL);
	return implied_type(fn_type->fields[arg].type);
}

struct implied implied_operand(enum opcode op, enum slot slot, uint32_t arg,
			       const struct surroundings *s)
{
	switch (op) {
	case OP_ADD: case OP_SUB: case OP_MUL: case OP_DIV: case OP_MOD:
	case OP_AND: case OP_OR: case OP_XOR: case OP_SHL: case OP_SHR:
	case OP_MIN: case OP_MAX: case OP_CMP: case OP_BR:
		return implied_type(slot == SLOT_A ? s->b : s->a);
	case OP_COPY: case OP_NEG: case OP_NOT:
		return implied_type(s->dst);
	case OP_SELECT:
		return implied_type(slot == SLOT_A ? NULL : s->dst);
	case OP_STORE:
		return implied_type(s->place);
	case OP_RET:
		return implied_type(s->result);
	case OP_CALL:
		return implied_arg(arg, s->fn_type);
	case OP_CAST: case OP_ADDR: case OP_LOAD: case OP_MOVE:
	case OP_ZERO: case OP_CLOBBER: case OP_ASM: case OP_UNKNOWN:
	case OP_VA_ARG: case OP_JUMP: case OP_SWITCH:
	case OP_UNREACHABLE: case N_OPCODES:
		break;
	}
	return implied_type(NULL);
}

/* ------------------------------------------------------------- floats */

#define MANTISSA_BITS 52
#define EXPONENT_MASK 0x7ff
#define EXPONENT_BIAS 1075	/* of the mantissa read as an integer */

static double float_of_bits(uint64_t bits)
{
	double f;

	memcpy(&f, &bits, sizeof(f));
	return f;
}

double float_infinity(void)
{
	return float_of_bits((uint64_t) EXPONENT_MASK << MANTISSA_BITS);
}

double float_nan(void)
{
	return float_of_bits((uint64_t) 0xfff << (MANTISSA_BITS - 1));
}

/* Hosts' locales change what printf and strtod make of a float. */
void print_float(struct buf *out, double f)
{
	uint64_t bits, mantissa;
	int exponent;

	memcpy(&bits, &f, sizeof(bits));
	exponent = (int) (bits >> MANTISSA_BITS & EXPONENT_MASK);
	mantissa = bits & (((uint64_t) 1 << MANTISSA_BITS) - 1);
	if (exponent == EXPONENT_MASK && mantissa) {
		buf_add(out, "nan");
		return;
	}
	if (bits >> 63)
		buf_addc(out, '-');
	if (exponent == EXPONENT_MASK) {
		buf_add(out, "inf");
		return;
	}
	if (exponent)
		mantissa |= (uint64_t) 1 << MANTISSA_BITS;
	else
		exponent = 1;
	exponent -= EXPONENT_BIAS;
	while (mantissa && !(mantissa & 1)) {
		mantissa >>= 1;
		exponent++;
	}
	buf_addf(out, "0x%llxp%d", (unsigned long long) mantissa,
		 mantissa ? exponent : 0);
}

/* Far more than any double needs; keeps the loop short. */
#define MAX_EXPONENT 4000

double float_scale2(double mantissa, long exponent)
{
	if (exponent > MAX_EXPONENT)
		exponent = MAX_EXPONENT;
	if (exponent < -MAX_EXPONENT)
		exponent = -MAX_EXPONENT;
	for (; exponent > 0; exponent--)
		mantissa *= 2;
	for (; exponent < 0; exponent++)
		mantissa /= 2;
	return mantissa;
}
