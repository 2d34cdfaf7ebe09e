dnl SPDX-License-Identifier: GPL-3.0-or-later
dnl
dnl PRC_GCC_CHOOSE
dnl   Sets CC and CXX to one GCC's two drivers, before AC_PROG_CC: what the
dnl   user gave in CC, else --with-gcc=NAME, else gcc-12 where there is one.
dnl
dnl PRC_GCC_PLUGIN
dnl   Sets GCC_MAJOR, GCC_PLUGIN_DIR and GCC_PLUGIN_CPPFLAGS, and fails with
dnl   the name of the missing package when plugins cannot be built.
dnl
dnl PRC_GCC_PLUGIN_INSTALL
dnl   Sets gccplugindir from --with-gcc-plugin-dir.
dnl
dnl PRC_PYTHON
dnl   Sets PYTHON and PYTHON_CPPFLAGS to a Python that has its headers.

AC_DEFUN([PRC_GCC_CHOOSE], [
AC_ARG_WITH([gcc],
  [AS_HELP_STRING([--with-gcc=NAME],
    [the GCC to build the plugin for and with, such as gcc-11
     @<:@gcc-12 where installed, else CC@:>@])],
  [AS_CASE([$withval], [yes|no], [AC_MSG_ERROR([--with-gcc needs a name])])],
  [with_gcc=])
AS_IF([test -n "$with_gcc"], [CC=$with_gcc],
  [test -z "$CC"],
  [AS_IF([command -v gcc-12 >/dev/null 2>&1], [CC=gcc-12])])
# gcc-12 -> g++-12, also behind a path or a target prefix.
AS_IF([test -n "$CC" && { test -z "$CXX" || test -n "$with_gcc"; }],
  [prc_cxx=`AS_ECHO(["$CC"]) | sed 's/gcc\(-@<:@0-9.@:>@*\)\{0,1\}$/g++\1/'`
   AS_IF([test "x$prc_cxx" != "x$CC"], [CXX=$prc_cxx])])
])

AC_DEFUN([PRC_GCC_PLUGIN], [
AC_MSG_CHECKING([for the major version of $CC])
GCC_MAJOR=`$CC -dumpversion 2>/dev/null | sed 's/@<:@^0-9@:>@.*//'`
AC_MSG_RESULT([${GCC_MAJOR:-unknown}])
prc_cxx_major=`$CXX -dumpversion 2>/dev/null | sed 's/@<:@^0-9@:>@.*//'`
AS_IF([test -z "$GCC_MAJOR" || test "x$GCC_MAJOR" != "x$prc_cxx_major"],
  [AC_MSG_ERROR([the C++ compiler `$CXX' is not of the same GCC as `$CC';
	on Debian: apt-get install g++-${GCC_MAJOR:-12} (or set CC and CXX)])])
AS_IF([test "$GCC_MAJOR" -lt 11], [AC_MSG_ERROR([GCC 11 or newer is needed, `$CC' is $GCC_MAJOR])])

AC_MSG_CHECKING([for GCC's plugin folder])
GCC_PLUGIN_DIR=`$CC -print-file-name=plugin`
AS_IF([test -f "$GCC_PLUGIN_DIR/include/gcc-plugin.h"],
  [AC_MSG_RESULT([$GCC_PLUGIN_DIR])],
  [AC_MSG_RESULT([none])
   AC_MSG_ERROR([the plugin headers of `$CC' are missing;
	on Debian: apt-get install gcc-$GCC_MAJOR-plugin-dev])])
GCC_PLUGIN_CPPFLAGS="-isystem $GCC_PLUGIN_DIR/include"

AC_MSG_CHECKING([whether GCC's plugin headers compile])
AC_LANG_PUSH([C++])
prc_save_CPPFLAGS=$CPPFLAGS prc_save_CXXFLAGS=$CXXFLAGS
CPPFLAGS="$CPPFLAGS $GCC_PLUGIN_CPPFLAGS"
CXXFLAGS="-std=gnu++14 -fno-rtti -fno-exceptions"
AC_COMPILE_IFELSE([AC_LANG_SOURCE([
#define INCLUDE_VECTOR
#include "gcc-plugin.h"
#include "tree.h"
#include "gimple.h"
#include "bversion.h"
#if BUILDING_GCC_MAJOR != $GCC_MAJOR
#error another version
#endif
])], [AC_MSG_RESULT([yes])],
  [AC_MSG_RESULT([no])
   AC_MSG_ERROR([the plugin headers in $GCC_PLUGIN_DIR do not compile;
	see config.log; on Debian: apt-get install --reinstall gcc-$GCC_MAJOR-plugin-dev libgmp-dev])])
CPPFLAGS=$prc_save_CPPFLAGS CXXFLAGS=$prc_save_CXXFLAGS
AC_LANG_POP([C++])
AC_SUBST([GCC_MAJOR])
AC_SUBST([GCC_PLUGIN_DIR])
AC_SUBST([GCC_PLUGIN_CPPFLAGS])
])

AC_DEFUN([PRC_GCC_PLUGIN_INSTALL], [
AC_ARG_WITH([gcc-plugin-dir],
  [AS_HELP_STRING([--with-gcc-plugin-dir=gcc|libdir|DIR],
    [where to install the plugin: the compiler's own folder, where
     -fplugin=pyrefcheck finds it; LIBDIR/pyrefcheck/gcc-N; or DIR
     @<:@gcc when it lies inside PREFIX, else libdir@:>@])],
  [], [with_gcc_plugin_dir=auto])
prc_prefix=$prefix
AS_IF([test "x$prc_prefix" = xNONE], [prc_prefix=$ac_default_prefix])
AS_CASE([$with_gcc_plugin_dir],
  [auto], [AS_CASE([$GCC_PLUGIN_DIR],
    ["$prc_prefix"/*], [gccplugindir=$GCC_PLUGIN_DIR],
    [gccplugindir='${libdir}/pyrefcheck/gcc-'$GCC_MAJOR])],
  [gcc], [gccplugindir=$GCC_PLUGIN_DIR],
  [libdir], [gccplugindir='${libdir}/pyrefcheck/gcc-'$GCC_MAJOR],
  [/*], [gccplugindir=$with_gcc_plugin_dir],
  [AC_MSG_ERROR([--with-gcc-plugin-dir is gcc, libdir or an absolute folder])])
AC_SUBST([gccplugindir])
])

AC_DEFUN([PRC_PYTHON], [
AC_ARG_VAR([PYTHON], [a Python 3 with its C headers, for the tests])
AC_MSG_CHECKING([for a Python with C headers])
prc_python_found=
for prc_python in "$PYTHON" /usr/bin/python3 python3 python; do
  test -n "$prc_python" || continue
  prc_python_include=`"$prc_python" -c 'import sysconfig; print(sysconfig.get_path("include"))' 2>/dev/null`
  AS_IF([test -f "$prc_python_include/Python.h"],
    [prc_python_found=$prc_python; break])
done
AS_IF([test -n "$prc_python_found"],
  [PYTHON=$prc_python_found
   PYTHON_CPPFLAGS="-isystem $prc_python_include"
   AC_MSG_RESULT([$PYTHON, $prc_python_include])],
  [: "${PYTHON:=python3}"
   PYTHON_CPPFLAGS=
   AC_MSG_RESULT([none])
   AC_MSG_WARN([no Python.h: the tests that compile extensions are skipped;
	on Debian: apt-get install python3-dev])])
AC_SUBST([PYTHON_CPPFLAGS])
])
