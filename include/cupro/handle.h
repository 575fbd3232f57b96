/* SPDX-License-Identifier: MIT */
/*
 * Tasks that outlive the call that starts them.
 *
 *     cupro_handle *reading;
 *     error = cupro_task_start(&reading, read_next_block, &block, .pool = io);
 *     …
 *     error = cupro_task_wait(reading);        what read_next_block returned
 *
 * A task runs on a thread of the pool that it was started in: the one that `.pool` names, else the
 * one of cupro_use, else the one that the caller is in, else hidden threads of the library's, as
 * many as there are processors beside the caller's. Tasks begin in the order of their starting, as
 * threads come free, and each runs to its end on one thread; operations inside a task use the
 * threads that have none. A pool that is in the middle of somebody's operation, or of a function
 * that was installed, begins tasks after that. While a pool has tasks under way, other threads'
 * operations in it run on what is left of it, and cupro_broadcast waits.
 *
 * For many small tasks with one end take a scope (task.h), which costs a tenth. A child process has
 * no use for handles from before the fork: its parent's tasks are not there.
 *
 * Errors: CUPRO_EINVAL, CUPRO_ENOMEM, CUPRO_ETHREADS. Any thread may call anything here; but only
 * one waits for a task, detaches it, or is told its end, and the handle is gone then.
 */
#ifndef CUPRO_HANDLE_H
#define CUPRO_HANDLE_H

#include <cupro/call.h>
#include <cupro/pool.h>

CUPRO_BEGIN_DECLS

typedef struct cupro_handle cupro_handle;

/*
 * Start f(arg). On success *handle is there, to be given to cupro_task_wait or cupro_task_detach
 * once; with NULL for `handle` the task is detached from the start. `arg` must stay until the task
 * has ended. `.stop` lets the task not begin once that token is raised, and is the parent of the
 * task's own; `.pool` is as said. `.keep_going`, `.failures` and `.progress` are CUPRO_EINVAL, and
 * other options mean nothing here. Cost: some 10 us until it runs.
 */
#define cupro_task_start(...) CUPRO__TASK_START(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__TASK_START(handle, f, arg, ...) \
    cupro_task_start_with((handle), (f), (arg), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_task_start_with(cupro_handle **handle, cupro_task *f, void *arg,
                                    const cupro_call *call);

/*
 * Wait for the end of the task, release the handle, and return what the task returned; or
 * CUPRO_ESTOPPED, CUPRO_ETIMEDOUT if it was stopped before it had begun. A task that has not begun
 * is run by the waiting thread at once, if that may run it: on a thread of the task's pool, or
 * where the task belongs to none. A pool's thread that waits here for a task elsewhere serves what
 * that task sends back to its pool, and nothing else, as in cupro_install.
 */
CUPRO_API int cupro_task_wait(cupro_handle *handle);

/* The same until `deadline` (cupro_after): CUPRO_ETIMEDOUT if the task has not ended by then, and
 * the handle is still good; else 0, and *result, if not NULL, is what cupro_task_wait would have
 * returned. Never runs the task itself. */
CUPRO_API int cupro_task_wait_until(cupro_handle *handle, cupro_time deadline, int *result);

/* 1 if the task has ended, so that waiting for it returns at once; else 0. */
CUPRO_API int cupro_task_done(const cupro_handle *handle);

/* Raise the task's token: if it has not begun it never will, else it may look at cupro_task_stop.
 * The handle is to be waited for all the same. */
CUPRO_API int cupro_task_cancel(cupro_handle *handle);

/* Do without the handle: the task runs to its end, and nobody is told its result. */
CUPRO_API int cupro_task_detach(cupro_handle *handle);

/* Inside a task that was started: its token, for `.stop =` of its operations and for long loops to
 * poll. NULL elsewhere, also in bodies and tasks of operations that it runs: hand it on to them. */
CUPRO_API const cupro_stop *cupro_task_stop(void);

CUPRO_END_DECLS

#endif
