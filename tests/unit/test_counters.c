/* SPDX-License-Identifier: MIT */
/* Counters: what they add up, which pages were worked on where, and that threads keep their slices.
 * Two nodes are pretended; the kernel knows where pages are. */
#include "places.h"
#include "run_tests.h"

#include "memory/where.h"

#include <cupro.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static int touch(size_t lo, size_t hi, void *ctx)
{
    unsigned char *bytes = ctx;
    for (size_t i = lo; i < hi; i++)
        bytes[i]++;
    return 0;
}

static uint64_t steals(const cupro_counters *counters)
{
    return counters->near_steals + counters->node_steals + counters->remote_steals +
           counters->unplaced_steals;
}

static uint64_t pages(const cupro_counters *counters)
{
    return counters->local_pages + counters->remote_pages + counters->unknown_pages;
}

static void pretend_two_nodes(void)
{
    setenv("HWLOC_SYNTHETIC", "numa:2 l3:2 core:2 pu:1", 1);
}

/* -- Steals -------------------------------------------------------------------------------------
 */

START_TEST(counters_of_several_operations_add_up)
{
    static unsigned char bytes[10000];
    for (int place_number = 0; place_number < PLACES; place_number++) {
        struct place place = place_open(place_number);
        cupro_counters counters = {0};
        for (int i = 1; i <= 3; i++) {
            ck_assert_int_eq(cupro_for(sizeof bytes, touch, bytes, AT(place), .grain = 10,
                                       .counters = &counters),
                             0);
            bool alone = place_threads(&place) == 1;
            ck_assert_uint_eq(counters.chunks, alone ? 0 : 1000 * (uint64_t)i);
            ck_assert(alone || counters.tries >= 60 * (uint64_t)i);
            ck_assert_uint_eq(steals(&counters), counters.unplaced_steals); /* nothing is bound */
            ck_assert_uint_eq(pages(&counters), 0);
        }
        place_close(&place);
    }
}
END_TEST

/* The first thread's slice takes long, so all others steal from it. */
static int dawdle(size_t lo, size_t hi, void *ctx)
{
    (void)ctx;
    if (lo < 100)
        nanosleep(&(struct timespec){.tv_nsec = 100000 * (long)(hi - lo)}, NULL);
    return 0;
}

START_TEST(steals_of_bound_threads_are_near_or_remote)
{
    cupro_pool *pool;
    cupro_counters counters = {0};
    pretend_two_nodes();
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 8, .bind = CUPRO_BIND_COMPACT), 0);
    for (int i = 0; i < 20 && (counters.near_steals == 0 || counters.remote_steals == 0); i++)
        ck_assert_int_eq(
            cupro_for(800, dawdle, NULL, .pool = pool, .grain = 1, .counters = &counters), 0);
    ck_assert_uint_gt(counters.near_steals, 0);
    ck_assert_uint_gt(counters.remote_steals, 0);
    ck_assert_uint_ge(counters.remote_chunks, counters.remote_steals);
    ck_assert_uint_eq(counters.unplaced_steals, 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
}
END_TEST

/* -- Slices --------------------------------------------------------------------------------------
 */

enum { MOST_RUNNERS = 256 };

struct meeting {
    atomic_int present;
    int expected;
    _Atomic int thread[MOST_RUNNERS]; /* that ran chunk i */
};

/* Each runner waits in its first chunk until all have come: so nobody steals. */
static int meet(size_t lo, size_t hi, void *ctx)
{
    struct meeting *meeting = ctx;
    for (size_t i = lo; i < hi; i++)
        atomic_store(&meeting->thread[i], cupro_thread_index());
    time_t end = time(NULL) + TEST_TIMEOUT / 4;
    atomic_fetch_add(&meeting->present, 1);
    while (atomic_load(&meeting->present) < meeting->expected && time(NULL) < end)
        sched_yield();
    return atomic_load(&meeting->present) < meeting->expected;
}

/* The default pool, unbound ones, bound ones; all of the threads, or some of them. */
START_TEST(slices_stay_with_their_threads)
{
    static const struct {
        int pool, bind, threads, runners;
    } table[] = {{5, CUPRO_BIND_NONE, 0, 5},
                 {7, CUPRO_BIND_COMPACT, 0, 7},
                 {8, CUPRO_BIND_COMPACT, 3, 3},
                 {8, CUPRO_BIND_NUMA, 2, 2},
                 {0, CUPRO_BIND_NONE, 0, 0}};
    setenv("CUPRO_NUM_THREADS", "4", 1); /* which a process reads once, so it may be late */
    pretend_two_nodes();
    for (size_t k = 0; k < COUNT_OF(table); k++) {
        cupro_pool *pool = NULL;
        int all = table[k].pool > 0 ? table[k].pool : cupro_threads(NULL);
        int runners = table[k].runners > 0 ? table[k].runners : all;
        ck_assert_int_le(runners, MOST_RUNNERS);
        if (table[k].pool > 0)
            ck_assert_int_eq(
                cupro_pool_open(&pool, .threads = all, .bind = (cupro_bind)table[k].bind), 0);
        for (int repetition = 0; repetition < 5; repetition++) {
            struct meeting meeting = {.expected = runners};
            ck_assert_int_eq(cupro_for((size_t)runners, meet, &meeting, .pool = pool, .grain = 1,
                                       .threads = table[k].threads),
                             0);
            for (int i = 0; i < runners; i++)
                ck_assert_msg(meeting.thread[i] == i * all / runners,
                              "row %zu, slice %d of %d: thread %d of %d", k, i, runners,
                              meeting.thread[i], all);
        }
        ck_assert_int_eq(cupro_pool_close(pool), 0);
    }
}
END_TEST

/* -- Pages ---------------------------------------------------------------------------------------
 */

