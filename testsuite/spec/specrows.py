# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the rows of specs/*.def, for the scripts of this directory."""

import os
import re


def split_top(text):
    """The arguments of a macro call, split at top-level commas."""
    parts, depth, start, quoted = [], 0, 0, False
    for i, ch in enumerate(text):
        if ch == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif ch in "([{":
            depth += 1
        elif ch in ")]}":
            depth -= 1
        elif ch == "," and depth == 0:
            parts.append(text[start:i].strip())
            start = i + 1
    parts.append(text[start:].strip())
    return parts


def calls(text, names):
    """Yields (macro, argument text, line) for the macro calls in a .def."""
    pattern = re.compile(r"^(%s) \(" % "|".join(names), re.M)
    for m in pattern.finditer(text):
        depth, i, quoted = 1, m.end(), False
        while depth:
            ch = text[i]
            if ch == '"':
                quoted = not quoted
            elif not quoted and ch in "()":
                depth += 1 if ch == "(" else -1
            i += 1
        yield m.group(1), text[m.end():i - 1], text.count("\n", 0, m.start()) + 1


def parse_effects(text):
    """[(word, [operands])] of "OWN (0) RAISES (TypeError | ValueError)"."""
    out = []
    text = re.sub(r"\s+", " ", text)
    for m in re.finditer(r"([A-Z_]+)(?: \(([^()]*)\))?", text):
        operands = m.group(2)
        if operands is None:
            out.append((m.group(1), []))
        elif m.group(1) == "RAISES":
            out.append(("RAISES", [k.strip() for k in operands.split("|")]))
        else:
            out.append((m.group(1), [o.strip() for o in operands.split(",")]))
    return out


class Outcome:
    def __init__(self, kind, text):
        self.kind = kind
        pred, _, rest = text.partition(",")
        self.pred = pred.strip()
        self.effects = parse_effects(rest)

    def has(self, word, *operands):
        return (word, list(operands)) in self.effects if operands \
            else any(w == word for w, _ in self.effects)

    def operands(self, word):
        return [o for w, o in self.effects if w == word]


class Row:
    def __init__(self, where, text):
        parts = split_top(text)
        self.where = where
        self.name, versions, self.ret = parts[0], parts[1], parts[2]
        n = [int(x) for x in re.findall(r"\d+", versions)]
        self.since = (n[0], n[1])
        self.until = (n[2], n[3]) if len(n) > 2 else None
        inner = parts[3].strip()[1:-1].strip()
        self.params = [] if inner in ("", "VOID") \
            else [p.strip() for p in inner.split(",")]
        self.extra = parts[4][parts[4].index("(") + 1:-1]
        m = re.search(r"FLAGS\s*\(([^)]*)\)", self.extra)
        self.flags = set(re.findall(r"CF_\w+", m.group(1))) if m else set()
        m = re.search(r"\bTYPE\s*\((\w+)\)", self.extra)
        self.type = m.group(1) if m else None
        self.variadic = "CF_VARIADIC" in self.flags
        self.outcomes = [
            Outcome(macro, args) for macro, args, _ in calls(
                re.sub(r"(?<=[)\s])(OUTCOME|FAILS\w*) \(", r"\n\1 (",
                       "\n" + ", ".join(parts[5:])),
                ["OUTCOME", "FAILS_NO_MEMORY", "FAILS_IF_MISUSED", "FAILS"])]

    def in_version(self, v):
        return self.since <= v and (self.until is None or v < self.until)


def read(directory):
    """(rows, aliases, data) of all .def files there."""
    rows, aliases, data = [], {}, {}
    for f in sorted(os.listdir(directory)):
        if not f.endswith(".def") or f == "all.def":
            continue
        with open(os.path.join(directory, f)) as stream:
            text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group(0).count("\n"),
                          stream.read(), flags=re.S)
        for macro, args, line in calls(text, ["API", "ALIAS", "DATUM"]):
            if macro == "API":
                rows.append(Row("%s:%d" % (f, line), args))
            else:
                a, b = split_top(args)
                (aliases if macro == "ALIAS" else data)[a] = b
    return rows, aliases, data
