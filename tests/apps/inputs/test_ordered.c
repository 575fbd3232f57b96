/* SPDX-License-Identifier: MIT */
/* Work that grows leaves in its order, on any number of threads, and holds no more than it may. */
#include "common/output/ordered.h"

#include "dice.h"
#include "run_tests.h"

#include <cupro/loop.h>

#include <stdatomic.h>
#include <string.h>

const char program_name[] = "test_ordered";

enum { MOST_DEPTH = 8, MOST_HELD = 1000 };

/* A tree: an item splits into parts, puts others beside itself, or is a leaf, as dice say that
 * depend on its path only. What leaves is the leaves' paths. */
struct item {
    struct ordered_item head;
    uint64_t path;
    int depth;
    size_t split; /* parts that were split off it */
    bool begun;
};

struct job {
    struct ordered ordered;
    uint64_t seed;
    uint64_t left[1 << 16];
    size_t count, room;
    size_t end_at; /* stop when so many have left */
    atomic_int alive, leaving;
    bool overlapped;
};

static size_t throw(const struct job *job, const struct item *item, uint64_t what, size_t n)
{
    return (size_t)(scramble(scramble(job->seed + item->path) + what) % n);
}

static size_t parts_of(const struct job *job, const struct item *item)
{
    return item->depth<MOST_DEPTH &&throw(job, item, 1, 3)> 0 ? throw(job, item, 2, 5) : 0;
}

static struct item *new_item(struct job *job, const struct item *above, size_t number)
{
    struct item *item = calloc(1, sizeof *item);
    ck_assert_ptr_nonnull(item);
    item->path = above ? scramble(above->path * 31 + number + 1) : 1;
    item->depth = above ? above->depth + 1 : 0;
    atomic_fetch_add(&job->alive, 1);
    return item;
}

static struct ordered_item *split(struct ordered_item *head, void *ctx)
{
    struct item *item = (struct item *)head;
    if (item->split == parts_of(ctx, item))
        return NULL;
    return &new_item(ctx, item, item->split++)->head;
}

static bool leave(struct ordered_item *head, void *ctx)
{
    struct job *job = ctx;
    job->overlapped |= atomic_fetch_add(&job->leaving, 1) != 0;
    if (head->state == ORDERED_DONE && job->count < job->room)
        job->left[job->count++] = ((struct item *)head)->path;
    atomic_fetch_sub(&job->leaving, 1);
    return job->count < job->end_at;
}

static void drop(struct ordered_item *head, void *ctx)
{
    atomic_fetch_sub(&((struct job *)ctx)->alive, 1);
    free(head);
}

static const struct ordered_calls calls = {split, leave, drop};

/* Two in three of those with parts split; the others put them behind or before themselves. */
static void work_on(struct job *job, struct item *item)
{
    const size_t parts = parts_of(job, item), how = throw(job, item, 3, 3);
    if (parts > 0 && !item->begun && how == 0) {
        item->begun = item->head.splits = true;
        ordered_again(&job->ordered, &item->head);
        return;
    }
    if (parts > 0 && !item->begun && how == 1) {
        for (size_t i = parts; i-- > 0;)
            ordered_put_behind(&job->ordered, &item->head, &new_item(job, item, i)->head);
    } else if (parts > 0 && how == 2 && item->split < parts) {
        struct item *part = new_item(job, item, item->split++);
        ordered_put_before(&job->ordered, &item->head, &part->head, true);
        ordered_again(&job->ordered, &item->head);
        item = part;
        if (parts_of(job, item) > 0) {
            ordered_again(&job->ordered, &item->head);
            return;
        }
    }
    if (throw(job, item, 4, 3) == 0)
        ordered_holds(&job->ordered, &item->head, throw(job, item, 5, MOST_HELD));
    ordered_done(&job->ordered, &item->head);
}

static int work(size_t lo, size_t hi, void *ctx)
{
    struct job *job = ctx;
    for (; lo < hi; lo++) {
        struct ordered_item *head;
        while ((head = ordered_take(&job->ordered)))
            work_on(job, (struct item *)head);
    }
    return 0;
}

static void run(struct job *job, uint64_t seed, size_t threads, size_t end_at)
{
    *job = (struct job){.seed = seed, .room = 1 << 16, .end_at = end_at};
    ordered_open(&job->ordered, &calls, MOST_HELD, job);
    ordered_add(&job->ordered, &new_item(job, NULL, 0)->head);
    ck_assert_int_eq(cupro_for(threads, work, job, .grain = 1, .threads = (int)threads), 0);
    ordered_close(&job->ordered);
    ck_assert_int_eq(atomic_load(&job->alive), 0);
    ck_assert(!job->overlapped);
}

/* What the order is: by recursion. */
static void write_down(struct job *job, const struct item *item)
{
    const size_t parts = parts_of(job, item), how = throw(job, item, 3, 3);
    if (how == 1)
        job->left[job->count++] = item->path;
    for (size_t i = 0; i < parts; i++) {
        struct item *part = new_item(job, item, i);
        write_down(job, part);
        drop(&part->head, job);
    }
    if (how != 1)
        job->left[job->count++] = item->path;
}

static struct job expected, got;

START_TEST(items_leave_in_their_order)
{
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 60; round++) {
        const uint64_t seed = dice_bits(&dice);
        expected = (struct job){.seed = seed};
        const struct item root = {.path = 1};
        write_down(&expected, &root);
        for (size_t threads = 1; threads <= 7; threads += 2) {
            run(&got, seed, threads, SIZE_MAX);
            ck_assert_uint_eq(got.count, expected.count);
            ck_assert_mem_eq(got.left, expected.left, got.count * sizeof got.left[0]);
        }
    }
}
END_TEST

START_TEST(whoever_lets_them_leave_can_stop_everything)
{
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 60; round++) {
        const uint64_t seed = dice_bits(&dice);
        const size_t end = 1 + dice_below(&dice, 50);
        expected = (struct job){.seed = seed};
        const struct item root = {.path = 1};
        write_down(&expected, &root);
        run(&got, seed, 1 + dice_below(&dice, 4), end);
        ck_assert_uint_eq(got.count, end < expected.count ? end : expected.count);
        ck_assert_mem_eq(got.left, expected.left, got.count * sizeof got.left[0]);
    }
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("ordered", 4, items_leave_in_their_order,
                     whoever_lets_them_leave_can_stop_everything);
}
