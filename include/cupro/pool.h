/* SPDX-License-Identifier: MIT */
/*
 * Pools: the threads that run operations.
 *
 * Most programs open none. Without one, operations run on the default pool: the calling thread
 * and its OpenMP team. It starts with the first operation that is large enough, is not bound to
 * processors, and shares its threads with the program's own `omp parallel` regions.
 *
 * An explicit pool has threads of its own: a fixed number for life, named, bound to processors
 * by a policy, and apart from the caller's OpenMP state. Bodies of an operation that is sent to
 * an explicit pool run only on that pool's threads, never on the caller.
 *
 * How many threads? The first of these that says a number: the call (`.threads`), the pool
 * (`.threads` at open), CUPRO_NUM_THREADS, OMP_NUM_THREADS, the profile that cupro-tune has written
 * (profile.h), and else the processors this process may use, by its affinity mask and by its cgroup
 * CPU quota, rounded up. What the profile says is never more than that, and does not count where
 * omp_set_num_threads asked for fewer. A call cannot have more threads than the explicit pool it
 * goes to.
 *
 * Threads cost little, but teams do: while a process has more OpenMP threads than processors (say,
 * a default team and a pool of all processors, or two such pools), libgomp lets them sleep sooner,
 * and a dispatch takes 30 to 80 us instead of 1 to 5. Use one kind, or pools that share out the
 * machine.
 *
 * Inside a team of the program's own (`omp parallel`, from one thread, all threads, or a task)
 * operations use that team and start no threads.
 *
 * fork(): a child may use the library whatever the parent's threads were doing. Pools opened
 * before the fork come back to life in the child at their first use, with new threads. A child
 * forked inside a body must not return from that body (exec or _exit, as POSIX has it).
 */
#ifndef CUPRO_POOL_H
#define CUPRO_POOL_H

#include <cupro/base.h>
#include <cupro/error.h>
#include <stdbool.h>

CUPRO_BEGIN_DECLS

typedef struct cupro_pool cupro_pool;

/* A piece of work without a range: 0, or a code that its caller gets back. */
typedef int cupro_task(void *arg);

/* The same, once on each thread of a pool, which is told its index. */
typedef int cupro_thread_task(int index, void *arg);

typedef enum cupro_bind {
    CUPRO_BIND_DEFAULT, /* what CUPRO_BIND says, by the names below in lower case; else what the
                           profile says; else none                                           */
    CUPRO_BIND_NONE,    /* the kernel moves threads as it likes, whatever OMP_PROC_BIND says  */
    CUPRO_BIND_COMPACT, /* PUs side by side: hyperthreads of a core first, then its neighbour */
    CUPRO_BIND_SCATTER, /* as far apart as the machine allows                                 */
    CUPRO_BIND_CORE,    /* one thread a core; second PUs only when the cores are used up      */
    CUPRO_BIND_NUMA,    /* equal shares of the NUMA nodes; a thread may use all of its node   */
    CUPRO_BIND_LIST     /* the PUs named in `cpus`, in that order                             */
} cupro_bind;

/*
 * Which cores, on a machine that has several kinds. PERFORMANCE are those of the fastest kind, and
 * of kinds nearly as fast; EFFICIENCY are all others. Where the kinds are not known, or all cores
 * are alike, both mean ALL, so that a program may ask for them anywhere; cupro_describe tells.
 */
typedef enum cupro_cores {
    CUPRO_CORES_ALL,
    CUPRO_CORES_PERFORMANCE,
    CUPRO_CORES_EFFICIENCY
} cupro_cores;

typedef struct cupro_pool_options {
    int abi;
    int threads;       /* 0: see above                                                     */
    cupro_bind bind;   /* more threads than places: places are used again, round and round */
    const char *cpus;  /* CUPRO_BIND_LIST: PUs as the kernel numbers them, "0-3,8,10-14:2" */
    const char *name;  /* threads are called name-0, name-1, …; default "cupro"            */
    size_t stack_size; /* bytes a thread; 0: the system's default. OMP_STACKSIZE wins      */
    /* Called on each thread as it starts, and as it ends. A start hook that returns non-zero makes
     * the open fail with that code; exit hooks then run where it had passed. */
    int (*on_start)(int index, void *arg);
    void (*on_exit)(int index, void *arg);
    void *arg; /* for the two hooks */
    /* Use only a part of the machine. A policy then chooses among the PUs of that part; with
     * CUPRO_BIND_NONE each thread may use all of them. Not for CUPRO_BIND_LIST, which names its
     * PUs itself: CUPRO_EINVAL. `threads` of 0 are then no more than the part has PUs. */
    cupro_cores cores;  /* cores of one kind                                            */
    bool one_pu_a_core; /* the first PU of each core: no two threads share one ("SMT off") */
} cupro_pool_options;

/*
 * Open a pool: `cupro_pool_open(&pool, .threads = 8, .bind = CUPRO_BIND_CORE, .name = "solver")`.
 *
 * On success *pool is the handle, to be closed by cupro_pool_close; on failure it is NULL and no
 * thread is left. CUPRO_EINVAL: bad option or a CPU list that cannot be parsed. CUPRO_EBIND: a CPU
 * of the list is not this process's. CUPRO_ETOPOLOGY: the machine cannot be read, or the hwloc that
 * was found is older than 2.5; pools that bind nothing do without. CUPRO_ETHREADS: the system
 * refused the threads (ulimit -u, pids cgroup, address space). CUPRO_ENOMEM. Fewer threads than
 * asked may come only where OMP_THREAD_LIMIT says so; cupro_threads tells. Cost: two to three
 * times what pthread_create takes for as many threads, 20 to 150 us each.
 */
