// SPDX-License-Identifier: GPL-3.0-or-later
// Within a branch outside the range nothing more is told.
// pyrefcheck: python=3.9-3.14 skip-if=python<3.11
#include <Python.h>
#if PY_VERSION_HEX < 0x03080000 // expect: version-guard 'no targeted'
#if PY_VERSION_HEX < 0x03070000
int very_old(void) { return 0; }
#else
int old(void) { return 0; }
#endif
#endif

#if PY_VERSION_HEX >= 0x03090000
#if PY_VERSION_HEX < 0x030b0000
int before_ok(void) { return 0; }
#else
int after_ok(void) { return 0; }
#endif
#endif
