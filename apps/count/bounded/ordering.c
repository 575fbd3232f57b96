/* SPDX-License-Identifier: MIT */
/* An order in bounded memory (see ordering.h): entries are sorted as many as there is room for at a
 * time, and if these are not all, become runs that are merged. */
#include "count/bounded/ordering.h"

#include <cupro/error.h>
#include <cupro/order.h>

#include <stdlib.h>
#include <string.h>

static int make_room(struct ordering *ordering)
{
    const size_t size =
        ordering->memory / 2 / sizeof(cupro_tally_entry) * sizeof(cupro_tally_entry);
    ordering->room = malloc(size);
    if (!ordering->room)
        return CUPRO_ENOMEM;
    ordering->end = (cupro_tally_entry *)(void *)(ordering->room + size);
    ordering->entries = ordering->end;
    return 0;
}

int ordering_open(struct ordering *ordering, entry_order *before, uint64_t most, size_t memory,
                  const char *directory)
{
    *ordering = (struct ordering){.before = before, .most = most, .memory = memory};
    spool_open(&ordering->spool, directory);
    return make_room(ordering);
}

void ordering_close(struct ordering *ordering)
{
    free(ordering->room);
    spool_close(&ordering->spool);
}

CUPRO_ORDER(in_order, cupro_tally_entry, a, b, (*(entry_order *const *)ctx)(&a, &b));

/* In place, since there is no memory for more. */
static int sort(struct ordering *ordering)
{
    if (ordering->count < 2)
        return 0;
    const int error = cupro_sort_by(ordering->entries, ordering->count, &in_order, .in_place = true,
                                    .unstable = true, .ctx = &ordering->before);
    if (ordering->count > ordering->most)
        ordering->count = (size_t)ordering->most;
    return error;
}

/* Write what there is as a run. */
static int put_aside(struct ordering *ordering)
{
    struct spool_writer writer;
    const size_t all = ordering->count;
    int error = sort(ordering);
    if (error)
        return error;
    error = spool_begin(&writer, &ordering->spool);
    for (size_t i = 0; i < ordering->count && !error; i++)
        error = spool_put(&writer, &ordering->entries[i]);
    error = spool_end(&writer);
    ordering->entries += all;
    ordering->count = ordering->keys = 0;
    return error;
}

static bool fits(const struct ordering *ordering, size_t length)
{
    const size_t left =
        (size_t)((unsigned char *)ordering->entries - ordering->room) - ordering->keys;
    return left >= sizeof *ordering->entries && left - sizeof *ordering->entries >= length;
}

/* An entry that there would never be room for is a run of its own. */
static int put_alone(struct ordering *ordering, const cupro_tally_entry *entry)
{
    struct spool_writer writer;
    if (!spool_begin(&writer, &ordering->spool))
        spool_put(&writer, entry);
    return spool_end(&writer);
}

int ordering_put(struct ordering *ordering, const cupro_tally_entry *entry)
{
    if (!fits(ordering, entry->key.length) && ordering->count > 0) {
        const int error = put_aside(ordering);
        if (error)
            return error;
    }
    if (!fits(ordering, entry->key.length))
        return put_alone(ordering, entry);
    unsigned char *key = ordering->room + ordering->keys;
    if (entry->key.length > 0)
        memcpy(key, entry->key.begin, entry->key.length);
    ordering->keys += entry->key.length;
    *--ordering->entries =
        (cupro_tally_entry){{(const char *)key, entry->key.length}, entry->count};
    ordering->count++;
    return 0;
}

struct limited {
    entry_taker *take;
    void *arg;
    uint64_t left;
};

enum { ENOUGH = 1 << 20 }; /* no errno */

static int take_limited(void *arg, const cupro_tally_entry *entry)
{
    struct limited *limited = arg;
    if (limited->left == 0)
        return ENOUGH;
    limited->left--;
    return limited->take(limited->arg, entry);
}

/* Those that are in memory are all that there are. */
static int hand_out_sorted(struct ordering *ordering, struct limited *limited)
{
    int error = sort(ordering);
    for (size_t i = 0; i < ordering->count && !error; i++)
        error = take_limited(limited, &ordering->entries[i]);
    ordering->entries = ordering->end;
    ordering->count = ordering->keys = 0;
    return error;
}

static int hand_out_runs(struct ordering *ordering, struct limited *limited)
{
    const char *directory = ordering->spool.directory;
    int error = put_aside(ordering);
    free(ordering->room);
    ordering->room = NULL;
    if (!error)
        error = spool_merge(&ordering->spool, ordering->before, false, ordering->memory / 2,
                            take_limited, limited);
    if (error && error != ENOUGH)
        return error;
    spool_close(&ordering->spool);
    spool_open(&ordering->spool, directory);
    const int failed = make_room(ordering);
    return failed ? failed : error;
}

int ordering_hand_out(struct ordering *ordering, entry_taker *take, void *arg)
{
    struct limited limited = {take, arg, ordering->most};
    const int error = ordering->spool.count == 0 ? hand_out_sorted(ordering, &limited)
                                                 : hand_out_runs(ordering, &limited);
    return error == ENOUGH ? 0 : error;
}
