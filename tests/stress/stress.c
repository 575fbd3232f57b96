/* SPDX-License-Identifier: MIT */
/*
 * Everything at once, for a while: stress SECONDS [no-forks].
 *
 * Several threads do random actions, on pools with far more threads than there are processors;
 * actions branch off into bodies, other pools and children. CUPRO_TEST_SEED repeats the dice,
 * though not the timing.
 */
#include "mix.h"
#include "runtime/process.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { WALKERS = 6 };

static atomic_bool over;

struct walker {
    struct walk walk;
    pthread_t thread;
    long actions;
    int result;
};

static void *keep_walking(void *arg)
{
    struct walker *walker = arg;
    while (walker->result == 0 && !atomic_load(&over)) {
        walker->result = walk_on(&walker->walk);
        walker->actions++;
    }
    atomic_store(&over, walker->result != 0 || atomic_load(&over));
    return NULL;
}

static long walk_for(int seconds, const struct world *world, int *failures)
{
    struct walker walker[WALKERS];
    long actions = 0;
    for (size_t i = 0; i < WALKERS; i++) {
        walker[i] = (struct walker){.walk = {.world = world, .dice = dice_for(1 + (int)i)}};
        pthread_create(&walker[i].thread, NULL, keep_walking, &walker[i]);
    }
    for (int tenth = 0; tenth < 10 * seconds && !atomic_load(&over); tenth++)
        sleep_ms(100);
    atomic_store(&over, true);
    for (size_t i = 0; i < WALKERS; i++) {
        pthread_join(walker[i].thread, NULL);
        actions += walker[i].actions;
        *failures += walker[i].result != 0;
        if (walker[i].result != 0)
            printf("%s: %d (%s)\n", first_failure(), walker[i].result,
                   cupro_strerror(walker[i].result));
    }
    return actions;
}

int main(int argc, char **argv)
{
    int seconds = argc > 1 ? atoi(argv[1]) : 5, failures = 0;
    dice_announce();
    struct dice dice = dice_for(0);
    struct world world;
    alarm((unsigned)(60 + 4 * seconds)); /* what hangs is killed */
    int before = threads_of_process();
    int error = world_open(&world, &dice);
    world.may_fork = argc < 3;
    long actions = error == 0 ? walk_for(seconds, &world, &failures) : 0;
    world_close(&world);
    bool tidy = no_more_threads_than(before + 2 * cupro_threads(NULL));
    printf("%ld actions, %d of %d walkers failed, %d threads left\n", actions, failures, WALKERS,
           threads_of_process() - before);
    return error == 0 && failures == 0 && tidy ? EXIT_SUCCESS : EXIT_FAILURE;
}
