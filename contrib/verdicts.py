#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of reports that somebody judged: which a sweep still gives.

usage: verdicts.py [--list VERDICT] FINDINGS.TSV TRIAGE.TSV...

FINDINGS.TSV is of contrib/sweep.py over the packages that the triage tables
(testsuite/corpus/triage-*.tsv) speak of.  A report is still given when the
sweep has one of the same check at the same line of the same file; rows of
packages that the sweep has no unit of do not count.  One line a check:
true/false/unclear of the tables, and the same of what is still given.

--list true, or false, unclear: prints instead the rows of that verdict, each
behind `given' or `gone'.
"""
import argparse
import collections
import os
import signal
import sys

VERDICTS = ("true", "false", "unclear")


def rows(path, fields):
    with open(path, encoding="utf-8", errors="replace") as f:
        for number, line in enumerate(f, 1):
            row = line.rstrip("\n").split("\t")
            if line.startswith("#") or row[0] == "package":
                continue
            if len(row) < fields:
                sys.exit("%s:%d: %d fields, not %d" % (path, number, len(row),
                                                       fields))
            yield row


def key(row):
    return row[0], os.path.basename(row[1]), row[2], row[4]


def swept(findings):
    """The packages that the sweep has units of."""
    units = os.path.join(os.path.dirname(findings), "units.tsv")
    if os.path.exists(units):
        return {row[0] for row in rows(units, 1)}
    return {row[0] for row in rows(findings, 5)}


def main():
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--list", choices=VERDICTS)
    p.add_argument("findings", metavar="FINDINGS.TSV")
    p.add_argument("tables", metavar="TRIAGE.TSV", nargs="+")
    args = p.parse_args()
    try:
        given = {key(row) for row in rows(args.findings, 5)}
        packages = swept(args.findings)
        judged = {}
        for table in args.tables:
            for row in rows(table, 7):
                if row[0] in packages and row[6] in VERDICTS:
                    judged[key(row)] = row
    except OSError as e:
        sys.exit("%s: %s" % (e.filename, e.strerror))
    before, after = collections.Counter(), collections.Counter()
    for k, row in sorted(judged.items()):
        for check in (row[4], "all"):
            before[check, row[6]] += 1
            after[check, row[6]] += k in given
        if row[6] == args.list:
            print("given" if k in given else "gone", *row, sep="\t")
    for check in sorted({c for c, _ in before} if not args.list else ()):
        print("%-24s %s -> %s" % (check, *(
            "/".join(str(n[check, v]) for v in VERDICTS)
            for n in (before, after))))


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    main()
