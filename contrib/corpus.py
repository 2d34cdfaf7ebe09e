#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetches published extensions and learns how their units are compiled.

usage: corpus.py [--python PY] [--gcc GCC] --dir DIR [LIST|NAME==VERSION]...
       corpus.py --cpython SOURCE --dir DIR

LIST is a file of NAME==VERSION lines (testsuite/corpus/packages.txt by
default).  Each sdist is fetched with `pip download', unpacked in DIR/src, and
built once with a compiler that logs its arguments; DIR/units.tsv is what
contrib/sweep.py reads.  What was fetched and built before is kept.

A package whose build needs libraries that are not installed yields the units
that its build reached; where it reached none, every source that names
Python.h or PyObject stands with guessed flags, and a sweep sees which of them compile.

With --cpython, DIR/cpython.tsv is written instead: the units of CPython's own
source, unpacked and configured in SOURCE, extension modules included.
"""
import argparse
import glob
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = (".c", ".cc", ".cpp", ".cxx", ".C")

# Runs in place of the compiler: logs, then compiles.  Units of the package
# become empty objects, as only their command lines are wanted; what a
# configure step asks of the compiler is answered by the real one.
WRAPPER = """#!%s
import json, os, re, sys
argv = sys.argv[1:]
with open(os.environ["CORPUS_LOG"], "a") as f:
    f.write(json.dumps([os.getcwd(), argv]) + "\\n")
asks = re.compile("conftest|_configtest|testfile|sanitycheck|CompilerId|"
                  "CMakeScratch|CMakeTmp|meson-private|/tmp")
if "-c" in argv and "-o" in argv and not any(
        map(asks.search, argv + [os.getcwd()])):
    out = argv[argv.index("-o") + 1]
    argv = ["-fPIC", "-x", "c", "-c", os.devnull, "-o", out]
os.execvp(%r, [%r] + argv)
"""


def run(cmd, **keywords):
    return subprocess.run(cmd, check=False, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", **keywords)


def wanted(names):
    for name in names or [os.path.join(HERE, "..", "testsuite", "corpus",
                                       "packages.txt")]:
        if not os.path.exists(name):
            yield name
            continue
        with open(name, encoding="utf-8") as f:
            for line in f:
                line = line.split("#")[0].strip()
                if line:
                    yield line


def unpack(archive, folder):
    """The one folder that the archive makes in FOLDER."""
    os.makedirs(folder)
    if archive.endswith(".zip"):
        with zipfile.ZipFile(archive) as z:
            z.extractall(folder)
    else:
        with tarfile.open(archive) as t:
            t.extractall(folder, filter="data") \
                if hasattr(tarfile, "data_filter") else t.extractall(folder)


def fetch(args, spec):
    """The package's source folder, or None."""
    name = spec.replace("==", "-")
    folder = os.path.join(args.dir, "src", name)
    if not os.path.isdir(folder):
        download = os.path.join(args.dir, "download", name)
        scratch = os.path.join(args.dir, "scratch", name)
        os.makedirs(scratch, exist_ok=True)
        result = run([args.python, "-m", "pip", "download", "--no-deps",
                      "--no-binary", ":all:", "--no-build-isolation",
                      "--no-clean", "--dest", download, spec],
                     env=dict(os.environ, TMPDIR=scratch))
        files = os.listdir(download) if os.path.isdir(download) else []
        # A package whose metadata cannot be made leaves its source there.
        left = glob.glob(os.path.join(scratch, "pip-download-*", "*_*", ""))
        if files:
            unpack(os.path.join(download, files[0]), folder)
        elif left:
            os.makedirs(os.path.dirname(folder), exist_ok=True)
            shutil.move(left[0].rstrip("/"), folder)
            return folder
        else:
            print("%s: %s" % (spec, result.stdout.strip()[-300:]),
                  file=sys.stderr)
            return None
    inner = os.listdir(folder)
    return os.path.join(folder, inner[0]) if len(inner) == 1 else folder


def make_wrappers(args):
    folder = os.path.join(args.dir, "bin")
    os.makedirs(folder, exist_ok=True)
    for name, real in (("cc", args.gcc), ("c++", args.gxx)):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(WRAPPER % (sys.executable, real, real))
        os.chmod(path, 0o755)
    return folder


def build(args, wrappers, source, log):
    env = dict(os.environ, CORPUS_LOG=log, LC_ALL="C.UTF-8",
               CC=os.path.join(wrappers, "cc"),
               CXX=os.path.join(wrappers, "c++"))
    cmd = [args.python, "-m", "pip", "wheel", "--no-deps",
           "--no-build-isolation", "--wheel-dir",
           os.path.join(args.dir, "wheel"), "."]
    if os.path.exists(os.path.join(source, "setup.py")):
        cmd = [args.python, "setup.py", "build_ext", "--force"]
    # Unoptimized: only the command lines are wanted.
    env["CFLAGS"] = env["CXXFLAGS"] = "-O0"
    return run(cmd, cwd=source, env=env, timeout=3600)


def split_command(cwd, argv):
    """(source files, flags) of one compiler call; no sources for links."""
    sources, flags, rest = [], [], iter(argv)
    compiles = False
    for arg in rest:
        if arg == "-c":
            compiles = True
        elif arg in ("-o", "-MF", "-MT", "-MQ"):
            next(rest, None)
        elif arg.endswith(SOURCES) and not arg.startswith("-"):
            sources.append(os.path.normpath(os.path.join(cwd, arg)))
        elif arg.startswith(("-I", "-D", "-U", "-i", "-std", "-f", "-m")):
            flags.append(arg)
            if arg in ("-I", "-D", "-U", "-include", "-isystem",
                       "-iquote", "-idirafter"):
                flags.append(next(rest, ""))
    return (sources if compiles else []), flags


def kind_of(file):
    with open(file, encoding="utf-8", errors="replace") as f:
        text = f.read()
    head = text[:4000]
    if "Generated by Cython" in head:
        return "cython"
    if re.search(r"SWIG|mypyc|AUTOMATICALLY GENERATED|automatically generated",
                 head):
        return "generated"
    if not file.endswith(".c"):
        return "c++"
    return "handwritten" if re.search(r"Python\.h|PyObject", text) \
        else "bundled-c"


def units(package, log):
    seen = set()
    with open(log, encoding="utf-8") as f:
        for line in f:
            cwd, argv = json.loads(line)
            sources, flags = split_command(cwd, argv)
            for file in sources:
                if file not in seen and os.path.exists(file):
                    seen.add(file)
                    yield [package, kind_of(file), file, cwd,
                           shlex.join(flags)]


def guessed_units(args, package, source):
    include = run([args.python, "-c", "import sysconfig as s;"
                   "print(s.get_path('include'))"]).stdout.strip()
    numpy = run([args.python, "-c", "import numpy;"
                 "print(numpy.get_include())"]).stdout.strip()
    folders, files = {source}, []
    for folder, names, here in os.walk(source):
        names.sort()
        if any(n.endswith((".h", ".hpp")) for n in here):
            folders.add(folder)
        files += [os.path.join(folder, n) for n in sorted(here)
                  if n.endswith(SOURCES)]
    flags = ["-I" + include] + ["-I" + f for f in sorted(folders)]
    if os.path.isdir(numpy):
        flags.append("-I" + numpy)
    for file in files:
        with open(file, encoding="utf-8", errors="replace") as f:
            if re.search(r"Python\.h|PyObject", f.read()):
                yield [package, kind_of(file), file, source,
                       shlex.join(flags)]


def one(args, wrappers, spec):
    source = fetch(args, spec)
    if not source:
        return []
    package = spec.replace("==", "-")
    log = os.path.join(args.dir, "log", package + ".jsonl")
    if not os.path.exists(log):
        partial = log + ".part"
        open(partial, "w", encoding="utf-8").close()
        result = build(args, wrappers, source, partial)
        if result.returncode:
            print("%s: the build failed: %s" % (
                spec, result.stdout.strip()[-300:]), file=sys.stderr)
        shutil.move(partial, log)
    return list(units(package, log)) \
        or list(guessed_units(args, package, source))


def cpython_units(source):
    """As units(), from what `make -n' would do, and all of Modules."""
    source = os.path.abspath(source)
    package = "cpython-" + os.path.basename(source)
    made = run(["make", "-n"], cwd=source).stdout
    seen, flags = set(), []
    for line in made.splitlines():
        words = line.split()
        if "-c" not in words or not words[-1].endswith(".c"):
            continue
        try:
            sources, flags = split_command(source, shlex.split(line)[1:])
        except ValueError:
            continue
        for file in sources:
            if file not in seen and os.path.exists(file):
                seen.add(file)
                yield [package, "cpython", file, source, shlex.join(flags)]
    flags = [f for f in flags if f != "-DPy_BUILD_CORE"]
    flags += ["-DPy_BUILD_CORE_MODULE", "-IModules/expat",
              "-IModules/_ctypes", "-IModules/cjkcodecs"]
    for file in sorted(glob.glob(os.path.join(source, "Modules", "**", "*.c"),
                                 recursive=True)):
        if file not in seen:
            yield [package, "cpython", file, source, shlex.join(flags)]


def write_units(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        for row in rows:
            out.write("\t".join(row) + "\n")


def main():
    p = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("names", nargs="*", metavar="LIST|NAME==VERSION")
    p.add_argument("--dir", required=True)
    p.add_argument("--python", default="/usr/bin/python3")
    p.add_argument("--cpython", metavar="SOURCE")
    p.add_argument("--gcc", default="gcc-12")
    p.add_argument("--gxx", default="g++-12")
    args = p.parse_args()
    args.dir = os.path.abspath(args.dir)
    os.makedirs(os.path.join(args.dir, "log"), exist_ok=True)
    if args.cpython:
        write_units(os.path.join(args.dir, "cpython.tsv"),
                    cpython_units(args.cpython))
        return
    wrappers = make_wrappers(args)
    with open(os.path.join(args.dir, "units.tsv"), "w",
              encoding="utf-8") as out:
        for spec in wanted(args.names):
            found = one(args, wrappers, spec)
            print("%s: %d units" % (spec, len(found)), file=sys.stderr)
            for row in found:
                out.write("\t".join(row) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
