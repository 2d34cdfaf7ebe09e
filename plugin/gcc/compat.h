/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GCC's headers, and all that differs between its majors 11 to 16.
 *
 * Nothing else in plugin/gcc tests a GCC version.  What exists only in cc1
 * and cc1plus is redeclared weak, so that lto1 can load the plugin: test the
 * address before use.
 */
#ifndef PYREFCHECK_GCC_COMPAT_H
#define PYREFCHECK_GCC_COMPAT_H

#define INCLUDE_VECTOR
#define INCLUDE_MEMORY
#include "gcc-plugin.h"
#include "plugin-version.h"
#include "context.h"
#include "tree.h"
#include "c-family/c-common.h"
#include "gimple.h"
#include "tree-pass.h"
#include "gimple-iterator.h"
#include "gimple-pretty-print.h"
#include "ssa.h"
#include "cgraph.h"
#include "stringpool.h"
#include "attribs.h"
#include "fold-const.h"
#include "gimple-ssa.h"
#include "tree-ssa-alias.h"
#include "tree-cfg.h"
#include "tree-eh.h"
#include "intl.h"
#include "opts.h"
#include "options.h"
#include "diagnostic.h"
#include "gcc-rich-location.h"
#include "realmpfr.h"
#include "real.h"
#include "print-tree.h"
#include "toplev.h"
#include "cpplib.h"
#include "c-family/c-pragma.h"
#include "langhooks.h"

#if GCCPLUGIN_VERSION_MAJOR >= 16
#include "diagnostics/metadata.h"
#include "diagnostics/paths.h"
#include "diagnostics/option-id-manager.h"
#include "diagnostics/file-cache.h"
#include "tree-logical-location.h"
#include "opts-diagnostic.h"
#else
#include "diagnostic-metadata.h"
#include "diagnostic-path.h"
#include "opts-diagnostic.h"
#if GCCPLUGIN_VERSION_MAJOR >= 13
#include "tree-logical-location.h"
#endif
#endif

/* ------------------------------------------- what lto1 does not have */

extern struct cpp_reader *parse_in __attribute__ ((weak));
extern enum cpp_ttype pragma_lex (tree *, location_t *) __attribute__ ((weak));
extern void c_register_pragma (const char *, const char *,
			       pragma_handler_1arg) __attribute__ ((weak));
extern cpp_hashnode *cpp_lookup (cpp_reader *, const unsigned char *,
				 unsigned int) __attribute__ ((weak));
extern const unsigned char *cpp_macro_definition (cpp_reader *,
						  cpp_hashnode *)
	__attribute__ ((weak));
extern void cpp_define (cpp_reader *, const char *) __attribute__ ((weak));
extern cpp_options *cpp_get_options (cpp_reader *) __attribute__ ((weak));
extern cpp_callbacks *cpp_get_callbacks (cpp_reader *) __attribute__ ((weak));

/* The preprocessor of this compilation, or NULL (lto1). */
static inline cpp_reader *
compat_parse_in (void)
{
	return &parse_in ? parse_in : NULL;
}

/* ------------------------------------------------ kinds of diagnostics */

#if GCCPLUGIN_VERSION_MAJOR >= 16
typedef enum diagnostics::kind compat_kind;
#define COMPAT_WARNING diagnostics::kind::warning
#define COMPAT_ERROR diagnostics::kind::error
#define COMPAT_IGNORED diagnostics::kind::ignored
#define COMPAT_NOTE diagnostics::kind::note
#define COMPAT_UNSPECIFIED diagnostics::kind::unspecified
typedef diagnostics::metadata compat_metadata;
typedef diagnostics::paths::event compat_event;
typedef diagnostics::paths::path compat_path;
#else
typedef diagnostic_t compat_kind;
#define COMPAT_WARNING DK_WARNING
#define COMPAT_ERROR DK_ERROR
#define COMPAT_IGNORED DK_IGNORED
#define COMPAT_NOTE DK_NOTE
#define COMPAT_UNSPECIFIED DK_UNSPECIFIED
typedef diagnostic_metadata compat_metadata;
typedef diagnostic_event compat_event;
typedef diagnostic_path compat_path;
#endif

/* Shall warnings that point into system headers be shown?  Returns what was
 * so before. */
static inline bool
compat_warn_in_system_headers (bool show)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
	bool old = global_dc->m_warn_system_headers;

	global_dc->m_warn_system_headers = show;
#else
	bool old = global_dc->dc_warn_system_headers;

	global_dc->dc_warn_system_headers = show;
#endif
	return old;
}

/* Shall -Werror make warnings errors?  Returns what was so before. */
static inline bool
compat_warnings_are_errors (bool are)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
	bool old = global_dc->warning_as_error_requested_p ();

	global_dc->set_warning_as_error_requested (are);
#else
	bool old = global_dc->warning_as_error_requested;

	global_dc->warning_as_error_requested = are;
#endif
	return old;
}

/* GCC 11 does not know -ftrivial-auto-var-init. */
#if GCCPLUGIN_VERSION_MAJOR < 12
#define IFN_DEFERRED_INIT IFN_LAST
#endif

