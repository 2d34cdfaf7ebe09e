/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a unit declares: the slots' table, methods, types, roles, fields. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "engine/acyclic.h"
#include "engine/tables.h"
#include "engine/touch.h"

/* A type with a method, a dealloc that releases one of two fields, and a
 * module; filled in by hand as Python.h's structs are. */
static const char text[] =
"unit \"t.c\" python 0x030b02f0\n"
"type PyTypeObject = struct size 408 tag \"_typeobject\" {\n"
"\tob_refcnt: long @0\n"
"\tob_type: PyTypeObject* @8\n"
"\tob_size: long @16\n"
"\ttp_name: char* @24\n"
"\ttp_basicsize: long @32\n"
"\ttp_itemsize: long @40\n"
"\ttp_dealloc: void* @48\n"
"\ttp_repr: void* @88\n"
"\ttp_flags: ulong @168\n"
"\ttp_traverse: void* @184\n"
"\ttp_methods: PyMethodDef* @232\n"
"\ttp_base: PyTypeObject* @256\n"
"\ttp_bases: obj @336\n"
"\ttp_free: void* @320\n"
"}\n"
"type PyMethodDef = struct size 32 {\n"
"\tml_name: char* @0\n"
"\tml_meth: void* @8\n"
"\tml_flags: int @16\n"
"\tml_doc: char* @24\n"
"}\n"
"type Thing = struct object size 32 {\n"
"\tob_base: PyObject @0\n"
"\ta: obj @16\n"
"\tb: obj @24\n"
"}\n"
"global $methods:PyMethodDef[2] static !1:1 = {\n"
"\t@0 \"size\":char[5]* !2:1\n"
"\t@8 $thing_size !2:9\n"
"\t@16:4 4\n"
"}\n"
"global $Thing_Type:PyTypeObject static !3:1 = {\n"
"\t@24 \"m.Thing\":char[8]* !4:1\n"
"\t@32 32:long\n"
"\t@48 $thing_dealloc !5:1\n"
"\t@168 1024:ulong\n"
"\t@232 $methods !6:1\n"
"}\n"
"fn $thing_size (%self:Thing*, %unused:obj) -> obj static !10:1\n"
"@0: %1 = load %self->a !11:1\n"
"    ret %1 !12:1\n"
"fn $thing_dealloc (%self:Thing*) -> void static !20:1\n"
"@0: %1 = load %self->a !21:1\n"
"    call $Py_DECREF (%1) !21:2\n"
"    %2 = copy %self !22:1\n"
"    call $PyObject_Free (%2) !22:2\n"
"    ret !23:1\n"
"fn $on_exit () -> void static !30:1\n"
"@0: ret !31:1\n"
"fn $PyInit_m () -> obj !40:1\n"
"@0: %1:int = call $Py_AtExit ($on_exit) !41:1\n"
"    store $thing_repr [$Thing_Type + 88] !42:1\n"
"    ret null !43:1\n"
"fn $thing_repr (%self:obj) -> obj static !50:1\n"
"@0: ret null !51:1\n";

static struct unit *u;
static struct declared *d;

static void setup(void)
{
	struct buf errors = { 0 };

	u = unit_parse("t.ir", text, &errors);
	if (!u)
		ck_abort_msg("%s", buf_str(&errors));
	buf_release(&errors);
	d = declared_new(u);
}

static void teardown(void)
{
	declared_release(d);
	unit_free(u);
}

static const struct role *role_of(const char *name)
{
	return declared_role(d, unit_function(u, name));
}

/* --------------------------------------------------------------- slots */

START_TEST(slots_have_sane_rows)
{
	const struct slot *s;
	unsigned i, k;

	for (i = 0; (s = slot_at(i)); i++) {
		ck_assert_ptr_eq(slot_by_name(s->name), s);
		for (k = 0; k < s->n_params; k++) {
			unsigned c = s->params[k];
			bool null = c == ARG_OBJ_NULL || c == ARG_PTR_NULL;

			ck_assert_msg(c != ARG_VOID, "%s", s->name);
			ck_assert_msg(null == (s->may_be_null >> k & 1),
				      "%s, parameter %u", s->name, k + 1);
		}
		ck_assert_msg(!(s->may_be_null >> s->n_params), "%s",
			      s->name);
	}
}
END_TEST

