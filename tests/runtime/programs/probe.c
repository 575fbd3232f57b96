/* SPDX-License-Identifier: MIT */
/*
 * How many threads the library says it has, and how many there really are; for env.sh, quota.sh
 * and profile.sh.
 *
 *     probe          of the default pool
 *     probe 5        of an explicit pool that was opened for 5
 *     probe machine  only what a profile calls this machine
 *
 * Prints one line: "threads=2 seen=2 single=0 places=1 result=0", where `single` counts threads
 * that may run on one CPU only, and `places` the different sets of CPUs that threads have.
 */
#include "runtime/work.h"

#include <cupro/profile.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MOST = 128, CHUNKS = 64 };

static struct {
    pthread_mutex_t lock;
    int seen;
    cpu_set_t mask[MOST];
} census = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int count_me(size_t lo, size_t hi, void *ctx)
{
    static _Thread_local int counted;
    (void)lo;
    (void)hi;
    (void)ctx;
    pthread_mutex_lock(&census.lock);
    if (!counted && census.seen < MOST)
        sched_getaffinity(0, sizeof(cpu_set_t), &census.mask[census.seen++]);
    counted = 1;
    pthread_mutex_unlock(&census.lock);
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    return 0;
}

static int count_single(void)
{
    int single = 0;
    for (int i = 0; i < census.seen; i++)
        single += CPU_COUNT(&census.mask[i]) == 1;
    return single;
}

static int count_places(void)
{
    int places = 0;
    for (int i = 0; i < census.seen; i++) {
        int k = 0;
        while (!CPU_EQUAL(&census.mask[k], &census.mask[i]))
            k++;
        places += k == i;
    }
    return places;
}

static int print_machine(void)
{
    char machine[256];
    cupro_profile_machine(machine, sizeof machine);
    return puts(machine) >= 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    cupro_pool *pool = NULL;
    int result = 0;
    if (argc > 1 && strcmp(argv[1], "machine") == 0)
        return print_machine();
    if (argc > 1)
        result = cupro_pool_open(&pool, .threads = atoi(argv[1]));
    if (result == 0)
        result = cupro_for(CHUNKS, count_me, NULL, .grain = 1, .pool = pool);
    if (result == 0)
        result = pool_works(pool);
    printf("threads=%d seen=%d single=%d places=%d result=%d\n", cupro_threads(pool), census.seen,
           count_single(), count_places(), result);
    return cupro_pool_close(pool) == 0 && result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
