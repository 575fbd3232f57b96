/* SPDX-License-Identifier: MIT */
/*
 * Tasks: work that divides itself as it goes.
 *
 *     static int sort_range(void *arg)
 *     {
 *         struct range *r = arg, left, right;
 *         if (r->hi - r->lo < 1000)
 *             return sort_serially(r);
 *         split(r, &left, &right);
 *         return cupro_join(sort_range, &left, sort_range, &right);
 *     }
 *
 * A join costs some nanoseconds when nobody is idle: the right branch is only noted, and runs on the
 * same thread afterwards unless another thread has asked for work meanwhile. So divide down to where
 * the work of a leaf is some 100 ns.
 *
 * Waiting for a branch runs other branches of the same operation, never anything foreign, so a lock
 * that is held across a call to the library is safe as long as the call's own branches do not take it.
 *
 * Any thread; inside bodies, OpenMP regions and tasks too. Errors: CUPRO_EINVAL, CUPRO_ENOMEM, or what
 * a task returned.
 */
#ifndef CUPRO_TASK_H
#define CUPRO_TASK_H

#include <cupro/call.h>
#include <cupro/pool.h>

CUPRO_BEGIN_DECLS

/*
 * Run f(a) and g(b), perhaps at the same time, and wait for both. Returns what f returned if that is
 * not 0, else what g returned. If f fails before g has begun, g does not run.
 */
CUPRO_API int cupro_join(cupro_task *f, void *a, cupro_task *g, void *b);

/*
 * A scope: tasks that are all done when cupro_scope_run returns, and so may use the caller's variables.
 * body(arg) runs first, on the calling thread or the pool that `call` names; it, and the tasks, spawn
 * further tasks into the scope, of any number. Returns the code of the body if that is not 0, else
 * that of the first spawned task, in the order of spawning by one thread, that failed; tasks that have
 * not begun when one fails do not run.
 */
typedef struct cupro_scope cupro_scope;
typedef int cupro_scope_body(cupro_scope *scope, void *arg);
CUPRO_API int cupro_scope_run(cupro_scope_body *body, void *arg, const cupro_call *call);

/* Have f(arg) run in the scope, some time before it ends. CUPRO_ENOMEM: it will not run. */
CUPRO_API int cupro_spawn(cupro_scope *scope, cupro_task *f, void *arg);

CUPRO_END_DECLS

#endif