START_TEST(slots_are_found_by_number)
{
	ck_assert_str_eq(slot_by_id(52)->name, "tp_dealloc");
	ck_assert_str_eq(slot_by_id(81)->name, "am_send");
	ck_assert_str_eq(slot_by_id(5)->name, "mp_subscript");
	ck_assert_ptr_null(slot_by_id(0));
	ck_assert_ptr_null(slot_by_id(1000));
	ck_assert_str_eq(slot_by_module_id(2)->name, "Py_mod_exec");
}
END_TEST

START_TEST(flavours_are_found_by_flags)
{
	ck_assert_str_eq(slot_by_flags(4)->name, "METH_NOARGS");
	ck_assert_str_eq(slot_by_flags(0x10 | 1)->name, "METH_VARARGS");
	ck_assert_str_eq(slot_by_flags(0x82)->name,
			 "METH_FASTCALL|METH_KEYWORDS");
	ck_assert_ptr_null(slot_by_flags(2));
	ck_assert_ptr_null(slot_by_flags(0));
}
END_TEST

/* --------------------------------------------------------------- roles */

START_TEST(methods_have_roles)
{
	const struct role *r = role_of("thing_size");

	ck_assert_ptr_nonnull(r);
	ck_assert_str_eq(r->slot->name, "METH_NOARGS");
	ck_assert_str_eq(r->type->name, "m.Thing");
	ck_assert_uint_eq(d->methods.n, 1);
	ck_assert_str_eq(d->methods.v[0]->name, "size");
}
END_TEST

START_TEST(callbacks_have_roles)
{
	ck_assert_str_eq(role_of("on_exit")->slot->name, "exit function");
	ck_assert(!role_of("on_exit")->slot->gil_on_entry);
	ck_assert_str_eq(role_of("PyInit_m")->slot->name, "PyInit");
}
END_TEST

START_TEST(stores_fill_types_in)
{
	const struct slot_use *use = type_slot(d->types.v[0], "tp_repr");

	ck_assert_ptr_nonnull(use);
	ck_assert_str_eq(use->function->name, "thing_repr");
	ck_assert_str_eq(role_of("thing_repr")->slot->name, "tp_repr");
}
END_TEST

/* -------------------------------------------------------------- fields */

START_TEST(released_fields_own)
{
	const struct type_model *t = d->types.v[0];
	const struct field_model *a, *b;

	ck_assert_ptr_nonnull(t->instance);
	ck_assert_str_eq(t->instance->name, "Thing");
	ck_assert_ptr_eq(declared_type_of(d, t->instance), t);
	a = declared_field(d, t->instance, 16);
	b = declared_field(d, t->instance, 24);
	ck_assert_int_eq(a->owner, FIELD_OWNS);
	ck_assert_str_eq(a->dealloc->name, "thing_dealloc");
	ck_assert_int_eq(b->owner, FIELD_BORROWS);
	ck_assert_ptr_null(declared_field(d, t->instance, 20));
}
END_TEST

START_TEST(touches_see_what_is_freed)
{
	struct touches seen = { { 0 } };

	touches_of_param(d, unit_function(u, "thing_dealloc"), 0, &seen);
	ck_assert(!seen.escapes);
	ck_assert_ptr_nonnull(touch_find(&seen, TOUCH_RELEASE, 16));
	ck_assert_ptr_null(touch_find(&seen, TOUCH_RELEASE, 24));
	ck_assert_ptr_nonnull(touch_find(&seen, TOUCH_FREE, -1));
	touches_release(&seen);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("declared");
	TCase *slots = tcase_create("slots"), *unit = tcase_create("unit");
	SRunner *sr;
	int failed;

	tcase_add_test(slots, slots_have_sane_rows);
	tcase_add_test(slots, slots_are_found_by_number);
	tcase_add_test(slots, flavours_are_found_by_flags);
	suite_add_tcase(s, slots);
	tcase_add_checked_fixture(unit, setup, teardown);
	tcase_add_test(unit, methods_have_roles);
	tcase_add_test(unit, callbacks_have_roles);
	tcase_add_test(unit, stores_fill_types_in);
	tcase_add_test(unit, released_fields_own);
	tcase_add_test(unit, touches_see_what_is_freed);
	suite_add_tcase(s, unit);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
