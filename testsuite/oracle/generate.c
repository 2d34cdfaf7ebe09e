/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small programs as IR text: a method that makes objects, branches, loops and
 * cleans up at a common label, and a helper.  Most of each is right, so that
 * one defect stands alone.
 *
 * The variables of the source are in SSA form the simple way: a block that
 * several lead to has a phi for each.
 */
#include "oracle.h"

#include <stdio.h>
#include <string.h>

enum { N_VARS = 4, N_PREDS = 48, N_BLOCKS = 96 };
enum what { IS_NULL, IS_OWNED, IS_LENT, IS_LIST };

struct var { char name[24]; enum what is; };

struct gen_block {
	struct buf text;
	bool has_phis;
	uint32_t n_preds;
	struct { uint32_t block; struct var vars[N_VARS]; } preds[N_PREDS];
	struct var phis[N_VARS];
};

struct gen {
	uint64_t random;
	struct gen_block blocks[N_BLOCKS];
	uint32_t n_blocks, now, error;
	struct var vars[N_VARS];
	unsigned line, names, depth;
	bool is_helper, ended;
};

static bool chance(struct gen *g, unsigned percent)
{
	return oracle_random(&g->random, 100) < percent;
}

static struct buf *text(struct gen *g)
{
	return &g->blocks[g->now].text;
}

static void end_line(struct gen *g)
{
	buf_addf(text(g), " !%u:1\n    ", ++g->line);
}

static uint32_t new_block(struct gen *g)
{
	return g->n_blocks++;
}

static void lead_to(struct gen *g, uint32_t to)
{
	struct gen_block *b = &g->blocks[to];

	b->preds[b->n_preds].block = g->now;
	memcpy(b->preds[b->n_preds++].vars, g->vars, sizeof(g->vars));
}

/* Goes on in block B, which all known ways lead to by now. */
static void enter(struct gen *g, uint32_t b, bool with_phis)
{
	struct gen_block *k = &g->blocks[b];
	unsigned i, j;

	g->now = b;
	g->ended = !k->n_preds;
	if (!k->n_preds)
		return;
	memcpy(g->vars, k->preds[0].vars, sizeof(g->vars));
	if (k->n_preds < 2 && !with_phis)
		return;
	k->has_phis = true;
	for (i = 0; i < N_VARS; i++) {
		snprintf(g->vars[i].name, sizeof(g->vars[i].name), "%%v%u.%u",
			 i, ++g->names);
		for (j = 0; j < k->n_preds; j++)
			if (k->preds[j].vars[i].is != IS_NULL)
				g->vars[i].is = k->preds[j].vars[i].is;
	}
	memcpy(k->phis, g->vars, sizeof(g->vars));
}

static void jump(struct gen *g, uint32_t to)
{
	if (g->ended || g->blocks[to].n_preds >= N_PREDS)
		return;
	buf_addf(text(g), "jump @%u", to);
	end_line(g);
	lead_to(g, to);
	g->ended = true;
}

/* Branches on COND: if it holds to a block of its own, which is returned;
 * goes on in the other. */
static uint32_t branch(struct gen *g, const char *cond, bool to_error)
{
	uint32_t yes = to_error ? g->error : new_block(g);
	uint32_t no = new_block(g);

	buf_addf(text(g), "br %s @%u @%u", cond, yes, no);
	end_line(g);
	lead_to(g, yes);
	lead_to(g, no);
	enter(g, no, false);
	return yes;
}

static bool full(struct gen *g)
{
	return g->n_blocks > N_BLOCKS - 12
		|| g->blocks[g->error].n_preds > N_PREDS - 4;
}

/* A variable for a new value: mostly one that holds nothing. */
static struct var *target(struct gen *g)
{
	unsigned i, from = oracle_random(&g->random, N_VARS);

	for (i = 0; i < N_VARS && !chance(g, 4); i++)
		if (g->vars[(from + i) % N_VARS].is == IS_NULL)
			return &g->vars[(from + i) % N_VARS];
	return chance(g, 15) ? &g->vars[from] : NULL;
}

/* A variable that holds something like WHAT, if there is one. */
static struct var *source(struct gen *g, enum what what)
{
	unsigned i, from = oracle_random(&g->random, N_VARS);

	for (i = 0; i < N_VARS; i++) {
		struct var *v = &g->vars[(from + i) % N_VARS];

		if (v->is == what || (v->is == IS_LIST && what == IS_OWNED))
			return v;
	}
	return chance(g, 5) ? &g->vars[from] : NULL;
}

