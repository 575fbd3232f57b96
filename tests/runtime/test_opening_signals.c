/* SPDX-License-Identifier: MIT */
/* A pool is opened while signals come. */
#include "run_tests.h"

#include <cupro/pool.h>

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>

static atomic_int strays;
static pthread_t opener;

static void note_stray(int signal)
{
    (void)signal;
    strays += !pthread_equal(pthread_self(), opener);
}

/* The timer's signals are for the process, and this is the only thread of the program's that takes
 * them. */
static void *open_under_alarms(void *arg)
{
    const sigset_t *alarms = arg;
    const struct itimerval often = {{0, 50}, {0, 50}}, never = {{0, 0}, {0, 0}};
    opener = pthread_self();
    pthread_sigmask(SIG_UNBLOCK, alarms, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    for (int i = 0; i < 20; i++) {
        cupro_pool *pool;
        ck_assert_int_eq(cupro_pool_open(&pool, .threads = 64), 0);
        ck_assert_int_eq(cupro_pool_close(pool), 0);
    }
    setitimer(ITIMER_REAL, &never, NULL);
    return NULL;
}

START_TEST(no_thread_of_an_opening_takes_a_signal)
{
    struct sigaction action = {.sa_handler = note_stray, .sa_flags = SA_RESTART};
    sigset_t alarms;
    pthread_t thread;
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    sigaction(SIGALRM, &action, NULL);
    pthread_sigmask(SIG_BLOCK, &alarms, NULL);
    ck_assert_int_eq(pthread_create(&thread, NULL, open_under_alarms, &alarms), 0);
    pthread_join(thread, NULL);
    ck_assert_int_eq(strays, 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("opening, signals", 1, no_thread_of_an_opening_takes_a_signal);
}