/* --------------------------------------------------------- source text */

/* Line LINE of FILE, without its newline, and its length; NULL when the
 * file cannot be read.  Valid until the next call. */
static inline const char *
compat_source_line (const char *file, int line, size_t *len)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
	auto span = global_dc->get_file_cache ().get_source_line (file, line);
#else
	char_span span = location_get_source_line (file, line);
#endif

	if (!span)
		return NULL;
	*len = span.length ();
	return span.get_buffer ();
}

/* GCC remembers where each hundredth of a file's lines begins, by the number
 * of lines that it knew of when a line was first asked for (input.cc,
 * file_cache_slot::read_line_num).  Asked for while it still parses, as for a
 * pragma at the top, it then walks the rest of the file for each later line:
 * so FILE is forgotten once it is known as a whole. */
static inline void
compat_forget_source (const char *file)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
	global_dc->get_file_cache ().forcibly_evict_file (file);
#else
	diagnostics_file_cache_forcibly_evict_file (file);
#endif
}

/* ---------------------------------------------------------- attributes */

/* Registers N gnu attributes, and under [[NS::...]] those of SCOPED. */
static inline void
compat_register_scoped (struct attribute_spec *scoped, size_t n,
			const char *ns)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
	static scoped_attribute_specs *specs;

	specs = (scoped_attribute_specs *) xcalloc (1, sizeof *specs);
	new (specs) scoped_attribute_specs {
		ns, { (const attribute_spec *) scoped,
		      (unsigned) n } };
	register_scoped_attributes (*specs, false);
#else
	(void) n;
	register_scoped_attributes (scoped, ns);
#endif
}

/* --------------------------------------------------- paths of events */

struct compat_step {
	location_t where;
	tree fn;		/* FUNCTION_DECL, or NULL */
	int depth;
	int verb;		/* enum event_verb of finding.h */
	const char *text;
};

#if GCCPLUGIN_VERSION_MAJOR >= 16
#define COMPAT_VERB(name) compat_event::verb::name
#elif GCCPLUGIN_VERSION_MAJOR >= 13
#define COMPAT_VERB(name) compat_event::VERB_##name
#endif

#ifdef COMPAT_WANT_PATH
class step_event : public compat_event
{
public:
	struct compat_step s;
#if GCCPLUGIN_VERSION_MAJOR >= 13 && GCCPLUGIN_VERSION_MAJOR < 16
	tree_logical_location logical { NULL_TREE };
#endif

	void set (const struct compat_step *step)
	{
		s = *step;
#if GCCPLUGIN_VERSION_MAJOR >= 13 && GCCPLUGIN_VERSION_MAJOR < 16
		logical = tree_logical_location (step->fn);
#endif
	}

	location_t get_location () const final override { return s.where; }
	int get_stack_depth () const final override { return s.depth; }
#if GCCPLUGIN_VERSION_MAJOR < 15
	tree get_fndecl () const final override { return s.fn; }
	label_text get_desc (bool) const final override
	{
		return label_text::borrow (s.text);
	}
#else
	void print_desc (pretty_printer &pp) const final override
	{
		pp_string (&pp, s.text);
	}
	bool connect_to_next_event_p () const final override { return false; }
#endif
#if GCCPLUGIN_VERSION_MAJOR >= 16
	diagnostics::logical_locations::key
	get_logical_location () const final override
	{
		return s.fn ? tree_logical_location_manager::key_from_tree (s.fn)
			    : diagnostics::logical_locations::key ();
	}
	diagnostics::paths::thread_id_t get_thread_id () const final override
	{
		return 0;
	}
#elif GCCPLUGIN_VERSION_MAJOR >= 13
	const logical_location *get_logical_location () const final override
	{
		return s.fn ? &logical : NULL;
	}
#if GCCPLUGIN_VERSION_MAJOR >= 14
	diagnostic_thread_id_t get_thread_id () const final override
	{
		return 0;
	}
#endif
#endif
#if GCCPLUGIN_VERSION_MAJOR >= 13
	/* In the order of enum event_verb. */
	meaning get_meaning () const final override
	{
		meaning m;

		switch (s.verb) {
		case 1:
			m.m_verb = COMPAT_VERB (acquire);
			break;
		case 2:
			m.m_verb = COMPAT_VERB (release);
			break;
		case 3:
			m.m_verb = COMPAT_VERB (enter);
			break;
		case 4:
			m.m_verb = COMPAT_VERB (exit);
			break;
		case 5:
			m.m_verb = COMPAT_VERB (call);
			break;
		case 6:
#if GCCPLUGIN_VERSION_MAJOR >= 16
			m.m_verb = compat_event::verb::return_;
#else
			m.m_verb = compat_event::VERB_return;
#endif
			break;
		case 7:
			m.m_verb = COMPAT_VERB (branch);
			break;
		case 8:
			m.m_verb = COMPAT_VERB (danger);
			break;
		default:
			break;
		}
		return m;
	}
#endif
};

