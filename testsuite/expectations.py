# SPDX-License-Identifier: GPL-3.0-or-later
"""Test inputs that say in their own comments what must be found in them.

    // expect: NAME 'part of the message' 'another part'
        the check NAME reports on this line
    // expect-step: NAME 2 'part of the event'
        event 2 of a finding of NAME is on this line
    // todo: NAME
        should be reported and is not, today; an error once it is

Several may stand in one line.  Whatever is found and not expected is an
error.  A function whose name ends in _ok has no finding, one in _bad has at
least one (or a todo).

A line `// pyrefcheck: TAG=VALUE ...' among the first ten sets
    python=X.Y[-X.Y]  the targeted versions
    args=KEY[=VALUE]  a plugin argument; may be repeated
    flags=FLAG        a compiler flag; may be repeated
    lang=c,c++        in which languages to compile (by the suffix)
    opt=O0,O2         at which levels (O0,O2)
    skip-if=COND      gcc<13, python<3.12, gcc>=15 ...; may be repeated
"""
import collections
import json
import os
import re
import shutil
import subprocess
import tempfile

MARK = re.compile(r"\b(expect|expect-step|todo):\s*([a-z0-9-]+)"
                  r"(?:\s+(\d+))?((?:\s*'[^']*')*)")
HEAD = re.compile(r"(?://|#|/\*)\s*pyrefcheck:\s*(.*?)\s*(?:\*/)?$")
DEFINITION = re.compile(r"^(?!\s)[^;{}()#=]*?\b(\w+)\s*\([^;{}]*\{?\s*$")
TAGS = ("python", "args", "flags", "lang", "opt", "skip-if")
CXX_SUFFIXES = (".cc", ".cpp", ".cxx")

Mark = collections.namedtuple("Mark", "kind check step parts line")


class BadTest(Exception):
    pass


class Source:
    """One input: its head, its marks, its functions."""

    def __init__(self, path):
        self.path = path
        with open(path, encoding="utf-8") as f:
            self.lines = f.read().split("\n")
        self.tags = self.read_head()
        self.marks = list(self.read_marks())
        self.functions = list(self.read_functions())

    def read_head(self):
        tags = {tag: [] for tag in TAGS}
        for line in self.lines[:10]:
            head = HEAD.match(line.strip())
            for word in head.group(1).split() if head else ():
                tag, equals, value = word.partition("=")
                if tag not in tags or not equals:
                    raise BadTest("unknown tag '%s'" % word)
                tags[tag].append(value)
        return tags

    def read_marks(self):
        for number, line in enumerate(self.lines, 1):
            comment = re.search(r"//|/\*|#", line)
            if not comment:
                continue
            for m in MARK.finditer(line, comment.start()):
                kind, check, step, parts = m.groups()
                yield Mark(kind, check, step and int(step),
                           re.findall(r"'([^']*)'", parts), number)
            if re.search(r"\b(expect|expect-step|todo):(?!\s*[a-z])", line):
                raise BadTest("line %d: a mark without a name" % number)

    def read_functions(self):
        """(name, first line, last line), by the layout of C code."""
        start = None
        for number, line in enumerate(self.lines, 1):
            found = DEFINITION.match(line)
            if found and not start:
                name, start = found.group(1), number
            elif line.startswith("}") and start:
                yield name, start, number
                start = None
            elif line.rstrip().endswith(";") and start and \
                    not line.startswith((" ", "\t", "{")):
                start = None

    def includes(self):
        for line in self.lines:
            found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if found:
                path = os.path.join(os.path.dirname(self.path),
                                    found.group(1))
                if os.path.exists(path):
                    yield path


def bare_function(name):
    """The last part of a C++ name."""
    name = re.sub(r"[<(].*", "", name or "")
    return name.rsplit("::", 1)[-1].split()[-1] if name.strip() else ""


def fits(mark, finding):
    return (mark.line == finding["line"] and mark.check == finding["check"]
            and all(p in finding["message"] for p in mark.parts))


