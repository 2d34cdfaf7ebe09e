#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the plugin's cost grows with the size of a unit.

usage: scale.py --plugin PYREFCHECK.SO [--shape NAME,...] [--sizes N,...]

Writes C units of about N statements in each shape, compiles them at -O0
without and with the plugin, and prints the plugin's share: the difference of
the CPU seconds (the lesser of --runs), that per 1000 statements, and the peak
memory.  Linear growth is a flat last column but one.

Shapes: many   functions of some twenty statements each
        long   one function: calls, each checked, that release and return
        goto   one function in the manner of generated code: one error label,
               every temporary released there
        meet   one function of tests in a row whose two ways meet again
        cases  one function, a loop over a switch, of which each case asks how
               the one before ended, and calls what nobody knows
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile

HEAD = "#include <Python.h>\n"


def many(n):
    out = [HEAD]
    for i in range(max(1, n // 20)):
        out.append("""
PyObject *many_%d(PyObject *self, PyObject *args)
{
	PyObject *a, *list, *s;
	long n;

	if (!PyArg_ParseTuple(args, "O", &a))
		return NULL;
	n = PyLong_AsLong(a);
	if (n == -1 && PyErr_Occurred())
		return NULL;
	list = PyList_New(0);
	if (!list)
		return NULL;
	while (n-- > 0) {
		s = PyObject_Str(a);
		if (!s || PyList_Append(list, s) < 0) {
			Py_XDECREF(s);
			Py_DECREF(list);
			return NULL;
		}
		Py_DECREF(s);
	}
	return list;
}
""" % i)
    return "".join(out)


def long_function(n):
    body = ["""	{
		PyObject *x = PyObject_GetAttrString(o, "a%d");

		if (!x)
			return NULL;
		if (PyObject_SetAttrString(o, "b", x) < 0) {
			Py_DECREF(x);
			return NULL;
		}
		Py_DECREF(x);
	}
""" % i for i in range(max(1, n // 7))]
    return HEAD + "PyObject *f(PyObject *o)\n{\n" + "".join(body) \
        + "\tPy_RETURN_NONE;\n}\n"


def goto(n):
    body = ["""	t%d = PyObject_GetAttr(o, names[%d]);
	if (!t%d)
		goto error;
	if (PyObject_SetAttr(o, names[%d], t%d) < 0)
		goto error;
	Py_DECREF(t%d);
	t%d = NULL;
""" % (i % 8, i % 64, i % 8, (i + 1) % 64, i % 8, i % 8, i % 8)
        for i in range(max(1, n // 7))]
    return HEAD + "extern PyObject *names[64];\n" \
        "PyObject *f(PyObject *o)\n{\n" \
        + "".join("\tPyObject *t%d = NULL;\n" % i for i in range(8)) \
        + "".join(body) + "\tPy_RETURN_NONE;\nerror:\n" \
        + "".join("\tPy_XDECREF(t%d);\n" % i for i in range(8)) \
        + "\treturn NULL;\n}\n"


def meet(n):
    body = ["\tif (g(%d))\n\t\ttotal += g(total);\n" % i
            for i in range(max(1, n // 3))]
    return HEAD + "extern long g(long);\n" \
        "PyObject *f(PyObject *o)\n{\n" \
        "\tlong total = 0;\n\tPyObject *s = PyObject_Str(o);\n\n" \
        "\tif (!s)\n\t\treturn NULL;\n" + "".join(body) \
        + "\tPy_DECREF(s);\n\treturn PyLong_FromLong(total);\n}\n"


def cases(n):
    n = max(1, n // 4)
    body = ["""		case %d:
			if (status == %d)
				continue;
			status = step_%d(o);
			continue;
""" % (i, i, i) for i in range(n)]
    return HEAD + "".join("extern int step_%d(PyObject *);\n" % i
                          for i in range(n)) \
        + "extern int next(void);\n" \
        "PyObject *f(PyObject *o)\n{\n\tint status = 0;\n\n" \
        "\tfor (;;)\n\t\tswitch (next()) {\n" + "".join(body) \
        + "\t\tdefault:\n\t\t\tif (status < 0)\n\t\t\t\treturn " \
        "PyErr_NoMemory();\n\t\t\tPy_RETURN_NONE;\n\t\t}\n}\n"


SHAPES = {"many": many, "long": long_function, "goto": goto, "meet": meet,
          "cases": cases}


def cost(cmd, limit):
    """(CPU seconds, peak MB) of CMD, or None."""
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        os.execvp(cmd[0], cmd)
    _, status, usage = os.wait4(pid, 0)
    if status:
        return None
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(args, file, plugin):
    include = subprocess.run(
        [args.python, "-c",
         "import sysconfig as s; print(s.get_path('include'))"],
        check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    cmd = [args.gcc, "-O0", "-S", "-I" + include, file, "-o", os.devnull]
    if plugin:
        cmd.insert(1, "-fplugin=" + os.path.abspath(plugin))
    runs = [cost(cmd, args.limit) for _ in range(args.runs)]
    return min(runs) if all(runs) else None


def main():
    p = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--plugin", required=True)
    p.add_argument("--gcc", default="gcc-12")
    p.add_argument("--python", default="/usr/bin/python3")
    p.add_argument("--shape", default=",".join(SHAPES))
    p.add_argument("--sizes", default="1000,10000,100000,1000000")
    p.add_argument("--runs", type=int, default=2)
    p.add_argument("--limit", type=int, default=600, help="CPU seconds")
    args = p.parse_args()
    print("%-6s %9s %9s %9s %9s %12s %9s" % (
        "shape", "size", "plain s", "with s", "plugin s", "ms/1000 st.",
        "peak MB"))
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        for shape in args.shape.split(","):
            for size in map(int, args.sizes.split(",")):
                file = os.path.join(scratch, "%s-%d.c" % (shape, size))
                with open(file, "w", encoding="utf-8") as f:
                    f.write(SHAPES[shape](size))
                plain = measure(args, file, None)
                mine = measure(args, file, args.plugin)
                if not plain or not mine:
                    print("%-6s %9d %s" % (shape, size, "the compiler alone "
                          "does not end" if not plain else "does not end"))
                    failed |= bool(plain)
                    continue
                own = mine[0] - plain[0]
                print("%-6s %9d %9.2f %9.2f %9.2f %12.2f %9.0f" % (
                    shape, size, plain[0], mine[0], own,
                    own * 1e6 / size, mine[1]), flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
