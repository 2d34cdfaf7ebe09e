#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the known bugs of published extensions a sweep has found.

usage: known-bugs.py [--missing] [--min N] FINDINGS.TSV [KNOWN.TSV]

FINDINGS.TSV is of contrib/sweep.py, over a corpus that holds the releases
that KNOWN.TSV (testsuite/corpus/known-bugs.tsv) names.  A bug is found when a
finding of a check of its class stands in its file and function; near, when
one of another check does.  Bugs that the sweep did not reach (their file does not
compile or has no function of that name, or no unit of UNITS.TSV beside the
findings is of their release) do not count.

--min N makes fewer than N found an error.
"""
import argparse
import collections
import os
import sys

REFERENCES = {"reference-leak", "over-release", "use-after-release",
              "missing-incref", "stale-borrow", "dangling-field",
              "reinit-leak", "unsafe-borrow"}
NULL = {"null-dereference", "null-argument", "unchecked-error",
        "uninitialized-object"}
CHECKS = {
    "ref-leak": {"reference-leak", "reinit-leak", "resource-leak"},
    "ref-leak-error-path": {"reference-leak", "resource-leak"},
    "null-deref": NULL,
    "missing-null-check": NULL,
    "decref-null": NULL,
    "wrong-variable-null-check": NULL,
    "new-without-init-null": NULL,
    "exc-swallow": {"exception-swallowed", "unchecked-error",
                    "stale-exception"},
    "dict-getitem-swallow": {"exception-swallowed", "unchecked-error",
                             "exception-clobbered"},
    "hasattr-swallow": {"exception-swallowed", "unchecked-error"},
    "exc-clobber": {"exception-clobbered", "stale-exception"},
    "return-value-with-exception": {"stale-exception"},
    "missing-return-after-error": {"stale-exception", "missing-exception",
                                   "exception-clobbered"} | NULL,
    "error-unchecked": {"unchecked-error", "error-as-truth",
                        "stale-exception"} | NULL,
    "error-as-truthy": {"error-as-truth", "unchecked-error",
                        "stale-exception"},
    "resource-leak": {"resource-leak"},
    "resource-leak-error-path": {"resource-leak", "reference-leak"},
    "realloc-loses-pointer": {"resource-leak"},
    "uninit-buffer-release": {"uninitialized-object", "allocator-mismatch"}
    | NULL,
    "uaf": REFERENCES,
    "uaf-borrowed": REFERENCES,
    "double-decref": REFERENCES,
    "steal-double-free": REFERENCES,
    "over-decref": REFERENCES,
    "over-decref-borrowed-stored": REFERENCES,
    "over-decref-return-borrowed": REFERENCES,
    "decref-before-assign": REFERENCES,
    "traverse-missing-member": {"gc-protocol"},
    "dealloc-missing-untrack": {"gc-protocol"},
    "dealloc-untrack-order": {"gc-protocol", "heap-type-dealloc"},
    "dealloc-no-tp_free": {"type-slots", "heap-type-dealloc", "resource-leak",
                           "allocator-mismatch", "gc-protocol"},
    "dealloc-missing-member": {"reference-leak", "gc-protocol",
                               "resource-leak"},
    "gil-mismatch": {"gil-unbalanced", "gil-not-held"},
    "gil-api-without-gil": {"gil-not-held", "gil-unbalanced"},
    "gil-race": {"gil-not-held", "unlocked-state", "stale-borrow"},
}

Bug = collections.namedtuple(
    "Bug", "package version file function kind url description")


def rows(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        for line in f:
            if not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def read_bugs(path):
    bugs = [Bug(*row) for row in rows(path)]
    unknown = {b.kind for b in bugs} - set(CHECKS)
    if unknown:
        sys.exit("no checks for the class " + ", ".join(sorted(unknown)))
    return bugs


def release(bug):
    return ("%s-%s" % (bug.package, bug.version)).lower()


def place(package, file):
    return package.lower(), os.path.basename(file)


def functions(bug):
    """Its name, or None for what is said in words."""
    return bug.function if bug.function.isidentifier() else None


def text_of(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        return f.read()


def is_reached(bug, compiled, broken, findings):
    here = place(release(bug), bug.file)
    if here not in compiled:
        # What is no unit of its own is included by one, or by what one
        # includes: then something may have been found in it.
        return here in findings or here not in broken and any(
            '/%s"' % here[1] in text or '"%s"' % here[1] in text
            for unit, path in compiled.items() if unit[0] == here[0]
            for text in [text_of(path)])
    # The function may have another name in that release, or not be there;
    # that of a module's initialiser is a macro's.
    return not functions(bug) or bug.function.startswith("PyInit_") \
        or bug.function in text_of(compiled[here])


def judge(bug, findings, reached):
    here = place(release(bug), bug.file)
    if here not in reached:
        return "absent"
    name = functions(bug)
    checks = {check for function, check in findings[here]
              if not name or function == name}
    if checks & CHECKS[bug.kind]:
        return "found"
    return "near" if checks else "missing"


def main():
    p = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..",
                           "testsuite", "corpus", "known-bugs.tsv")
    p.add_argument("findings", metavar="FINDINGS.TSV")
    p.add_argument("known", metavar="KNOWN.TSV", nargs="?", default=default)
    p.add_argument("--missing", action="store_true",
                   help="print those that are not found")
    p.add_argument("--min", type=int, default=0)
    args = p.parse_args()
    findings = collections.defaultdict(list)
    for package, file, _, function, check, *_ in rows(args.findings):
        findings[place(package, file)].append((function, check))
    units = os.path.join(os.path.dirname(args.findings) or ".", "units.tsv")
    compiled, broken = {}, set()
    for package, _, file, status, *_ in rows(units):
        if status == "broken":
            broken.add(place(package, file))
        else:
            compiled[place(package, file)] = file
    bugs = read_bugs(args.known)
    reached = {place(release(b), b.file) for b in bugs
               if is_reached(b, compiled, broken, findings)}
    verdicts = collections.Counter()
    by_kind = collections.defaultdict(collections.Counter)
    for bug in bugs:
        verdict = judge(bug, findings, reached)
        verdicts[verdict] += 1
        by_kind[bug.kind][verdict] += 1
        if args.missing and verdict in ("near", "missing"):
            print("\t".join([verdict, *bug]))
    for kind, counts in sorted(by_kind.items()):
        print("%-28s %s" % (kind, ", ".join(
            "%d %s" % (n, v) for v, n in sorted(counts.items()))))
    tested = sum(verdicts.values()) - verdicts["absent"]
    print("%d of %d found (%d near, %d absent from the sweep)" % (
        verdicts["found"], tested, verdicts["near"], verdicts["absent"]))
    return 1 if verdicts["found"] < args.min else 0


if __name__ == "__main__":
    sys.exit(main())