def step_fits(mark, finding, base):
    if mark.check != finding["check"]:
        return False
    for number, event in enumerate(finding["events"], 1):
        if (mark.step in (None, number) and event["line"] == mark.line
                and os.path.basename(event["file"]) == base
                and all(p in event["text"] for p in mark.parts)):
            return True
    return False


def compare_one(source, findings):
    """What is wrong with FINDINGS, all of the file SOURCE, as texts."""
    left = [m for m in source.marks if m.kind != "expect-step"]
    for f in findings:
        at = "line %d: %s: %s" % (f["line"], f["check"], f["message"])
        mark = next((m for m in left if fits(m, f)), None)
        if not mark:
            yield "unexpected, " + at
            continue
        left.remove(mark)
        if mark.kind == "todo":
            yield "now found, make todo an expect: " + at
    for m in left:
        if m.kind == "expect":
            yield "missing, line %d: %s %s" % (
                m.line, m.check, " ".join(map(repr, m.parts)))


def compare_steps(source, findings):
    base = os.path.basename(source.path)
    for m in source.marks:
        if m.kind == "expect-step" and not any(
                step_fits(m, f, base) for f in findings):
            yield "missing step, line %d: %s %s %s" % (
                m.line, m.check, m.step, " ".join(map(repr, m.parts)))


def compare_names(source, findings):
    found = {bare_function(f["function"]) for f in findings}
    for name in sorted(found):
        if re.search(r"_ok\d*$", name):
            yield "a finding in '%s', which must have none" % name
    for name, first, last in source.functions:
        waits = any(m.kind == "todo" and first <= m.line <= last
                    for m in source.marks)
        if re.search(r"_bad\d*$", name) and name not in found and not waits:
            yield "no finding in '%s', line %d" % (name, first)


def compare(source, findings):
    """All that is wrong with what was found in SOURCE and its headers."""
    sources = {os.path.basename(source.path): source}
    for path in source.includes():
        header = Source(path)
        sources[os.path.basename(path)] = header
    for f in findings:
        if os.path.basename(f["file"]) not in sources:
            yield "unexpected, %s:%d: %s: %s" % (
                f["file"], f["line"], f["check"], f["message"])
    for name, s in sources.items():
        here = [f for f in findings if os.path.basename(f["file"]) == name]
        yield from compare_one(s, here)
        yield from compare_steps(s, findings)
    yield from compare_names(source, findings)


# ------------------------------------------------------------- compiling