#if GCCPLUGIN_VERSION_MAJOR >= 16
typedef diagnostics::paths::thread compat_thread;
typedef diagnostics::paths::thread_id_t compat_thread_id;
#elif GCCPLUGIN_VERSION_MAJOR >= 14
typedef diagnostic_thread compat_thread;
typedef diagnostic_thread_id_t compat_thread_id;
#endif

#if GCCPLUGIN_VERSION_MAJOR >= 14
class only_thread : public compat_thread
{
public:
	label_text get_name (bool) const final override
	{
		return label_text::borrow ("main");
	}
};
#endif

/* N events at EVENTS, which outlive the path. */
class step_path : public compat_path
{
public:
	const step_event *events;
	unsigned n;
#if GCCPLUGIN_VERSION_MAJOR >= 14
	only_thread thread;
#endif

	step_path (const step_event *from, unsigned count)
#if GCCPLUGIN_VERSION_MAJOR >= 16
		: compat_path (*global_dc->get_logical_location_manager ())
#endif
	{
		events = from;
		n = count;
	}

	unsigned num_events () const final override { return n; }
	const compat_event &get_event (int i) const final override
	{
		return events[i];
	}
#if GCCPLUGIN_VERSION_MAJOR >= 14
	unsigned num_threads () const final override { return 1; }
	const compat_thread &get_thread (compat_thread_id) const final override
	{
		return thread;
	}
#endif
#if GCCPLUGIN_VERSION_MAJOR >= 15
	bool same_function_p (int a, int b) const final override
	{
		return events[a].s.fn == events[b].s.fn;
	}
#endif
};
#endif

/* ------------------------------------------------------- option hooks
 *
 * GCC asks three questions about an option's id; compat_install_hooks puts
 * these before GCC's own answers.  Each returns whether it has answered.
 */

#ifdef COMPAT_WANT_HOOKS
static bool hook_enabled (int id, int *answer);
static bool hook_name (int id, compat_kind before, compat_kind after,
		       char **answer);
static bool hook_url (int id, char **answer);

#if GCCPLUGIN_VERSION_MAJOR >= 15
#if GCCPLUGIN_VERSION_MAJOR >= 16
typedef diagnostics::option_id_manager compat_manager;
typedef compiler_diagnostic_option_id_manager compat_gcc_manager;
typedef diagnostics::option_id compat_option;
#else
typedef diagnostic_option_manager compat_manager;
typedef compiler_diagnostic_option_manager compat_gcc_manager;
typedef diagnostic_option_id compat_option;
#endif

class hook_manager : public compat_manager
{
	compat_gcc_manager gcc;

public:
	hook_manager ()
		: gcc (*global_dc, global_dc->get_lang_mask (),
		       &global_options) {}

	int option_enabled_p (compat_option id) const final override
	{
		int answer;

		return hook_enabled (id.m_idx, &answer)
		       ? answer : gcc.option_enabled_p (id);
	}

	char *make_option_name (compat_option id, compat_kind before,
				compat_kind after) const final override
	{
		char *answer;

		return hook_name (id.m_idx, before, after, &answer)
		       ? answer : gcc.make_option_name (id, before, after);
	}

	char *make_option_url (compat_option id) const final override
	{
		char *answer;

		return hook_url (id.m_idx, &answer)
		       ? answer : gcc.make_option_url (id);
	}
};

static inline void
compat_install_hooks (void)
{
#if GCCPLUGIN_VERSION_MAJOR >= 16
	global_dc->set_option_id_manager (std::make_unique<hook_manager> (),
					  global_dc->get_lang_mask ());
#else
	global_dc->set_option_manager (
		std::unique_ptr<compat_manager> (new hook_manager ()),
		global_dc->get_lang_mask ());
#endif
}
#else
static int
compat_enabled_cb (int id, unsigned lang_mask, void *opts)
{
	int answer;

	return hook_enabled (id, &answer)
	       ? answer : option_enabled (id, lang_mask, opts);
}

#if GCCPLUGIN_VERSION_MAJOR >= 14
#define COMPAT_DC const diagnostic_context *dc
#else
#define COMPAT_DC diagnostic_context *dc
#endif

static char *
compat_name_cb (COMPAT_DC, int id, diagnostic_t before, diagnostic_t after)
{
	char *answer;

	return hook_name (id, before, after, &answer)
	       ? answer : option_name (dc, id, before, after);
}

#if GCCPLUGIN_VERSION_MAJOR >= 14
static char *
compat_url_cb (COMPAT_DC, int id, unsigned lang_mask)
{
	char *answer;

	return hook_url (id, &answer)
	       ? answer : get_option_url (dc, id, lang_mask);
}
#else
static char *
compat_url_cb (COMPAT_DC, int id)
{
	char *answer;

	return hook_url (id, &answer) ? answer : get_option_url (dc, id);
}
#endif

static inline void
compat_install_hooks (void)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
	global_dc->set_option_hooks (compat_enabled_cb, &global_options,
				     compat_name_cb, compat_url_cb,
				     global_dc->get_lang_mask ());
#else
	global_dc->option_enabled = compat_enabled_cb;
	global_dc->option_name = compat_name_cb;
	global_dc->get_option_url = compat_url_cb;
#endif
}
#endif
#endif

#endif
