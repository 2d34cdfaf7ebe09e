/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the headers of Python 3.11 lack, as 3.12 to 3.14 declare it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#if PY_VERSION_HEX < 0x030c0000
PyObject *PyErr_GetRaisedException(void);
void PyErr_SetRaisedException(PyObject *);
#endif
#if PY_VERSION_HEX < 0x030d0000
typedef int64_t PyTime_t;
typedef struct PyMutex { uint8_t _bits; } PyMutex;
int PyDict_GetItemRef(PyObject *, PyObject *, PyObject **);
int PyDict_GetItemStringRef(PyObject *, const char *, PyObject **);
int PyDict_SetDefaultRef(PyObject *, PyObject *, PyObject *, PyObject **);
int PyDict_Pop(PyObject *, PyObject *, PyObject **);
int PyDict_PopString(PyObject *, const char *, PyObject **);
int PyDict_ContainsString(PyObject *, const char *);
PyObject *PyList_GetItemRef(PyObject *, Py_ssize_t);
int PyList_Extend(PyObject *, PyObject *);
int PyList_Clear(PyObject *);
int PyWeakref_GetRef(PyObject *, PyObject **);
PyObject *PyImport_AddModuleRef(const char *);
int PyModule_Add(PyObject *, const char *, PyObject *);
int PyObject_GetOptionalAttr(PyObject *, PyObject *, PyObject **);
int PyObject_GetOptionalAttrString(PyObject *, const char *, PyObject **);
int PyMapping_GetOptionalItem(PyObject *, PyObject *, PyObject **);
int PyMapping_GetOptionalItemString(PyObject *, const char *, PyObject **);
int PyObject_HasAttrWithError(PyObject *, PyObject *);
int PyObject_HasAttrStringWithError(PyObject *, const char *);
int PyMapping_HasKeyStringWithError(PyObject *, const char *);
int PyUnicode_EqualToUTF8(PyObject *, const char *);
int PyLong_AsInt(PyObject *);
int PyTime_Time(PyTime_t *);
int PyTime_MonotonicRaw(PyTime_t *);
double PyTime_AsSecondsDouble(PyTime_t);
PyObject *PyEval_GetFrameGlobals(void);
PyObject *PyType_GetFullyQualifiedName(PyTypeObject *);
PyObject *PyType_GetModuleName(PyTypeObject *);
Py_ssize_t PyLong_AsNativeBytes(PyObject *, void *, Py_ssize_t, int);
PyObject *PyLong_FromNativeBytes(const void *, size_t, int);
int PySys_AuditTuple(const char *, PyObject *);
void PyMutex_Lock(PyMutex *);
void PyMutex_Unlock(PyMutex *);
#endif
#if PY_VERSION_HEX < 0x030e0000
typedef struct PyUnicodeWriter PyUnicodeWriter;
typedef struct PyLongWriter PyLongWriter;
typedef struct PyInitConfig PyInitConfig;
typedef struct PyLongExport {
	int64_t value;
	uint8_t negative;
	Py_ssize_t ndigits;
	const void *digits;
	uintptr_t _reserved;
} PyLongExport;
PyUnicodeWriter *PyUnicodeWriter_Create(Py_ssize_t);
PyObject *PyUnicodeWriter_Finish(PyUnicodeWriter *);
void PyUnicodeWriter_Discard(PyUnicodeWriter *);
int PyUnicodeWriter_WriteChar(PyUnicodeWriter *, Py_UCS4);
int PyUnicodeWriter_WriteUTF8(PyUnicodeWriter *, const char *, Py_ssize_t);
int PyUnicodeWriter_WriteStr(PyUnicodeWriter *, PyObject *);
int PyUnicodeWriter_WriteRepr(PyUnicodeWriter *, PyObject *);
PyLongWriter *PyLongWriter_Create(int, Py_ssize_t, void **);
PyObject *PyLongWriter_Finish(PyLongWriter *);
void PyLongWriter_Discard(PyLongWriter *);
int PyLong_Export(PyObject *, PyLongExport *);
void PyLong_FreeExport(PyLongExport *);
int PyIter_NextItem(PyObject *, PyObject **);
PyObject *PyImport_ImportModuleAttrString(const char *, const char *);
PyObject *PyConfig_Get(const char *);
int PyConfig_GetInt(const char *, int *);
PyObject *PyBytes_Join(PyObject *, PyObject *);
int PyUnicode_Equal(PyObject *, PyObject *);
int PyLong_GetSign(PyObject *, int *);
int PyLong_IsZero(PyObject *);
int PyLong_AsInt64(PyObject *, int64_t *);
PyObject *PyLong_FromInt64(int64_t);
PyInitConfig *PyInitConfig_Create(void);
void PyInitConfig_Free(PyInitConfig *);
int PyInitConfig_SetInt(PyInitConfig *, const char *, int64_t);
int PyInitConfig_GetStr(PyInitConfig *, const char *, char **);
int PyInitConfig_GetError(PyInitConfig *, const char **);
int Py_InitializeFromInitConfig(PyInitConfig *);
#endif