class Compiler:
    """A GCC with the plugin, and a Python's headers."""

    def __init__(self, plugin, cc, cxx, cppflags):
        self.plugin, self.cc, self.cxx = plugin, cc, cxx
        self.cppflags = cppflags
        self.versions = {"gcc": self.gcc_version(),
                         "python": self.python_version()}

    def gcc_version(self):
        out = subprocess.run([*self.cc, "-dumpversion"], text=True,
                             stdout=subprocess.PIPE, check=True)
        return version(out.stdout.strip())

    def python_version(self):
        out = subprocess.run(
            [*self.cc, *self.cppflags, "-E", "-P", "-x", "c", "-"],
            input="#include <patchlevel.h>\n@PY_MAJOR_VERSION.@PY_MINOR_VERSION",
            text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            check=False)
        return version(re.sub(r"[@\s]", "", out.stdout))

    def why_skip(self, source):
        for condition in source.tags["skip-if"]:
            m = re.fullmatch(r"(gcc|python)(<|>=)([\d.]+)", condition)
            if not m:
                raise BadTest("skip-if=%s is not understood" % condition)
            what, op, wanted = m.groups()
            less = self.versions[what] < version(wanted)
            if less == (op == "<"):
                return condition
        return None

    def command(self, source, check, lang, opt, output, scratch):
        prefix = "-fplugin-arg-pyrefcheck-"
        cmd = [*(self.cxx if lang == "c++" else self.cc), "-x", lang,
               "-" + opt, *self.cppflags, "-fplugin=" + self.plugin,
               prefix + "output=" + output, prefix + "strict-internal",
               prefix + "verify"]
        if lang == "c":
            # Functions that a later Python has lost; errors since GCC 14.
            cmd += ["-Wno-error=implicit-function-declaration",
                    "-Wno-error=int-conversion"]
        if check:
            cmd.append(prefix + "enable=" + check)
        cmd += [prefix + "python=" + p for p in source.tags["python"]]
        cmd += [prefix + a for a in source.tags["args"]]
        cmd += source.tags["flags"]
        return cmd + ["-S", "-o", os.path.join(scratch, "out.s"),
                      os.path.basename(source.path)]

    def findings(self, source, check, lang, opt, timeout=120):
        """What the plugin finds; BadTest when it does not get that far."""
        scratch = tempfile.mkdtemp(prefix="pyrefcheck-test-")
        output = os.path.join(scratch, "json")
        try:
            run = subprocess.run(
                self.command(source, check, lang, opt, output, scratch),
                cwd=os.path.dirname(source.path) or ".", timeout=timeout,
                env=dict(os.environ, LC_ALL="C"), check=False,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, errors="replace")
            if run.returncode:
                raise BadTest("does not compile:\n" + run.stdout)
            return read_findings(output)
        except subprocess.TimeoutExpired:
            raise BadTest("no end after %d s" % timeout) from None
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def version(text):
    return tuple(int(n) for n in re.findall(r"\d+", text)[:2])


def read_findings(folder):
    if not os.path.isdir(folder):
        raise BadTest("the plugin wrote no findings file")
    found = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            data = json.load(f)
        if data["counts"]["internal_errors"]:
            raise BadTest("the plugin failed inside")
        found += data["findings"]
    return found


def languages(source):
    if source.tags["lang"]:
        return [lang for v in source.tags["lang"] for lang in v.split(",")]
    return ["c++" if source.path.endswith(CXX_SUFFIXES) else "c"]


def levels(source):
    return [o for v in source.tags["opt"] for o in v.split(",")] \
        or ["O0", "O2"]


def check_of(path):
    """testsuite/check/NAME/file.c -> NAME"""
    folder = os.path.dirname(os.path.abspath(path))
    above = os.path.basename(os.path.dirname(folder))
    return os.path.basename(folder) if above == "check" else None


# -------------------------------------------------------------- IR text

class IrDriver:
    """pyrefcheck-ir.  Marks belong to the places `!line:column' that the
    text's lines end with, not to the text's own lines."""

    def __init__(self, program):
        self.program = program

    def findings(self, source, check):
        cmd = [self.program, "--json", "--set=verify"]
        if check:
            cmd.append("--set=enable=" + check)
        cmd += ["--set=python=" + p for p in source.tags["python"]]
        cmd += ["--set=" + a for a in source.tags["args"]]
        run = subprocess.run([*cmd, source.path], check=False, timeout=120,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             text=True)
        if run.returncode:
            raise BadTest("pyrefcheck-ir fails:\n" + run.stderr)
        return [json.loads(line) for line in run.stdout.splitlines()]


def move_marks_to_places(source):
    """Gives each mark the line that its text's place has."""
    marks = []
    for m in source.marks:
        place = re.search(r"!(\d+)(:\d+)?", source.lines[m.line - 1])
        if not place:
            raise BadTest("line %d: a mark, but no place" % m.line)
        marks.append(m._replace(line=int(place.group(1))))
    source.marks = marks
    source.functions = []


def compare_ir(source, findings):
    move_marks_to_places(source)
    yield from compare_one(source, findings)
    for f in findings:
        f["file"] = os.path.basename(source.path)
        for e in f["events"]:
            e["file"] = f["file"]
    yield from compare_steps(source, findings)
    yield from compare_names(source, findings)
