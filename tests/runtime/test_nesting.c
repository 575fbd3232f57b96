/* SPDX-License-Identifier: MIT */
/* Operations inside bodies of operations: right results, lowest failures, locks. */
#include "run_tests.h"
#include "runtime/origins.h"
#include "runtime/process.h"
#include "runtime/work.h"

/* Counters in a cube, each of which one body of the innermost loop raises. */
enum { SIDE = 12 };

struct cube {
    atomic_uchar visits[SIDE][SIDE][SIDE];
    size_t grain;
};

struct edge {
    struct cube *cube;
    size_t x, y;
};

static int innermost(size_t lo, size_t hi, void *ctx)
{
    struct edge *edge = ctx;
    for (size_t z = lo; z < hi; z++)
        atomic_fetch_add(&edge->cube->visits[edge->x][edge->y][z], 1);
    return 0;
}

static int middle(size_t lo, size_t hi, void *ctx)
{
    struct edge edge = *(struct edge *)ctx;
    int error = 0;
    for (edge.y = lo; edge.y < hi && error == 0; edge.y++)
        error = cupro_for(SIDE, innermost, &edge, .grain = edge.cube->grain);
    return error;
}

static int outermost(size_t lo, size_t hi, void *ctx)
{
    struct edge edge = {.cube = ctx};
    int error = 0;
    for (edge.x = lo; edge.x < hi && error == 0; edge.x++)
        error = cupro_for(SIDE, middle, &edge, .grain = edge.cube->grain);
    return error;
}

static int cube_is_filled(void *arg)
{
    struct cube *cube = calloc(1, sizeof *cube);
    if (cube == NULL)
        return CUPRO_ENOMEM;
    cube->grain = *(size_t *)arg;
    int result = cupro_for(SIDE, outermost, cube, .grain = cube->grain);
    const atomic_uchar *visits = &cube->visits[0][0][0];
    for (int i = 0; i < SIDE * SIDE * SIDE && result == 0; i++)
        if (visits[i] != 1)
            result = WRONG_RESULT;
    free(cube);
    return result;
}

START_TEST(three_loops_deep_each_index_is_visited_once)
{
    for (size_t i = 0; i < ORIGINS; i++)
        for (size_t grain = 0; grain < 6; grain++) {
            int result = origins[i].run(cube_is_filled, &grain);
            ck_assert_msg(result == 0, "in %s: %d", origins[i].name, result);
        }
}
END_TEST

/* -- Failures -----------------------------------------------------------------------------------
 */

static int fail_from_here_on(size_t lo, size_t hi, void *ctx)
{
    size_t first = *(size_t *)ctx;
    for (size_t i = lo; i < hi; i++)
        if (i >= first)
            return 1000 + (int)i;
    return 0;
}

static int fail_inside(size_t lo, size_t hi, void *ctx)
{
    (void)hi;
    (void)ctx;
    size_t first = lo >= 5 ? 7 : SIDE;
    int result = cupro_for(SIDE, fail_from_here_on, &first, .grain = 1);
    return result == 0 ? 0 : result + 100 * (int)lo;
}

static int lowest_failure_wins(void *arg)
{
    (void)arg;
    int result = cupro_for(SIDE, fail_inside, NULL, .grain = 1);
    return result == 1000 + 7 + 500 ? 0 : WRONG_RESULT;
}

START_TEST(the_lowest_failure_comes_out_of_all_loops)
{
    for (size_t i = 0; i < ORIGINS; i++)
        for (int round = 0; round < 20; round++)
            ck_assert_msg(origins[i].run(lowest_failure_wins, NULL) == 0, "in %s", origins[i].name);
}
END_TEST

/* -- Locks --------------------------------------------------------------------------------------
 */

struct guarded {
    pthread_mutex_t lock;
    int value; /* guarded */
};

static int add_under_lock(size_t lo, size_t hi, void *ctx)
{
    struct guarded *guarded = ctx;
    pthread_mutex_lock(&guarded->lock);
    guarded->value += (int)(hi - lo);
    pthread_mutex_unlock(&guarded->lock);
    return 0;
}

/* Even bodies call with the lock held; odd ones call for bodies that take it. A waiter that helped
 * itself to foreign work would wait for itself. */
static int call_under_lock(size_t lo, size_t hi, void *ctx)
{
    (void)hi;
    struct guarded *guarded = ctx;
    if (lo % 2 == 1)
        return cupro_for(8, add_under_lock, guarded, .grain = 1);
    pthread_mutex_lock(&guarded->lock);
    int result = pool_works(NULL);
    guarded->value += 8;
    pthread_mutex_unlock(&guarded->lock);
    return result;
}

static int locks_do_not_deadlock(void *arg)
{
    (void)arg;
    for (int round = 0; round < 10; round++) {
        struct guarded guarded = {PTHREAD_MUTEX_INITIALIZER, 0};
        int result = cupro_for(20, call_under_lock, &guarded, .grain = 1);
        if (result != 0 || guarded.value != 160)
            return result != 0 ? result : WRONG_RESULT;
    }
    return 0;
}

START_TEST(a_lock_may_be_held_over_a_call)
{
    for (size_t i = 0; i < ORIGINS; i++) {
        int result = origins[i].run(locks_do_not_deadlock, NULL);
        ck_assert_msg(result == 0, "in %s: %d", origins[i].name, result);
    }
}
END_TEST

/* -- Stopping -----------------------------------------------------------------------------------
 */

static int stop_then_loop(size_t lo, size_t hi, void *ctx)
{
    (void)hi;
    if (lo == 3)
        cupro_stop_request(ctx);
    return loop_goes_right(50, NULL);
}

static int only_the_outer_loop_stops(void *arg)
{
    (void)arg;
    cupro_stop stop = {0};
    return cupro_for(1000, stop_then_loop, &stop, .stop = &stop, .grain = 1) == CUPRO_ESTOPPED
               ? 0
               : WRONG_RESULT;
}

START_TEST(a_token_stops_the_loop_that_has_it_and_no_other)
{
    for (size_t i = 0; i < ORIGINS; i++)
        ck_assert_msg(origins[i].run(only_the_outer_loop_stops, NULL) == 0, "in %s",
                      origins[i].name);
}
END_TEST

int main(void)
{
    return RUN_TESTS("nesting", 1, three_loops_deep_each_index_is_visited_once,
                     the_lowest_failure_comes_out_of_all_loops, a_lock_may_be_held_over_a_call,
                     a_token_stops_the_loop_that_has_it_and_no_other);
}
