/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holds a function type against a row of slots.def.  Only what really breaks
 * is a fault: an argument that is not passed, a pointer taken for a number, a
 * result whose upper half nobody set.
 */
#include "check/signature.h"

#include <string.h>

static bool is_object_class(enum arg_class c)
{
	return c == ARG_OBJ || c == ARG_OBJ_NULL || c == ARG_TYPE
		|| c == ARG_TYPE_NULL;
}

static bool is_pointer_class(enum arg_class c)
{
	return is_object_class(c) || c == ARG_PTR || c == ARG_PTR_NULL
		|| c == ARG_STR || c == ARG_STR_NULL || c == ARG_OUT
		|| c == ARG_FN || c == ARG_FN_NULL;
}

/* Bytes of a number of class C; 0: unknown.  A bool is no int: the ABI leaves
 * all but its low byte undefined where it is returned (x86-64 psABI, 3.2.3;
 * AAPCS64, 6.9), and CPython reads the whole int. */
static unsigned class_size(enum arg_class c)
{
	switch ((int) c) {
	case ARG_INT: case ARG_UINT:
		return 4;
	case ARG_SSIZE: case ARG_SIZE: case ARG_HASH:
		return sizeof(void *);
	default:
		return 0;
	}
}

static bool is_char_ptr(const struct type *t)
{
	return t->kind == TYPE_PTR && t->inner && t->inner->kind == TYPE_INT
		&& t->inner->size == 1;
}

static const char *type_name(const struct type *t)
{
	if (t->name)
		return t->name;
	if (t->kind == TYPE_PTR)
		return type_is_object_ptr(t) ? "PyObject *" : "a pointer";
	return t->kind == TYPE_VOID ? "void" : "another type";
}

static const char *class_c_name(enum arg_class c)
{
	switch ((int) c) {
	case ARG_VOID: return "void";
	case ARG_OBJ: case ARG_OBJ_NULL: return "PyObject *";
	case ARG_TYPE: return "PyTypeObject *";
	case ARG_STR: return "char *";
	case ARG_PTR_NULL: return "void *";
	case ARG_OUT: return "PyObject **";
	case ARG_FN: return "visitproc";
	case ARG_INT: return "int";
	case ARG_SSIZE: return "Py_ssize_t";
	case ARG_SIZE: return "size_t";
	case ARG_HASH: return "Py_hash_t";
	case ARG_OTHER: return "PySendResult";
	default: return NULL;
	}
}

/* PyObject *const *args, Py_buffer *, PyModuleDef *: by the row's name. */
static const char *param_c_name(const struct slot *s, unsigned n)
{
	const char *name = class_c_name((enum arg_class) s->params[n]);

	if (n == 1 && !strcmp(s->name, "Py_mod_create"))
		return "PyModuleDef *";
	if (name)
		return name;
	if (!strncmp(s->member, "PyBuffer", 8))
		return "Py_buffer *";
	if (strstr(s->name, "FASTCALL") || strstr(s->name, "vectorcall"))
		return "PyObject *const *";
	return "void *";
}

void signature_wanted(const struct slot *slot, struct buf *out)
{
	const char *ret = class_c_name((enum arg_class) slot->ret);
	unsigned i;

	buf_addf(out, "%s (", ret ? ret : "void *");
	for (i = 0; i < slot->n_params; i++)
		buf_addf(out, "%s%s", i ? ", " : "", param_c_name(slot, i));
	buf_addf(out, "%s)", slot->n_params ? "" : "void");
}

static bool return_fault(const struct slot *s, const struct type *t,
			 struct buf *out)
{
	enum arg_class c = (enum arg_class) s->ret;
	const char *wanted = class_c_name(c);
	bool wrong;

	if (!t || c == ARG_OTHER)
		return false;
	if (c == ARG_VOID)
		wrong = t->kind == TYPE_PTR;
	else if (is_pointer_class(c))
		wrong = t->kind != TYPE_PTR;
	else
		wrong = t->kind != TYPE_INT
			|| (t->size && t->size < class_size(c));
	if (wrong)
		buf_addf(out, "returns ‘%s’, but ‘%s’ must return ‘%s’",
			 type_name(t), s->name, wanted ? wanted : "a pointer");
	return wrong;
}

static bool param_wrong(enum arg_class c, const struct type *t)
{
	if (t->kind == TYPE_OTHER || (t->kind == TYPE_STRUCT && !t->is_union))
		return t->kind == TYPE_STRUCT;
	if (!is_pointer_class(c))
		return class_size(c) && (t->kind != TYPE_INT
			|| (t->size && t->size < class_size(c)));
	if (t->kind != TYPE_PTR)
		return true;
	if (is_object_class(c))
		return is_char_ptr(t)
			|| (t->inner && t->inner->kind == TYPE_PTR);
	/* The vector of a FASTCALL is no object, a name no object. */
	if (c == ARG_PTR || c == ARG_STR)
		return type_is_object_ptr(t);
	return false;
}

static void add_number(struct buf *out, uint32_t n, const struct slot *slot)
{
	buf_addf(out, "takes %u argument%s, but %u %s passed to ‘%s’", n,
		 n == 1 ? "" : "s", slot->n_params,
		 slot->n_params == 1 ? "is" : "are", slot->name);
}

bool signature_fault(const struct slot *slot, const struct function *f,
		     bool whole, struct buf *out)
{
	const struct type *t = f->type;
	uint32_t i;

	if (!t || t->kind != TYPE_FUNC || slot->is_data)
		return false;
	if (return_fault(slot, t->inner, out))
		return true;
	if (t->is_variadic)
		return false;
	for (i = 0; i < t->n_fields && i < slot->n_params; i++) {
		const struct type *p = t->fields[i].type;

		if (!p || !param_wrong((enum arg_class) slot->params[i], p))
			continue;
		buf_addf(out, "takes ‘%s’ as argument %u, but ‘%s’ passes ‘%s’",
			 type_name(p), i + 1, slot->name,
			 param_c_name(slot, i));
		return true;
	}
	if (t->n_fields > slot->n_params
	    || (whole && t->n_fields && t->n_fields < slot->n_params)) {
		add_number(out, t->n_fields, slot);
		return true;
	}
	return false;
}
