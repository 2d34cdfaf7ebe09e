# SPDX-License-Identifier: GPL-3.0-or-later
"""Test points as TAP: point(name, faults) prints one; done() ends.

A point with a TODO is expected to fail today, for the reason that it gives;
when it passes, that is an error.
"""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BUILD = os.environ.get("PRC_BUILD", ".")
_state = {"n": 0, "failed": 0}


def point(name, faults, skip=None, todo=None):
    faults = list(faults)
    _state["n"] += 1
    _state["failed"] += bool(faults) != bool(todo)
    print("%s %d - %s%s" % ("not ok" if faults else "ok", _state["n"], name,
                            " # SKIP " + skip if skip else
                            " # TODO " + todo if todo else ""))
    for fault in faults:
        print("# %s" % fault)


def done():
    print("1..%d" % _state["n"])
    sys.exit(1 if _state["failed"] else 0)


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8",
              errors="replace") as f:
        return f.read()


def files(*folders):
    """The project's files (git's, else all) below FOLDERS."""
    if os.path.exists(os.path.join(ROOT, ".git")):
        out = subprocess.run(["git", "-C", ROOT, "ls-files", *folders],
                             stdout=subprocess.PIPE, text=True, check=True)
        names = out.stdout.splitlines()
    else:
        names = [os.path.relpath(os.path.join(d, f), ROOT)
                 for folder in folders or (".",)
                 for d, _, fs in os.walk(os.path.join(ROOT, folder))
                 for f in fs]
    return sorted(n for n in names
                  if os.path.isfile(os.path.join(ROOT, n)))
