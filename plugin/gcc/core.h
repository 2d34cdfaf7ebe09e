/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The core's headers as the adapter sees them: after GCC's, and with the few
 * names changed that GCC has taken (on some target: insn-attr-common.h has
 * TYPE_... of its own).  Only types and enumerators are renamed;
 * the symbols of the core are what they are.
 */
#ifndef PYREFCHECK_GCC_CORE_H
#define PYREFCHECK_GCC_CORE_H

#include "gcc/compat.h"

#include "base/base.h"
#include "base/option.h"
#include "finding/finding.h"

#define function ir_function
#define edge ir_edge
#define EDGE_EH IR_EDGE_EH
#define TYPE_VOID IR_TYPE_VOID
#define TYPE_INT IR_TYPE_INT
#define TYPE_FLOAT IR_TYPE_FLOAT
#define TYPE_PTR IR_TYPE_PTR
#define TYPE_STRUCT IR_TYPE_STRUCT
#define TYPE_ARRAY IR_TYPE_ARRAY
#define TYPE_FUNC IR_TYPE_FUNC
#define TYPE_OTHER IR_TYPE_OTHER
#include "ir/ir.h"
#include "check/analyze.h"
#undef function
#undef edge
#undef EDGE_EH
#undef TYPE_VOID
#undef TYPE_INT
#undef TYPE_FLOAT
#undef TYPE_PTR
#undef TYPE_STRUCT
#undef TYPE_ARRAY
#undef TYPE_FUNC
#undef TYPE_OTHER

#endif
