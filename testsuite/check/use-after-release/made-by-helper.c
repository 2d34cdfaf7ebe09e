/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a helper of the unit made has no other owner, whoever it was passed to. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <errno.h>
/* Iterator of the records of a log file. */
typedef struct { PyObject_HEAD FILE *fp; PyObject *path; PyObject *decoder; char *line; size_t cap; long lineno; } Reader;
typedef struct { PyObject *ParseError; PyObject *str_decode; PyTypeObject *Reader; } logstate;
static struct PyModuleDef logmodule;

static int
reader_init(PyObject *op, PyObject *args, PyObject *kw)
{
    static char *kwlist[] = {"path", "decoder", NULL};
    Reader *self = (Reader *)op;
    PyObject *path, *decoder = NULL, *bytes = NULL;
    FILE *fp;

    if (!PyArg_ParseTupleAndKeywords(args, kw, "O|O:Reader", kwlist, &path, &decoder))
        return -1;
    if (decoder == Py_None)
        decoder = NULL;
    if (!PyUnicode_FSConverter(path, &bytes))
        return -1;
    Py_BEGIN_ALLOW_THREADS
    fp = fopen(PyBytes_AS_STRING(bytes), "r");
    Py_END_ALLOW_THREADS
    if (fp == NULL) {
        PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path);
        Py_DECREF(bytes);
        return -1;
    }
    Py_DECREF(bytes);
    if (decoder != NULL && !PyCallable_Check(decoder)) {
        PyErr_SetString(PyExc_TypeError, "decoder must be callable");
        fclose(fp);
        return -1;
    }
    if (self->fp != NULL)
        fclose(self->fp);
    self->fp = fp;
    self->lineno = 0;
    Py_XSETREF(self->path, Py_NewRef(path));
    Py_XSETREF(self->decoder, Py_XNewRef(decoder));
    return 0;
}
static int reader_traverse(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(op));
    Py_VISIT(((Reader *)op)->path);
    Py_VISIT(((Reader *)op)->decoder);
    return 0;
}
static int reader_clear(PyObject *op)
{
    Py_CLEAR(((Reader *)op)->path);
    Py_CLEAR(((Reader *)op)->decoder);
    return 0;
}
static void
reader_dealloc(PyObject *op)
{
    Reader *self = (Reader *)op;
    PyTypeObject *tp = Py_TYPE(op);
    PyObject_GC_UnTrack(op);
    if (self->fp != NULL)
        fclose(self->fp);
    free(self->line);
    (void)reader_clear(op);
    tp->tp_free(op);
    Py_DECREF(tp);
}
/* Parses "time level message"; a new tuple */
static PyObject *
parse_line(logstate *st, const char *s, size_t n, long lineno)
{
    char *end;
    PyObject *t = NULL, *level = NULL, *msg = NULL, *res = NULL;
    double when = PyOS_string_to_double(s, &end, NULL);
    if (when == -1.0 && PyErr_Occurred()) {
        if (PyErr_ExceptionMatches(PyExc_ValueError)) {
            PyErr_Clear();
            PyErr_Format(st->ParseError, "line %ld: bad time", lineno);
        }
        return NULL;
    }
    const char *sp = *end == ' ' ? strchr(end + 1, ' ') : NULL;
    if (sp == NULL) {
        PyErr_Format(st->ParseError, "line %ld: no level", lineno);
        return NULL;
    }
    t = PyFloat_FromDouble(when);
    if (t == NULL)
        goto done;
    level = PyUnicode_DecodeUTF8(end + 1, sp - end - 1, "replace");
    if (level == NULL)
        goto done;
    msg = PyUnicode_DecodeUTF8(sp + 1, (Py_ssize_t)(n - (size_t)(sp + 1 - s)), "replace");
    if (msg == NULL)
        goto done;
    res = PyTuple_Pack(3, t, level, msg);
done:
    Py_XDECREF(t);
    Py_XDECREF(level);
    Py_XDECREF(msg);
    return res;
}
static PyObject *
reader_next(PyObject *op)
{
    Reader *self = (Reader *)op;
    ssize_t n;
    int eof, err;
    PyObject *m = PyType_GetModuleByDef(Py_TYPE(op), &logmodule);
    if (m == NULL)
        return NULL;
    logstate *st = PyModule_GetState(m);
    if (self->fp == NULL)
        return NULL;
    errno = 0;
    n = getline(&self->line, &self->cap, self->fp);
    err = errno;
    eof = feof(self->fp);
    if (n < 0) {
        if (eof)
            return NULL;
        errno = err;
        return PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, self->path);
    }
    self->lineno++;
    if (n > 0 && self->line[n - 1] == '\n')
        self->line[--n] = 0;
    PyObject *rec = parse_line(st, self->line, (size_t)n, self->lineno);
    if (rec == NULL || self->decoder == NULL)
        return rec;
    PyObject *decoder = Py_NewRef(self->decoder);
    PyObject *res = PyObject_CallOneArg(decoder, rec);
    Py_DECREF(rec);
    Py_DECREF(decoder);
    if (res == NULL && PyErr_ExceptionMatches(PyExc_StopIteration)) {
        PyErr_Format(st->ParseError, "decoder stopped at %R", rec); // expect: use-after-release
    }
    return res;
}
static PyObject *
reader_skip(PyObject *op, PyObject *arg)
{
    Reader *self = (Reader *)op;
    long n = PyLong_AsLong(arg), i;
    if (n == -1 && PyErr_Occurred())
        return NULL;
    if (self->fp == NULL) {
        PyErr_SetString(PyExc_ValueError, "the reader is closed");
        return NULL;
    }
    FILE *fp = self->fp;
    self->fp = NULL;
    Py_BEGIN_ALLOW_THREADS
    for (i = 0; i < n; i++) {
        int c;
        while ((c = getc(fp)) != EOF && c != '\n')
            ;
        if (c == EOF)
            break;
    }
    Py_END_ALLOW_THREADS
    if (self->fp != NULL)
        fclose(fp);
    else
        self->fp = fp;
    self->lineno += i;
    return PyLong_FromLong(i);
}
static PyObject *reader_get_path(PyObject *op, void *c) { PyObject *p = ((Reader *)op)->path; return Py_NewRef(p ? p : Py_None); }
static PyMethodDef reader_methods[] = {
    {"skip", reader_skip, METH_O, "skip(n)"},
    {NULL, NULL, 0, NULL}};
