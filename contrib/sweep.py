#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles many real units with the plugin, and tables what came out.

usage: sweep.py [options] --plugin PYREFCHECK.SO --out DIR UNITS.TSV...

A row of UNITS.TSV is package, kind, file, working directory, flags (as a
shell would read them), tab-separated.  contrib/corpus.py makes such files.

DIR gets  json/PACKAGE/    the findings, a file per unit
          findings.tsv     package file line function check message key
          units.tsv        package kind file status seconds findings
          log/             stderr of the units whose status is not ok

Status: ok; broken (does not compile without the plugin either); crash (ends
by a signal or an internal compiler error with the plugin only); timeout;
internal (the plugin reported a failure of its own); failed (compiles only
without the plugin).  The exit code is 1 when a unit's status is none of ok
and broken.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time

FAULTS = ("crash", "timeout", "internal", "failed")
CXX_SUFFIXES = (".cc", ".cpp", ".cxx", ".C", ".c++")

Unit = collections.namedtuple("Unit", "number package kind file cwd flags")


def read_units(paths):
    for path in paths:
        with open(path, encoding="utf-8", errors="surrogateescape") as f:
            for line in f:
                row = line.rstrip("\n").split("\t")
                if len(row) < 5 or line.startswith("#"):
                    continue
                yield row[:5]


def select_units(args):
    units = []
    for package, kind, file, cwd, flags in read_units(args.units):
        if args.kind and kind not in args.kind.split(","):
            continue
        if args.match and not re.search(args.match, package + " " + file):
            continue
        units.append(Unit(len(units), package, kind, file, cwd, flags))
    if args.every > 1:
        units = units[::args.every]
    return units[:args.limit] if args.limit else units


def safe(name):
    return re.sub(r"[^A-Za-z0-9._+-]", "_", name)


def wanted_flags(text):
    """The unit's flags without what chooses warnings or outputs."""
    flags = iter(shlex.split(text))
    for flag in flags:
        if flag in ("-o", "-MF", "-MT", "-MQ"):
            next(flags, None)
        elif flag in ("-c", "-S", "-w", "-MD", "-MMD", "-M", "-MM"):
            pass
        elif not re.match(r"-(W(?!p,|a,)|pedantic|O)", flag):
            yield flag


class Sweep:
    def __init__(self, args):
        self.args = args
        self.scratch = tempfile.mkdtemp(prefix="sweep-")
        self.done = 0
        self.lock = threading.Lock()

    def json_dir(self, unit):
        return os.path.join(self.args.out, "json", safe(unit.package),
                            str(unit.number))

    def command(self, unit, with_plugin):
        cxx = unit.file.endswith(CXX_SUFFIXES)
        args = self.args
        cmd = shlex.split(args.gxx if cxx else args.gcc)
        cmd += [args.opt, *wanted_flags(unit.flags)]
        if with_plugin:
            # The prefix of plugin arguments is the file's name.
            stem = os.path.splitext(os.path.basename(args.plugin))[0]
            prefix = "-fplugin-arg-" + stem + "-"
            cmd += ["-fplugin=" + args.plugin,
                    prefix + "output=" + self.json_dir(unit)]
            cmd += [prefix + a for a in args.arg]
        out = os.path.join(self.scratch, "%d.s" % unit.number)
        return cmd + ["-S", "-o", out, unit.file]

    def run(self, unit, with_plugin):
        """(exit code or None for a timeout, stderr)"""
        limit = "ulimit -v %d; exec \"$@\"" % (self.args.memory * 1024)
        cmd = ["sh", "-c", limit, "sh", *self.command(unit, with_plugin)]
        env = dict(os.environ, LC_ALL="C")
        process = subprocess.Popen(
            cmd, cwd=unit.cwd, env=env, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            start_new_session=True)
        try:
            _, err = process.communicate(timeout=self.args.timeout)
            return process.returncode, err.decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            _, err = process.communicate()
            return None, err.decode("utf-8", "replace")

    def judge(self, unit, code, err):
        if code == 0:
            internal = re.search(r"pyrefcheck.*internal (error|failure)", err)
            return "internal" if internal else "ok"
        if code is not None and re.search(
                r"pyrefcheck.*internal (error|failure)", err):
            return "internal"
        bare, _ = self.run(unit, False)
        if bare != 0:
            return "broken"
        if code is None:
            return "timeout"
        ice = "internal compiler error" in err or "Segmentation" in err
        return "crash" if code < 0 or code >= 128 or ice else "failed"

    def one(self, unit):
        start = time.monotonic()
        if not os.path.isdir(unit.cwd) or not os.path.exists(
                os.path.join(unit.cwd, unit.file)):
            return unit, "broken", 0.0, []
        code, err = self.run(unit, True)
        seconds = time.monotonic() - start
        status = self.judge(unit, code, err)
        findings = list(self.collect(unit))
        if any(f is None for f in findings):
            status = "internal"
        if status != "ok":
            log = os.path.join(self.args.out, "log", "%d-%s" % (
                unit.number, safe(os.path.basename(unit.file))))
            with open(log, "w", encoding="utf-8") as f:
                f.write(shlex.join(self.command(unit, True)) + "\n" + err)
        self.progress(unit, status)
        return unit, status, seconds, [f for f in findings if f]

    def collect(self, unit):
        """The findings' rows; None for a unit that tells of failures."""
        folder = self.json_dir(unit)
        names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        for name in names:
            if not name.endswith(".json"):
                continue
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                data = json.load(f)
            if data.get("counts", {}).get("internal_errors"):
                yield None
            for f in data["findings"]:
                file = os.path.join(unit.cwd, f["file"])
                if file.startswith(unit.cwd + "/"):
                    file = os.path.relpath(file, unit.cwd)
                yield [unit.package, file, f["line"], f["function"] or "",
                       f["check"], f["message"], f["key"]]

    def progress(self, unit, status):
        with self.lock:
            self.done += 1
            if status in FAULTS:
                print("%s: %s %s" % (status, unit.package, unit.file),
                      file=sys.stderr)
            elif sys.stderr.isatty():
                print("\r%d/%d " % (self.done, self.total), end="",
                      file=sys.stderr)

    def all(self, units):
        self.total = len(units)
        with concurrent.futures.ThreadPoolExecutor(self.args.jobs) as pool:
            return list(pool.map(self.one, units))


