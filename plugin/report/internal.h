/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the report layer share. */
#ifndef PYREFCHECK_REPORT_INTERNAL_H
#define PYREFCHECK_REPORT_INTERNAL_H

#include "report/report.h"

#include <jansson.h>

#define REPORT_SCHEMA "pyrefcheck-findings-1"

/* ------------------------------------------------------------- json.c
 *
 * A value that is put into an object or array is given away.
 */

/* A string; bytes that are no UTF-8 become \xNN.  NULL gives null. */
json_t *json_text(const char *s);
void json_put(json_t *object, const char *key, json_t *value);
void json_put_text(json_t *object, const char *key, const char *s);
/* Nothing is put when S is NULL. */
void json_put_known(json_t *object, const char *key, const char *s);
void json_put_int(json_t *object, const char *key, uint64_t i);
/* Puts an empty object or array under KEY and returns it, still OBJECT's. */
json_t *json_put_object(json_t *object, const char *key);
json_t *json_put_array(json_t *object, const char *key);
json_t *json_new_object(void);
void json_add(json_t *array, json_t *value);
json_t *json_add_object(json_t *array);
/* Dumps VALUE with INDENT (0: one line) and a newline, and frees it. */
void json_print(json_t *value, int indent, struct buf *out);

/* ------------------------------------------------------------ write.c */

/* The object of one finding, as the schema has it. */
json_t *finding_to_json(const struct finding *f, const char *key);
const char *origin_name(unsigned o);
const char *verb_name(unsigned v);
const char *fixit_name(unsigned k);

/* What a finding's origin and need for short memory say to a reader, or
 * NULL. */
const char *finding_caveat(const struct finding *f);

/* ------------------------------------------------------- the formats */

void report_text(const struct report *r, const struct report_style *style,
		 struct buf *out);
void report_sarif(const struct report *r, const struct report_style *style,
		  struct buf *out);
void report_html(const struct report *r, const struct report_style *style,
		 struct buf *out);

#endif