static PyGetSetDef reader_getset[] = {{"path", reader_get_path, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL}};
static PyType_Slot reader_slots[] = {
    {Py_tp_init, reader_init}, {Py_tp_dealloc, reader_dealloc}, {Py_tp_traverse, reader_traverse}, {Py_tp_clear, reader_clear},
    {Py_tp_iter, PyObject_SelfIter}, {Py_tp_iternext, reader_next}, {Py_tp_methods, reader_methods}, {Py_tp_getset, reader_getset}, {0, NULL}};
static PyType_Spec reader_spec = {"logread.Reader", sizeof(Reader), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, reader_slots};
static int
log_exec(PyObject *m)
{
    logstate *st = PyModule_GetState(m);
    st->ParseError = PyErr_NewExceptionWithDoc("logread.ParseError", "A bad line.", PyExc_ValueError, NULL);
    if (st->ParseError == NULL || PyModule_AddObjectRef(m, "ParseError", st->ParseError) < 0)
        return -1;
    st->Reader = (PyTypeObject *)PyType_FromModuleAndSpec(m, &reader_spec, NULL);
    if (st->Reader == NULL)
        return -1;
    return PyModule_AddType(m, st->Reader);
}
static int log_traverse(PyObject *m, visitproc visit, void *arg) { logstate *s = PyModule_GetState(m); Py_VISIT(s->ParseError); Py_VISIT(s->Reader); return 0; }
static int log_clear(PyObject *m) { logstate *s = PyModule_GetState(m); Py_CLEAR(s->ParseError); Py_CLEAR(s->Reader); return 0; }
static void log_free(void *m) { (void)log_clear((PyObject *)m); }
static PyModuleDef_Slot log_slots[] = {{Py_mod_exec, log_exec}, {0, NULL}};
static struct PyModuleDef logmodule = {PyModuleDef_HEAD_INIT, "logread", NULL, sizeof(logstate), NULL, log_slots, log_traverse, log_clear, log_free};
PyMODINIT_FUNC PyInit_logread(void) { return PyModuleDef_Init(&logmodule); }
