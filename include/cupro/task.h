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
 * A join costs some nanoseconds when nobody is idle: the right branch is only noted, and runs on
 * the same thread afterwards unless another thread has asked for work meanwhile. So divide down to
 * where the work of a leaf is some 100 ns.
 *
 * Waiting runs other work of the same join or scope only, never anything foreign, so a lock that is
 * held across a call is safe as long as the call's own tasks do not take it.
 *
 * Any thread; inside bodies, OpenMP regions and tasks too. A join or scope inside a task stays in
 * the operation that the task belongs to, so `.threads` and what cupro_use says matter where the
 * first one opens it. Errors: CUPRO_EINVAL, CUPRO_ENOMEM, or what a task returned.
 */
#ifndef CUPRO_TASK_H
#define CUPRO_TASK_H

#include <cupro/call.h>
#include <cupro/pool.h>

CUPRO_BEGIN_DECLS

/*
 * Run f(a) and g(b), perhaps at the same time, and wait for both. Returns what f returned if that
 * is not 0, else what g returned. If f fails before g has begun, g does not run.
 */
CUPRO_API int cupro_join(cupro_task *f, void *a, cupro_task *g, void *b);

/*
 * A scope: tasks that are all done when cupro_scope_run returns, and so may use the caller's
 * variables. body(scope, arg) runs first, on the calling thread or in the pool that `.pool` names;
 * it, the tasks, and whoever else has the scope spawn tasks into it, as many as they like. Tasks
 * run in any order; a chain of tasks of which each spawns the next takes the stack of one.
 *
 * Returns the code of the body if that is not 0, else that of the task that was spawned first among
 * those that failed. Tasks that have not begun when something fails do not run, unless the call
 * says `.keep_going = true`; nor do those that have not begun when `.stop` is raised
 * (CUPRO_ESTOPPED, CUPRO_ETIMEDOUT). `.progress` is CUPRO_EINVAL: nobody knows how much will come.
 */
typedef struct cupro_scope cupro_scope;
typedef int cupro_scope_body(cupro_scope *scope, void *arg);
#define cupro_scope_run(...) CUPRO__SCOPE_RUN(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__SCOPE_RUN(body, arg, ...) \
    cupro_scope_run_with((body), (arg), &(const cupro_call){__VA_ARGS__})
CUPRO_API int cupro_scope_run_with(cupro_scope_body *body, void *arg, const cupro_call *call);

/* Have f(arg) run in the scope before it ends. From the scope's body, its tasks, and what they wait
 * for. CUPRO_ENOMEM: it will not run. Cost: 72 bytes, and 40 ns, or 150 for empty tasks that
 * several threads take. */
CUPRO_API int cupro_spawn(cupro_scope *scope, cupro_task *f, void *arg);

/* Run one task of the scope (or, below a join, of the branch) that the caller is in the midst of,
 * if one is waiting to be run: 1; else 0 at once. For tasks that wait for something that others do.
 * What runs may take locks, so the caller should hold none of them. */
CUPRO_API int cupro_yield(void);

CUPRO_END_DECLS

#endif
