/* SPDX-License-Identifier: MIT */
/* Groups that do not come about: what is refused, keys and monoids that fail, stops; and progress.
 */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/error.h>
#include <cupro/group.h>
#include <stdlib.h>
#include <string.h>

CUPRO_KEY(itself, uint64_t, x, x);
CUPRO_KEY(spelled, cupro_slice, s, s);
CUPRO_MAP(self, uint64_t, uint64_t, x, x);
CUPRO_MAP(double_of, uint64_t, double, x, (double)x);

static int no_kind(const void *in, void *out, size_t n, void *ctx)
{
    (void)in, (void)out, (void)n, (void)ctx;
    return 99;
}

static int no_bytes(const void *in, void *out, size_t n, void *ctx)
{
    (void)in, (void)out, (void)n, (void)ctx;
    return CUPRO_KEY_BYTES;
}

static size_t does_less(const void *in, void *out, size_t n, void *ctx)
{
    (void)in, (void)ctx;
    memset(out, 0, n);
    return n - 1;
}

START_TEST(what_is_wrong_is_refused)
{
    uint64_t x[3] = {7, 8, 7}, *none = NULL;
    const cupro_key no_step = {sizeof *x, NULL}, kind = {sizeof *x, no_kind},
                    bytes = {sizeof *x, no_bytes};
    const cupro_stage lazy = {CUPRO_STAGE_MAP, sizeof *x, 1, does_less, 0};
    const cupro_stage filter = {CUPRO_STAGE_FILTER, sizeof *x, 8, does_less, 0};
    cupro_counts counts = {0};
    cupro_groups groups = {0};
    cupro_reduced reduced = {0};
    cupro_progress silent = {0};
    cupro_failures failures = {0};
    size_t *indexes = NULL, m = 7;
    ck_assert_int_eq(cupro_count_by(none, 3, &itself, &counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_by(x, SIZE_MAX / 4, &itself, &counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_by(x, 3, &itself, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_by_with(x, 3, 4, &itself.key, &counts, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_by_with(x, 3, 8, NULL, &counts, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_by_with(x, 3, 8, &no_step, &counts, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_by_with(x, 3, 8, &kind, &counts, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_by_with(x, 3, 8, &bytes, &counts, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_by(x, 3, &itself, &counts, .keep_going = true), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_by(x, 3, &itself, &counts, .failures = &failures), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_by(x, 3, &itself, &counts, .progress = &silent), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_values(none, 3, &counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_values(x, SIZE_MAX / 4, &counts), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_distinct(x, 3, &itself, NULL, &m), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_distinct(x, 3, &itself, &indexes, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_group_by(x, 3, &itself, NULL), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_group_by(none, 3, &itself, &groups), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_reduce_by(x, 3, &itself, &double_of, &cupro_plus_f64, NULL),
                     CUPRO_EINVAL);
    ck_assert_int_eq(cupro_reduce_by(x, 3, &itself, &double_of, &cupro_plus_f32, &reduced),
                     CUPRO_EINVAL);
    ck_assert_int_eq(
        cupro_reduce_by_with(x, 3, 8, &itself.key, &filter, &cupro_plus_u64, &reduced, NULL),
        CUPRO_EINVAL);
    ck_assert_int_eq(
        cupro_reduce_by_with(x, 3, 8, &itself.key, &lazy, &cupro_plus_u8, &reduced, NULL),
        CUPRO_EINVAL);
    ck_assert(m == 7 && indexes == NULL && counts.first == NULL && groups.order == NULL);
    ck_assert(reduced.values == NULL);
    cupro_counts_free(NULL);
    cupro_groups_free(&groups);
    cupro_reduced_free(&reduced);
}
END_TEST

/* A string that is nowhere, and a key that changes its kind, both far behind. */
static int two_kinds(const void *in, void *out, size_t n, void *ctx)
{
    const uint64_t *x = in;
    (void)ctx;
    memcpy(out, in, n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        if (x[i] == 77777)
            return CUPRO_KEY_NUMBER32;
    return CUPRO_KEY_NUMBER64;
}

START_TEST(keys_that_fail_late)
{
    enum { N = 100000 };
    static const cupro_key fickle = {sizeof(uint64_t), two_kinds};
    struct place place = place_open(_i);
    uint64_t *x = malloc(N * sizeof *x);
    cupro_slice *names = malloc(N * sizeof *names);
    cupro_counts counts = {0};
    cupro_groups groups = {0};
    const cupro_call call = {AT(place)};
    for (size_t i = 0; i < N; i++) {
        x[i] = i;
        names[i] = (cupro_slice){"abcdefgh", i % 9};
    }
    names[77777].begin = NULL;
    ck_assert_int_eq(cupro_count_by_with(x, N, 8, &fickle, &counts, &call), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_group_by_with(x, N, 8, &fickle, &groups, &call), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_count_by(names, N, &spelled, &counts, AT(place)), CUPRO_EINVAL);
    ck_assert_int_eq(cupro_group_by(names, N, &spelled, &groups, AT(place)), CUPRO_EINVAL);
    ck_assert(counts.first == NULL && groups.order == NULL);
    free(names);
    free(x);
    place_close(&place);
}
END_TEST

static int fail_at_13(void *acc, void *other, void *ctx)
{
    (void)ctx;
    *(uint64_t *)acc += *(const uint64_t *)other;
    return *(const uint64_t *)other == 13 ? 42 : 0;
}

START_TEST(monoids_that_fail)
{
    static const uint64_t zero;
    static const cupro_monoid fails = {.size = 8, .identity = &zero, .combine = fail_at_13};
    struct place place = place_open(_i);
    uint64_t *x = malloc(20000 * sizeof *x);
    cupro_reduced reduced = {0};
    for (size_t i = 0; i < 20000; i++)
        x[i] = i;
    ck_assert_int_eq(cupro_reduce_by(x, 20000, &itself, &self, &fails, &reduced, AT(place)), 42);
    ck_assert(reduced.values == NULL && reduced.first == NULL);
    free(x);
    place_close(&place);
}
END_TEST

static void raise_late(size_t done, size_t total, void *arg)
{
    if (done > total / 2)
        cupro_stop_request(arg);
}

/* Before they begin; or on their way, and then there is a result or none. */
START_TEST(groups_are_stopped)
{
    enum { N = 200000 };
    struct place place = place_open(_i);
    uint64_t *x = malloc(N * sizeof *x);
    cupro_groups groups = {0};
    cupro_counts counts = {0};
    cupro_stop stop = {0};
    for (size_t i = 0; i < N; i++)
        x[i] = scramble(i / 3);
    cupro_stop_request(&stop);
    ck_assert_int_eq(cupro_count_values(x, N, &counts, AT(place), .stop = &stop), CUPRO_ESTOPPED);
    ck_assert_int_eq(cupro_group_by(x, N, &itself, &groups, AT(place), .stop = &stop),
                     CUPRO_ESTOPPED);
    ck_assert(counts.first == NULL && groups.order == NULL);
    stop = (cupro_stop){0};
    cupro_progress progress = {.report = raise_late, .arg = &stop, .interval = 1e-9};
    int error =
        cupro_group_by(x, N, &itself, &groups, AT(place), .stop = &stop, .progress = &progress);
    ck_assert(error == 0 ? groups.count == N / 3 + 1 : error == CUPRO_ESTOPPED);
    ck_assert(error == 0 || groups.order == NULL);
    cupro_groups_free(&groups);
    free(x);
    place_close(&place);
}
END_TEST

struct told {
    size_t last, calls;
    bool fell;
};

static void listen(size_t done, size_t total, void *arg)
{
    struct told *told = arg;
    told->fell = told->fell || done < told->last || total != 200000;
    told->last = done;
    told->calls++;
}

START_TEST(progress_rises_to_the_end)
{
    enum { N = 200000 };
    struct place place = place_open(_i);
    uint64_t *x = malloc(N * sizeof *x);
    for (size_t i = 0; i < N; i++)
        x[i] = scramble(i / 3);
    for (int verb = 0; verb < 3; verb++) {
        cupro_groups groups = {0};
        cupro_counts counts = {0};
        cupro_reduced reduced = {0};
        struct told told = {0, 0, false};
        cupro_progress progress = {.report = listen, .arg = &told, .interval = 1e-9};
        const cupro_call call = {AT(place), .progress = &progress};
        int error = verb == 0   ? cupro_count_values_u64(x, N, &counts, &call)
                    : verb == 1 ? cupro_group_by_with(x, N, 8, &itself.key, &groups, &call)
                                : cupro_reduce_by_with(x, N, 8, &itself.key, &self.stage,
                                                       &cupro_plus_u64, &reduced, &call);
        ck_assert(error == 0 && !told.fell && told.last == N && told.calls > 0);
        cupro_groups_free(&groups);
        cupro_counts_free(&counts);
        cupro_reduced_free(&reduced);
    }
    free(x);
    place_close(&place);
}
END_TEST

int main(void)
{
    return RUN_TESTS("group_failures", PLACES, what_is_wrong_is_refused, keys_that_fail_late,
                     monoids_that_fail, groups_are_stopped, progress_rises_to_the_end);
}
