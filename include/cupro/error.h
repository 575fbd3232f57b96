/* SPDX-License-Identifier: MIT */
/*
 * Errors.
 *
 * Every call returns an int: 0 is success, a negative number is one of the codes below, and a
 * positive number is the caller's own, handed back untouched from a body or a task that
 * returned it. (A body that returns a negative code of cupro's own, say from a call inside it,
 * gets that back just the same.)
 *
 * A call that returns CUPRO_EINVAL has run nothing and written nothing, and whatever fails leaves
 * NULL where it would have put the address of something new (a pool, a handle, memory). A call that
 * fails later may have run a part of its work: it has then waited for every piece that had begun,
 * so no thread touches the caller's memory any more. Of several bodies that fail, the result of the
 * one with the lowest index is returned, whatever the number of threads.
 *
 * The library never prints, never exits and never aborts.
 */
#ifndef CUPRO_ERROR_H
#define CUPRO_ERROR_H

#include <cupro/base.h>

CUPRO_BEGIN_DECLS

/* X(name, value, text) */
#define CUPRO_ERRORS(X)                                                    \
    X(EINVAL, -1, "invalid argument")                                      \
    X(ENOMEM, -2, "out of memory")                                         \
    X(ESTOPPED, -3, "stopped before the end")                              \
    X(ETHREADS, -4, "the system refused to create the threads")            \
    X(EBIND, -5, "the processors asked for are not this process's to use") \
    X(EBUSY, -6, "the pool is busy with the very call that asks")          \
    X(EEMPTY, -7, "there are no elements")                                 \
    X(ETOPOLOGY, -8, "the machine's topology cannot be read")              \
    X(ETIMEDOUT, -9, "the deadline has passed")                            \
    X(EDATA, -10, "the data are damaged, or of another kind")

enum cupro_error {
#define CUPRO__CODE(name, value, text) CUPRO_##name = (value),
    CUPRO_ERRORS(CUPRO__CODE)
#undef CUPRO__CODE
};

/* The code's name, as "CUPRO_EINVAL"; "0" and "user" for the other two kinds. Never NULL; static
 * storage; any thread. */
CUPRO_API const char *cupro_errname(int code);

/* The code in words, as "invalid argument". Never NULL; static storage; any thread. */
CUPRO_API const char *cupro_strerror(int code);

CUPRO_END_DECLS

#endif