struct field {
    unsigned char *bytes; /* of a mapping of its own, from somewhere in its first page */
    size_t size, page;
    size_t n, each;              /* elements, and bytes of one */
    _Atomic signed char *thread; /* that ran element i          */
};

static int work_on_elements(size_t lo, size_t hi, void *ctx)
{
    struct field *field = ctx;
    for (size_t i = lo; i < hi; i++) {
        field->bytes[i * field->each]++;
        atomic_store_explicit(&field->thread[i], (signed char)cupro_thread_index(),
                              memory_order_relaxed);
    }
    return 0;
}

static struct field field_open(size_t n, size_t each, size_t offset)
{
    struct field field = {.size = n * each, .n = n, .each = each};
    field.page = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char *mapping =
        mmap(NULL, field.size + offset, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(mapping, MAP_FAILED);
    memset(mapping, 1, field.size + offset);
    field.bytes = mapping + offset;
    field.thread = calloc(n, sizeof *field.thread);
    return field;
}

static void field_close(struct field *field, size_t offset)
{
    munmap(field->bytes - offset, field->size + offset);
    free(field->thread);
}

/* What the counters should say where threads 0 … on_node - 1 are on node 0, and the others not. The
 * element in which a page begins counts. */
static cupro_counters expected_pages(const struct field *field, int on_node)
{
    cupro_counters expected = {0};
    uintptr_t begin = (uintptr_t)field->bytes, at = begin;
    while (at < begin + field->size) {
        size_t element = (at - begin) / field->each;
        const void *page = (const void *)at;
        int node;
        cupro__where_pages(&page, 1, &node);
        if (node < 0)
            expected.unknown_pages++;
        else if ((field->thread[element] < on_node) == (node == 0))
            expected.local_pages++;
        else
            expected.remote_pages++;
        at = (at / field->page + 1) * field->page;
    }
    return expected;
}

static void check_pages(size_t n, size_t each, size_t offset, size_t grain, int threads)
{
    cupro_pool *pool;
    struct field field = field_open(n, each, offset);
    ck_assert_int_eq(cupro_pool_open(&pool, .threads = 4, .bind = CUPRO_BIND_SCATTER), 0);
    for (int repetition = 0; repetition < 3; repetition++) {
        cupro_counters counters = {0};
        ck_assert_int_eq(cupro_for(n, work_on_elements, &field, .pool = pool, .grain = grain,
                                   .threads = threads, .counters = &counters, .watch = field.bytes,
                                   .watch_bytes = field.size),
                         0);
        cupro_counters expected = expected_pages(&field, 2);
        ck_assert_uint_eq(pages(&counters), pages(&expected));
        ck_assert_uint_eq(counters.local_pages, expected.local_pages);
        ck_assert_uint_eq(counters.remote_pages, expected.remote_pages);
    }
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    field_close(&field, offset);
}

/* Pages are elements, several make one, or several are in one; by one thread, or by all. */
START_TEST(pages_are_counted_for_the_thread_that_worked_on_them)
{
    static const size_t shapes[][3] = {{200, 4096, 0},    {100, 16384, 0}, {3000, 256, 0},
                                       {500, 4096, 2048}, {7, 100, 5},     {1, 1, 0}};
    pretend_two_nodes();
    for (size_t k = 0; k < COUNT_OF(shapes); k++)
        for (int threads = 0; threads < 3; threads++) {
            check_pages(shapes[k][0], shapes[k][1], shapes[k][2], 1, threads);
            check_pages(shapes[k][0], shapes[k][1], shapes[k][2], 13, threads);
            check_pages(shapes[k][0], shapes[k][1], shapes[k][2], 0, threads);
        }
}
END_TEST

START_TEST(pages_are_unknown_where_threads_or_pages_are)
{
    cupro_pool *bound, *unbound;
    struct field field = field_open(100, 4096, 0);
    ck_assert_int_eq(cupro_pool_open(&bound, .threads = 2, .bind = CUPRO_BIND_COMPACT), 0);
    ck_assert_int_eq(cupro_pool_open(&unbound, .threads = 2), 0);
    for (int i = 0; i < 2; i++) {
        cupro_counters counters = {0};
        unsigned char *nowhere = mmap(NULL, 409600, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        ck_assert_int_eq(cupro_for(100, work_on_elements, &field, .grain = 1,
                                   .pool = i == 0 ? unbound : bound, .counters = &counters,
                                   .watch = i == 0 ? field.bytes : nowhere, .watch_bytes = 409600),
                         0);
        ck_assert_uint_eq(counters.unknown_pages, 409600 / field.page);
        ck_assert_uint_eq(pages(&counters), counters.unknown_pages);
        munmap(nowhere, 409600);
    }
    ck_assert_int_eq(cupro_pool_close(bound), 0);
    ck_assert_int_eq(cupro_pool_close(unbound), 0);
    field_close(&field, 0);
}
END_TEST

START_TEST(an_array_beyond_the_end_of_memory_is_refused)
{
    cupro_counters counters = {0};
    unsigned char byte = 0;
    ck_assert_int_eq(
        cupro_for(1, touch, &byte, .counters = &counters, .watch = &byte, .watch_bytes = SIZE_MAX),
        CUPRO_EINVAL);
    ck_assert_int_eq(byte, 0);
    ck_assert_uint_eq(pages(&counters), 0);
}
END_TEST

int main(void)
{
    return RUN_TESTS("counters", 1, counters_of_several_operations_add_up,
                     steals_of_bound_threads_are_near_or_remote, slices_stay_with_their_threads,
                     pages_are_counted_for_the_thread_that_worked_on_them,
                     pages_are_unknown_where_threads_or_pages_are,
                     an_array_beyond_the_end_of_memory_is_refused);
}