static void name_value(struct gen *g, struct var *v)
{
	snprintf(v->name, sizeof(v->name), "%%v%u.%u",
		 (unsigned) (v - g->vars), ++g->names);
}

static void set_null(struct var *v)
{
	strcpy(v->name, "null");
	v->is = IS_NULL;
}

static void check_null(struct gen *g, struct var *v)
{
	char cond[40];

	if (full(g) || chance(g, 8))
		return;
	snprintf(cond, sizeof(cond), "null %s", v->name);
	branch(g, cond, true);
}

static void check_status(struct gen *g, const char *r)
{
	char cond[40];

	if (full(g) || chance(g, 10))
		return;
	snprintf(cond, sizeof(cond), "lt %s 0", r);
	branch(g, cond, true);
}

static void make_object(struct gen *g)
{
	static const char *const calls[] = { "$PyList_New (0)",
		"$PyDict_New ()", "$PyUnicode_FromString (\"x\")",
		"$PyLong_FromLong (7)", "$PyObject_Repr (%arg)",
		"$PyObject_GetAttrString (%arg, \"y\")",
		"$PyObject_GetIter (%arg)", "$PyTuple_New (1)" };
	struct var *v = target(g);
	unsigned k = oracle_random(&g->random, ARRAY_SIZE(calls));

	if (!v)
		return;
	name_value(g, v);
	v->is = k ? IS_OWNED : IS_LIST;
	buf_addf(text(g), "%s:obj = call %s", v->name, calls[k]);
	end_line(g);
	check_null(g, v);
}

static void borrow_object(struct gen *g)
{
	struct var *v = target(g), *list = source(g, IS_LIST);
	char from[24] = "%arg";

	if (!v || list == v)
		return;
	if (list && chance(g, 40))
		strcpy(from, list->name);
	name_value(g, v);
	v->is = IS_LENT;
	if (chance(g, 30))
		buf_addf(text(g), "%s:obj = call $PyDict_GetItemString "
			 "(%%arg, \"k\")", v->name);
	else
		buf_addf(text(g), "%s:obj = call $PyList_GetItem (%s, 0)",
			 v->name, from);
	end_line(g);
	check_null(g, v);
	if (chance(g, 40)) {
		buf_addf(text(g), "call $Py_INCREF (%s)", v->name);
		end_line(g);
		v->is = IS_OWNED;
	}
}

/* Status calls: one may take over a reference. */
static void status_call(struct gen *g)
{
	struct var *list = source(g, IS_LIST), *v = source(g, IS_OWNED);
	const char *to = list ? list->name : "%arg";
	char r[24];

	if (!v || v == list)
		return;
	snprintf(r, sizeof(r), "%%r.%u", ++g->names);
	switch (oracle_random(&g->random, 5)) {
	case 0:
		buf_addf(text(g), "%s:int = call $PyList_SetItem (%s, 0, %s)",
			 r, to, v->name);
		if (!chance(g, 10))
			set_null(v);
		break;
	case 1:
		buf_addf(text(g), "%s:int = call $PyObject_IsTrue (%s)", r,
			 v->name);
		break;
	case 2:
		buf_addf(text(g), "%s:int = call $PyObject_SetAttrString "
			 "(%%arg, \"z\", %s)", r, v->name);
		break;
	case 3:
		buf_addf(text(g), "%s:int = call $PyDict_SetItemString "
			 "(%%arg, \"z\", %s)", r, v->name);
		break;
	default:
		buf_addf(text(g), "%s:int = call $PyList_Append (%s, %s)", r,
			 to, v->name);
	}
	end_line(g);
	check_status(g, r);
}

static void release_var(struct gen *g, struct var *v)
{
	buf_addf(text(g), "call $%s (%s)", v->is == IS_NULL || chance(g, 15)
		 ? "Py_XDECREF" : "Py_DECREF", v->name);
	end_line(g);
	if (!chance(g, 6))
		set_null(v);
}

static void release_some(struct gen *g)
{
	struct var *v = source(g, IS_OWNED);

	if (v && (v->is != IS_NULL || chance(g, 20)))
		release_var(g, v);
}

