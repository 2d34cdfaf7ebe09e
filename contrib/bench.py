#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plugin costs: gcc -O2 -c with and without it, side by side.

usage: bench.py --plugin PYREFCHECK.SO [--runs N] [--flags FLAGS] FILE...
       bench.py --plugin PYREFCHECK.SO [--every N] --units UNITS.TSV

Each file is compiled in turn without and with the plugin, N times; the
minimum of the user and system times of each counts.  Prints a line per file
and the ratio of the sums.  --max R makes a ratio above R an error.
"""
import argparse
import os
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile

CXX_SUFFIXES = (".cc", ".cpp", ".cxx", ".C")


def cpu_seconds(cmd, cwd):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(cmd, cwd=cwd, check=False, stdin=subprocess.DEVNULL,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode:
        return None
    return (after.ru_utime - before.ru_utime
            + after.ru_stime - before.ru_stime)


def measure(args, file, cwd, flags, scratch):
    compiler = args.gxx if file.endswith(CXX_SUFFIXES) else args.gcc
    plain = [compiler, "-O2", "-c", *flags, "-o",
             os.path.join(scratch, "out.o"), file]
    with_plugin = [compiler, "-fplugin=" + args.plugin, *plain[1:]]
    times = [[], []]
    for _ in range(args.runs):
        for which, cmd in enumerate((plain, with_plugin)):
            seconds = cpu_seconds(cmd, cwd)
            if seconds is None:
                return None
            times[which].append(seconds)
    return min(times[0]), min(times[1])


def jobs(args):
    if not args.units:
        for file in args.files:
            yield os.path.abspath(file), ".", shlex.split(args.flags)
        return
    with open(args.units, encoding="utf-8") as f:
        for number, line in enumerate(f):
            row = line.rstrip("\n").split("\t")
            if number % args.every == 0 and len(row) >= 5:
                yield row[2], row[3], [
                    x for x in shlex.split(row[4]) if x[:2] != "-O"]


def main():
    p = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("files", nargs="*")
    p.add_argument("--plugin", required=True)
    p.add_argument("--gcc", default="gcc-12")
    p.add_argument("--gxx", default="g++-12")
    p.add_argument("--flags", default="", help="compiler flags for FILEs")
    p.add_argument("--units")
    p.add_argument("--every", type=int, default=1)
    p.add_argument("--runs", type=int, default=3)
    p.add_argument("--max", type=float)
    args = p.parse_args()
    args.plugin = os.path.abspath(args.plugin)
    sums, ratios = [0.0, 0.0], []
    with tempfile.TemporaryDirectory() as scratch:
        for file, cwd, flags in jobs(args):
            times = measure(args, file, cwd, flags, scratch)
            if not times:
                print("%-40s does not compile" % os.path.basename(file))
                continue
            sums = [a + b for a, b in zip(sums, times)]
            ratios.append(times[1] / times[0])
            print("%-40s %6.2f s %6.2f s  %.2f" % (
                os.path.basename(file), *times, ratios[-1]), flush=True)
    if not ratios:
        sys.exit("nothing was measured")
    total = sums[1] / sums[0]
    print("%d files: %.2f s, %.2f s; ratio of the sums %.3f, median %.3f, "
          "worst %.2f" % (len(ratios), *sums, total,
                          statistics.median(ratios), max(ratios)))
    return 1 if args.max and total > args.max else 0


if __name__ == "__main__":
    sys.exit(main())