#define cupro_pool_open(...) CUPRO__POOL_OPEN(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__POOL_OPEN(pool, ...) \
    cupro_pool_open_with((pool), &(const cupro_pool_options){__VA_ARGS__})
CUPRO_API int cupro_pool_open_with(cupro_pool **pool, const cupro_pool_options *options);

/*
 * Pools that share out the machine: no PU belongs to two of them.
 *
 *     cupro_pool *pools[64];
 *     int count;
 *     cupro_pools_per_node(pools, 64, &count, .bind = CUPRO_BIND_CORE, .name = "node");
 *
 * cupro_pools_per_node opens one for each NUMA node that has PUs, in the order of the nodes.
 * `pools` has room for `room` of them; *count becomes their number. If there are more nodes than
 * room: CUPRO_EINVAL, nothing is opened, and *count is how many there would be; so a room of 0
 * asks for the number.
 *
 * cupro_pools_split opens `count` pools with equal parts of the machine, side by side in it. They
 * meet at the border of a node where one is near the equal share (no more than an eighth of it
 * away), else at one of an L3 cache, else between two cores; cores are cut only where there are
 * more pools than cores. CUPRO_EBIND: more pools than PUs.
 *
 * The options are those of cupro_pool_open, for each pool; a policy chooses within the pool's part,
 * and with CUPRO_BIND_NONE its threads may use all of that and nothing else. CUPRO_BIND_LIST is
 * CUPRO_EINVAL. `.threads` is for each pool; with 0 the number that one pool would have is shared
 * out by the sizes of the parts, at least one thread each. The pools are called name.0, name.1, …
 * Either all pools are open afterwards or none: errors as of cupro_pool_open, and `pools` has then
 * NULL wherever it has room. Close each with cupro_pool_close.
 */
#define cupro_pools_per_node(...) CUPRO__POOLS_PER_NODE(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__POOLS_PER_NODE(pools, room, count, ...) \
    cupro_pools_per_node_with((pools), (room), (count), &(const cupro_pool_options){__VA_ARGS__})
CUPRO_API int cupro_pools_per_node_with(cupro_pool **pools, int room, int *count,
                                        const cupro_pool_options *options);
#define cupro_pools_split(...) CUPRO__POOLS_SPLIT(__VA_ARGS__, .abi = CUPRO_ABI)
#define CUPRO__POOLS_SPLIT(pools, count, ...) \
    cupro_pools_split_with((pools), (count), &(const cupro_pool_options){__VA_ARGS__})
CUPRO_API int cupro_pools_split_with(cupro_pool **pools, int count,
                                     const cupro_pool_options *options);

/* End the pool: waits for the operations under way, runs the exit hooks, joins every thread and
 * frees the handle. CUPRO_EINVAL for a handle that is not an open pool; CUPRO_EBUSY on one of the
 * pool's own threads, or below a call that one of them waits for. NULL is allowed and does
 * nothing. */
CUPRO_API int cupro_pool_close(cupro_pool *pool);

/* The same without waiting: no call may use the handle any more, and the pool ends when those under
 * way have. Also on the pool's own threads. CUPRO_EINVAL as above, CUPRO_ENOMEM, CUPRO_ETHREADS:
 * the pool is then as it was. A process that exits does not wait for it. */
CUPRO_API int cupro_pool_close_async(cupro_pool *pool);

/*
 * Run fn(arg) on a thread of the pool, wait, and return what it returned. Operations inside fn go
 * to that pool, and start faster there than through `.pool =`: about 0.5 us against 3 us.
 *
 * Do not install code that is tied to its thread (MPI, Python's C API, GUI): that is what
 * cupro_use is for. On a thread of the pool itself fn is called at once. A pool's thread that
 * waits in an install to another pool serves what that call sends back to its own pool, and
 * nothing else; so A -> B -> A with one thread each finishes.
 */
CUPRO_API int cupro_install(cupro_pool *pool, cupro_task *fn, void *arg);

/* From now on the calling thread's operations go to this pool; NULL: to the default pool again.
 * Only where operations run changes: the caller's own code stays on its thread. */
CUPRO_API int cupro_use(cupro_pool *pool);

/* Run fn(index, arg) once on every thread of the pool (NULL: of the pool that operations from here
 * would use), at the same time as far as there are processors, and wait. Returns the code of the
 * lowest index that failed. CUPRO_EBUSY inside an operation of that same pool, whose threads are
 * then not free to answer, and, for the default pool, inside a parallel region. */
CUPRO_API int cupro_broadcast(cupro_pool *pool, cupro_thread_task *fn, void *arg);

/* How many threads an operation would have: on this pool, or for NULL from this place in the
 * program. At least 1; CUPRO_EINVAL for a handle that is not an open pool. */
CUPRO_API int cupro_threads(cupro_pool *pool);

/* Which thread of its pool, or of the team that runs the operation, the caller is: 0, 1, … up to
 * cupro_threads - 1; and -1 outside any operation. Two runners of one operation may share an
 * index when one thread runs them one after the other, but never at the same time. */
CUPRO_API int cupro_thread_index(void);

/*
 * Say in plain text what was chosen, why, and what the kernel reports: threads, where the number
 * comes from, policy, the machine, the quota, the profile or why it is ignored, and a line a thread
 * with its plan and its true binding. NULL: the pool operations from here would use.
 *
 * Writes at most `size` bytes into `text`, ended by a zero byte, and returns the length that the
 * whole text has, as snprintf does; or a negative code. For people: the wording may change.
 */
CUPRO_API int cupro_describe(cupro_pool *pool, char *text, size_t size);

CUPRO_END_DECLS

#endif
