/* SPDX-License-Identifier: MIT */
/*
 * How many threads (see count.h).
 *
 * OMP_NUM_THREADS and CUPRO_NUM_THREADS are orders: they are not capped. Without them we take what
 * OpenMP would take, but never more than the affinity mask or the CPU quota allow: with a quota of
 * one CPU, two threads finish no sooner, and single regions stall for 50 ms. A profile's number is
 * a wish: it counts where we would otherwise take all that there is, and only if it is less.
 */
#include "runtime/limits/count.h"

#include "runtime/engine/backend.h"
#include "runtime/machine/mask.h"
#include "runtime/limits/profile.h"
#include "runtime/limits/quota.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static struct {
    int cupro_num_threads; /* 0: not set, or nonsense */
    bool omp_num_threads;
    int wish; /* the profile's; 0: none */
    struct cupro__quota quota;
} process;

static int positive(const char *text)
{
    char *end;
    errno = 0;
    long value = text != NULL ? strtol(text, &end, 10) : 0;
    if (value < 1 || value > CUPRO__MOST_THREADS || errno != 0 || *end != '\0')
        return 0;
    return (int)value;
}

static void read_process(void)
{
    const char *omp = getenv("OMP_NUM_THREADS");
    process.cupro_num_threads = positive(getenv("CUPRO_NUM_THREADS"));
    process.omp_num_threads = omp != NULL && atoi(omp) > 0;
    process.wish = cupro__profile()->threads;
    cupro__quota("", &process.quota);
}

static void know_process(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_process);
}

static int count_affinity(void)
{
    struct cupro__mask mask;
    if (cupro__mask_read(0, &mask) != 0)
        return CUPRO__MOST_THREADS;
    int count = CPU_COUNT_S(mask.size, mask.set);
    cupro__mask_free(&mask);
    return count;
}

/* Under OMP_PROC_BIND each thread has a mask of its own: it says nothing about the others, and
 * OpenMP has counted the CPUs before it bound the first. */
static int affinity(void)
{
    static _Thread_local int count;
    if (count == 0)
        count = cupro__backend_bound_cpus(NULL, 0) > 0 ? CUPRO__MOST_THREADS : count_affinity();
    return count;
}

static int quota(void)
{
    return process.quota.cpus > 0 ? (int)ceil(process.quota.cpus) : CUPRO__MOST_THREADS;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int there_are(void)
{
    return least(affinity(), quota());
}

/* What the profile says, of all that there are; unless the program has already chosen fewer. */
static int wished(int threads)
{
    const int all = there_are(), wish = process.wish;
    return threads >= all && wish > 0 ? least(wish, all) : least(threads, all);
}

static int limit(void)
{
    return least(cupro__backend_thread_limit(), CUPRO__MOST_THREADS);
}

int cupro__count_threads(void)
{
    know_process();
    if (process.cupro_num_threads > 0)
        return least(process.cupro_num_threads, limit());
    int threads = cupro__backend_max_threads();
    if (!process.omp_num_threads)
        threads = wished(threads);
    return threads < 1 ? 1 : least(threads, limit());
}

void cupro__count_reason(char *text, size_t size)
{
    know_process();
    int threads = cupro__count_threads();
    if (threads == cupro__backend_thread_limit())
        snprintf(text, size, "OMP_THREAD_LIMIT");
    else if (process.cupro_num_threads > 0)
        snprintf(text, size, "CUPRO_NUM_THREADS");
    else if (process.omp_num_threads)
        snprintf(text, size, "OMP_NUM_THREADS");
    else if (threads == process.wish && threads < there_are())
        snprintf(text, size, "the profile");
    else if (threads == quota())
        snprintf(text, size, "a quota of %.2f CPUs", process.quota.cpus);
    else if (threads == affinity())
        snprintf(text, size, "%d CPU%s in the affinity mask", threads, threads == 1 ? "" : "s");
    else
        snprintf(text, size, "omp_get_max_threads");
}
