/* SPDX-License-Identifier: MIT */
/* Threads that take part: all that are needed, and none when it is over. */
#include "places.h"
#include "run_tests.h"

#include <cupro/fold.h>
#include <cupro/loop.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

/* Two bodies wait for each other, so they need two threads. */
struct meeting {
    atomic_int present;
    atomic_int lonely;
};

static int meet(size_t lo, size_t hi, void *ctx)
{
    (void)lo;
    (void)hi;
    struct meeting *meeting = ctx;
    atomic_fetch_add(&meeting->present, 1);
    time_t deadline = time(NULL) + 20;
    while (atomic_load(&meeting->present) < 2 && time(NULL) < deadline)
        nanosleep(&(struct timespec){.tv_nsec = 1000}, NULL);
    if (atomic_load(&meeting->present) < 2)
        atomic_fetch_add(&meeting->lonely, 1);
    return 0;
}

static int meet_in_a_fold(void *acc, size_t lo, size_t hi, void *ctx)
{
    (void)acc;
    return meet(lo, hi, ctx);
}

/* With a grain nothing is timed: more than one chunk means more than one thread. */
START_TEST(two_chunks_run_at_the_same_time)
{
    struct place place = place_open(_i);
    if (place_threads(&place) >= 2) {
        struct meeting meeting = {0}, of_chunks = {0}, of_blocks = {0};
        int64_t sum;
        ck_assert_int_eq(cupro_for(2, meet, &meeting, AT(place), .grain = 1), 0);
        ck_assert_int_eq(meeting.lonely, 0);
        ck_assert_int_eq(cupro_chunks(20, 10, meet, &of_chunks, AT(place), .grain = 1), 0);
        ck_assert_int_eq(of_chunks.lonely, 0);
        ck_assert_int_eq(cupro_fold(20, meet_in_a_fold, &cupro_plus_i64, &sum, &of_blocks,
                                    AT(place), .grain = 10),
                         0);
        ck_assert_int_eq(of_blocks.lonely, 0);
    }
    place_close(&place);
}
END_TEST

/* Index 0 fails; the others wait for that, and count themselves. */
struct failing {
    atomic_bool failed;
    atomic_size_t others;
};

static int fail_or_wait(size_t lo, size_t hi, void *ctx)
{
    (void)hi;
    struct failing *failing = ctx;
    time_t deadline = time(NULL) + 20;
    if (lo == 0) {
        atomic_store(&failing->failed, true);
        return 5;
    }
    while (!atomic_load(&failing->failed) && time(NULL) < deadline)
        nanosleep(&(struct timespec){.tv_nsec = 1000}, NULL);
    nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL); /* for the news to get around */
    atomic_fetch_add(&failing->others, 1);
    return 0;
}

START_TEST(a_failure_stops_what_comes_after_it)
{
    struct place place = place_open(_i);
    struct failing failing = {0};
    ck_assert_int_eq(cupro_for(10000, fail_or_wait, &failing, AT(place), .grain = 1), 5);
    ck_assert_uint_lt(failing.others, 1000);
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS("sharing", PLACES, two_chunks_run_at_the_same_time,
                     a_failure_stops_what_comes_after_it);
}
