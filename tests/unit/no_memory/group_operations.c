/* SPDX-License-Identifier: MIT */
/* Counts, groups and joins without memory, few groups and many, with all that there is besides. */
#include "unit/no_memory/no_memory.h"

#include <stdlib.h>

/* Tables of their own, and one for all; counts are written only if there is no error. */
static int histogram(const cupro_call *call)
{
    size_t counts[7] = {[6] = 77}, many[N];
    int error = cupro_histogram_i64(numbers, N, 0, N - 1, 7, counts, call);
    if (error != 0)
        return counts[6] == 77 ? error : WRONG;
    error = cupro_histogram_edges_i64(numbers, N, numbers, N - 1, many, call);
    return checked(error, counts[0] == (N + 5) / 7 && many[0] == 1 && many[N - 2] == 2);
}

CUPRO_KEY(digit_of, int64_t, x, x % 10);

static int partition_by(const cupro_call *call)
{
    size_t starts[11] = {77};
    int64_t out[N];
    int error =
        cupro_partition_by_with(numbers, N, sizeof *numbers, 10, &digit_of.key, out, starts, call);
    if (error != 0)
        return starts[0] == 77 ? error : WRONG;
    return checked(error,
                   starts[1] == N / 10 && out[0] == 0 && out[1] == 10 && out[N - 1] == N - 1);
}

static int join_by(const cupro_call *call)
{
    cupro_pair none, *pairs = &none;
    size_t count = 77;
    int error = cupro_join_by_with(numbers, N, sizeof *numbers, &digit_of.key, numbers, 20,
                                   sizeof *numbers, &digit_of.key, &pairs, &count, call);
    if (error != 0)
        return pairs == NULL && count == 77 ? error : WRONG;
    bool right = count == 2 * N && pairs[count - 1].a == N - 1 && pairs[count - 1].b == 19;
    free(pairs);
    return checked(error, right);
}

struct mark {
    uint64_t number, other;
    int32_t more;
};
CUPRO_KEY(number_of, struct mark, m, m.number);
CUPRO_KEY_FIELDS(all_of, struct mark, number, other, more);
CUPRO_MAP(mark_one, struct mark, int64_t, m, (int64_t)(m.more == 0));

enum { MARKS = 30000 /* of 10000 groups, and a heavy one */ };
static struct mark marks[MARKS];

static const struct mark *throw_marks(void)
{
    for (size_t i = 0; i < MARKS; i++)
        marks[i] = (struct mark){i % 3 != 0 ? 77 : i, 1, 0};
    return marks;
}

static int count_by(const cupro_call *call)
{
    cupro_counts counts = {0};
    int error =
        cupro_count_by_with(throw_marks(), MARKS, sizeof *marks, &number_of.key, &counts, call);
    bool right = error != 0 ? counts.first == NULL
                            : counts.count == MARKS / 3 + 1 && counts.size[1] == MARKS / 3 * 2;
    cupro_counts_free(&counts);
    return right ? error : WRONG;
}

/* So few that they have cells of their own (sparse_keys.h). */
static int count_few(const cupro_call *call)
{
    static uint64_t x[MARKS];
    cupro_counts counts = {0};
    for (size_t i = 0; i < MARKS; i++)
        x[i] = (uint64_t)(i % 2) << 40;
    int error = cupro_count_values_u64(x, MARKS, &counts, call);
    bool right =
        error != 0 ? counts.first == NULL : counts.count == 2 && counts.size[1] == MARKS / 2;
    cupro_counts_free(&counts);
    return right ? error : WRONG;
}

/* So many that they have packed words (packed_keys.h); in the end more than there seem to be. */
static int count_packed(const cupro_call *call)
{
    enum { MANY = 80000, LATE = 10000, GROUPS = 1500 };
    static uint64_t x[MANY];
    cupro_counts counts = {0};
    for (size_t i = 0; i < MANY; i++)
        x[i] = (uint64_t)(i < MANY - LATE ? i % GROUPS : i) << 40;
    int error = cupro_count_values_u64(x, MANY, &counts, call);
    bool right = error != 0 ? counts.first == NULL
                            : counts.count == GROUPS + LATE && counts.size[counts.count - 1] == 1;
    cupro_counts_free(&counts);
    return right ? error : WRONG;
}

static int count_by_fields(const cupro_call *call)
{
    cupro_call own = *call;
    own.sorted = true;
    cupro_counts counts = {0};
    int error =
        cupro_count_by_with(throw_marks(), MARKS, sizeof *marks, &all_of.key, &counts, &own);
    bool right = error != 0 || counts.count == MARKS / 3 + 1;
    cupro_counts_free(&counts);
    return checked(error, right);
}

static int group_by(const cupro_call *call)
{
    cupro_groups groups = {0};
    int error =
        cupro_group_by_with(throw_marks(), MARKS, sizeof *marks, &number_of.key, &groups, call);
    bool right = error != 0 || (groups.count == MARKS / 3 + 1 && groups.starts[1] == 1);
    if (error != 0 && groups.order != NULL)
        right = false;
    cupro_groups_free(&groups);
    return right ? error : WRONG;
}

static long owned; /* accumulators that were made, less those that were dropped */

static int make_owned(void *acc, void *ctx)
{
    (void)ctx;
    *(int64_t *)acc = 0;
    __atomic_fetch_add(&owned, 1, __ATOMIC_RELAXED);
    return 0;
}

static int add_owned(void *acc, void *other, void *ctx)
{
    (void)ctx;
    *(int64_t *)acc += *(const int64_t *)other;
    return 0;
}

static void drop_owned(void *acc, void *ctx)
{
    (void)acc, (void)ctx;
    __atomic_fetch_sub(&owned, 1, __ATOMIC_RELAXED);
}

/* Accumulators that own something are dropped, all but those of the result. */
static int reduce_by(const cupro_call *call)
{
    static const cupro_monoid owner = {
        .size = sizeof(int64_t), .init = make_owned, .combine = add_owned, .drop = drop_owned};
    cupro_reduced reduced = {0};
    owned = 0;
    int error = cupro_reduce_by_with(throw_marks(), MARKS, sizeof *marks, &number_of.key,
                                     &mark_one.stage, &owner, &reduced, call);
    bool right = owned == (long)reduced.count;
    if (error == 0)
        right = right && reduced.count == MARKS / 3 + 1 &&
                ((const int64_t *)reduced.values)[1] == MARKS / 3 * 2;
    cupro_reduced_free(&reduced);
    return right ? error : WRONG;
}

const struct operation group_operations[] = {
    OPERATION(histogram), OPERATION(partition_by), OPERATION(count_by),
    OPERATION(count_few), OPERATION(count_packed), OPERATION(count_by_fields),
    OPERATION(group_by),  OPERATION(reduce_by),    OPERATION(join_by),
    {NULL, NULL},
};