def write_tsv(path, head, rows):
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as f:
        for row in [head, *rows]:
            f.write("\t".join(re.sub(r"[\t\n]", " ", str(c))
                              for c in row) + "\n")


def write_results(out, results):
    rows = {tuple(map(str, f)): f for r in results for f in r[3]}
    findings = sorted(rows.values(), key=lambda f: (f[0], f[1], f[2], f[4:]))
    write_tsv(os.path.join(out, "findings.tsv"),
              "package file line function check message key".split(),
              findings)
    write_tsv(os.path.join(out, "units.tsv"),
              "package kind file status seconds findings".split(),
              [(u.package, u.kind, u.file, status, "%.2f" % s, len(f))
               for u, status, s, f in results])
    return findings


def print_summary(results, findings):
    status = collections.Counter(r[1] for r in results)
    print("%d units: %s" % (len(results), ", ".join(
        "%d %s" % (n, s) for s, n in status.most_common())))
    checks = collections.Counter(f[4] for f in findings)
    print("%d findings in %d packages" % (
        len(findings), len({f[0] for f in findings})))
    for check, n in checks.most_common():
        print("%7d %s" % (n, check))
    slow = sorted(results, key=lambda r: -r[2])[:5]
    print("slowest: " + ", ".join("%s %.1fs" % (
        os.path.basename(r[0].file), r[2]) for r in slow))
    return any(status[s] for s in FAULTS)


def parse_args():
    p = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("units", nargs="+", metavar="UNITS.TSV")
    p.add_argument("--plugin", required=True, help="the built pyrefcheck.so")
    p.add_argument("--out", required=True, help="result folder, made anew")
    p.add_argument("--gcc", default="gcc-12", help="C compiler")
    p.add_argument("--gxx", default="g++-12", help="C++ compiler")
    p.add_argument("--opt", default="-O1", help="optimisation (-O1)")
    p.add_argument("-j", "--jobs", type=int, default=1)
    p.add_argument("--timeout", type=float, default=300, help="seconds")
    p.add_argument("--memory", type=int, default=6000, help="MB per compiler")
    p.add_argument("--kind", help="only these kinds: handwritten,cython,...")
    p.add_argument("--match", help="only `package file' with this regex")
    p.add_argument("--every", type=int, default=1, help="each Nth unit only")
    p.add_argument("--limit", type=int, help="the first N units only")
    p.add_argument("--arg", action="append", default=[],
                   help="a plugin argument, KEY or KEY=VALUE; repeatable")
    return p.parse_args()


def main():
    args = parse_args()
    args.plugin = os.path.abspath(args.plugin)
    args.out = os.path.abspath(args.out)
    for folder in ("json", "log"):
        shutil.rmtree(os.path.join(args.out, folder), ignore_errors=True)
        os.makedirs(os.path.join(args.out, folder))
    sweep = Sweep(args)
    try:
        results = sweep.all(select_units(args))
    finally:
        shutil.rmtree(sweep.scratch, ignore_errors=True)
    findings = write_results(args.out, results)
    return 1 if print_summary(results, findings) else 0


if __name__ == "__main__":
    sys.exit(main())