static void threads(struct gen *g)
{
	unsigned t = ++g->names;

	buf_addf(text(g), "%%t.%u = call $PyEval_SaveThread ()", t);
	end_line(g);
	if (chance(g, 15))
		make_object(g);
	if (chance(g, 90) && !g->ended) {
		buf_addf(text(g), "call $PyEval_RestoreThread (%%t.%u)", t);
		end_line(g);
	}
}

static void statements(struct gen *g, unsigned n);

/* A condition on an integer that nobody knows. */
static void number_condition(struct gen *g, char *cond, size_t size)
{
	static const char *const how[] = { "lt", "gt", "eq", "ne" };
	unsigned r = ++g->names;

	buf_addf(text(g), "%%n.%u:long = call $PyObject_Size (%%arg)", r);
	end_line(g);
	snprintf(cond, size, "lt %%n.%u 0", r);
	if (!full(g))
		branch(g, cond, true);
	snprintf(cond, size, "%s %%n.%u %u", how[oracle_random(&g->random, 4)],
		 r, oracle_random(&g->random, 3));
}

static void if_statement(struct gen *g)
{
	uint32_t yes, join;
	char cond[48];

	number_condition(g, cond, sizeof(cond));
	if (full(g) || g->ended)
		return;
	join = new_block(g);
	yes = branch(g, cond, false);
	g->depth++;
	if (chance(g, 50))
		statements(g, 2);
	jump(g, join);
	enter(g, yes, false);
	statements(g, 2);
	jump(g, join);
	g->depth--;
	enter(g, join, false);
}

/* The phi of loop counter I, which FROM starts and LAST steps. */
static void count(struct gen_block *head, unsigned i, uint32_t from,
		  bool back, uint32_t last)
{
	struct buf old = head->text;

	memset(&head->text, 0, sizeof(head->text));
	buf_addf(&head->text, "%%i.%u:int = phi @%u 0", i, from);
	if (back)
		buf_addf(&head->text, ", @%u %%i.%u", last, i + 5000);
	buf_addf(&head->text, "\n    %s", buf_str(&old));
	buf_release(&old);
}

static void loop(struct gen *g)
{
	unsigned i = ++g->names;
	uint32_t head, body, after, from = g->now;
	struct gen_block *h;
	char cond[64];

	if (full(g) || g->ended)
		return;
	head = new_block(g);
	jump(g, head);
	enter(g, head, true);
	h = &g->blocks[head];
	snprintf(cond, sizeof(cond), "lt %%i.%u %u", i,
		 oracle_random(&g->random, 3));
	body = branch(g, cond, false);
	after = g->now;
	enter(g, body, false);
	g->depth++;
	statements(g, 2);
	g->depth--;
	if (!g->ended) {
		buf_addf(text(g), "%%i.%u:int = add %%i.%u 1", i + 5000, i);
		end_line(g);
	}
	count(h, i, from, !g->ended, g->now);
	jump(g, head);
	enter(g, after, false);
}

static void call_helper(struct gen *g)
{
	struct var *v = target(g), *x = source(g, IS_OWNED);
	const char *name = x ? x->name : "%arg";
	char old[24];

	if (!v || g->is_helper)
		return;
	strcpy(old, name);
	name_value(g, v);
	v->is = IS_OWNED;
	buf_addf(text(g), "%s:obj = call $h (%s, %u)", v->name, old,
		 oracle_random(&g->random, 3));
	end_line(g);
	check_null(g, v);
}

/* What the function owns is released, but KEEP. */
static void release_all(struct gen *g, const struct var *keep, bool sure)
{
	unsigned i;

	for (i = 0; i < N_VARS; i++) {
		struct var *v = &g->vars[i];

		if (v == keep || v->is == IS_LENT || v->is == IS_NULL
		    || chance(g, 3))
			continue;
		buf_addf(text(g), "call $%s (%s)", sure ? "Py_XDECREF"
			 : "Py_DECREF", v->name);
		end_line(g);
	}
}

static void return_something(struct gen *g)
{
	struct var *v = chance(g, 60) ? source(g, IS_OWNED) : NULL;

	release_all(g, v, chance(g, 85));
	if (v) {
		buf_addf(text(g), "ret %s", v->name);
	} else if (chance(g, 85)) {
		buf_addf(text(g), "%%o.%u:obj = call $_Py_NewRef "
			 "($_Py_NoneStruct)", ++g->names);
		end_line(g);
		buf_addf(text(g), "ret %%o.%u", g->names);
	} else if (chance(g, 50)) {
		buf_add(text(g), chance(g, 50) ? "ret %arg"
			: "ret $_Py_NoneStruct:obj");
	} else {
		buf_addf(text(g), "%%e.%u:obj = load [$PyExc_TypeError]",
			 ++g->names);
		end_line(g);
		buf_addf(text(g), "call $PyErr_SetString (%%e.%u, \"no\")",
			 g->names);
		end_line(g);
		buf_add(text(g), chance(g, 90) ? "ret null"
			: "ret $_Py_NoneStruct:obj");
	}
	end_line(g);
	g->ended = true;
}

static void statements(struct gen *g, unsigned n)
{
	unsigned i;

	for (i = 0; i < n && !g->ended && !full(g); i++)
		switch (oracle_random(&g->random, 22)) {
		case 0: case 1: case 2: case 3: case 4: case 5:
			make_object(g);
			break;
		case 6: case 7:
			borrow_object(g);
			break;
		case 8: case 9: case 10: case 11:
			status_call(g);
			break;
		case 12: case 13:
			release_some(g);
			break;
		case 14:
			threads(g);
			break;
		case 15:
			buf_add(text(g), "call $PyErr_Clear ()");
			end_line(g);
			break;
		case 16: case 17:
			if (g->depth < 2)
				if_statement(g);
			break;
		case 18:
			if (g->depth < 1)
				loop(g);
			break;
		case 19:
			if (g->depth)
				return_something(g);
			break;
		default:
			call_helper(g);
		}
}

/* ------------------------------------------------------------- printing */

static void print_block(struct gen *g, uint32_t n, struct buf *out)
{
	struct gen_block *b = &g->blocks[n];
	unsigned i, j;

	buf_addf(out, "@%u: ", n);
	for (i = 0; b->has_phis && i < N_VARS; i++) {
		buf_addf(out, "%s:obj = phi", b->phis[i].name);
		for (j = 0; j < b->n_preds; j++)
			buf_addf(out, "%s @%u %s", j ? "," : "",
				 b->preds[j].block, b->preds[j].vars[i].name);
		buf_add(out, "\n    ");
	}
	buf_addf(out, "%s\n", buf_str(&b->text));
}

static void function(struct gen *g, const char *head, unsigned n,
		     struct buf *out)
{
	uint32_t i;

	memset(g->blocks, 0, sizeof(g->blocks));
	g->now = 0;
	g->error = 1;
	g->n_blocks = 2;
	g->names = g->depth = 0;
	g->ended = false;
	for (i = 0; i < N_VARS; i++)
		set_null(&g->vars[i]);
	buf_addf(out, "%s !%u:1\n", head, ++g->line);
	statements(g, n);
	if (!g->ended)
		return_something(g);
	enter(g, g->error, false);
	if (!g->ended) {
		release_all(g, NULL, true);
		buf_add(text(g), "ret null");
		end_line(g);
	}
	for (i = 0; i < g->n_blocks; i++) {
		if (!i || g->blocks[i].n_preds)
			print_block(g, i, out);
		buf_release(&g->blocks[i].text);
	}
	buf_add(out, "\n");
}

void generate(uint64_t seed, struct buf *out)
{
	static struct gen g;

	memset(&g, 0, sizeof(g));
	g.random = seed * 0x9e3779b97f4a7c15u + 0x1234567;
	for (g.line = 0; g.line < 20; g.line++)
		oracle_random(&g.random, 2);
	buf_add(out, "unit \"generated.c\" python 0x030b02f0\n"
		"type PyObject = struct object size 16 tag \"_object\"\n"
		"type PyCFunction = ptr of (obj, obj) -> obj\n"
		"type PyMethodDef = struct size 32 { ml_name: char* @0, "
		"ml_meth: PyCFunction @8, ml_flags: int @16, ml_doc: char* @24 }\n"
		"global $PyExc_TypeError:obj external\n"
		"global $_Py_NoneStruct:PyObject external\n"
		"global $methods:PyMethodDef[2] static !1:1 = {\n"
		"\t@0 \"f\"\n\t@8 $f:(obj, obj) -> obj\n\t@16:4 8\n}\n");
	g.is_helper = true;
	function(&g, "fn $h (%arg:obj, %k:int) -> obj static",
		 1 + oracle_random(&g.random, 4), out);
	g.is_helper = false;
	function(&g, "fn $f (%self:obj, %arg:obj) -> obj static "
		 "address_taken", 3 + oracle_random(&g.random, 8), out);
}
