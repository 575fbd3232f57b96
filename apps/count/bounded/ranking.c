/* SPDX-License-Identifier: MIT */
/* Choosing and sorting (see ranking.h): up to two orderings, one behind the other. */
#include "count/bounded/ranking.h"

#include <stdint.h>

int ranking_open(struct ranking *ranking, const struct ranking_wish *wish, size_t memory,
                 const char *directory, entry_taker *take, void *arg)
{
    const bool limited = wish->top < UINT64_MAX;
    *ranking = (struct ranking){.wish = *wish, .take = take, .arg = arg};
    ranking->selects = limited && wish->choice != wish->incoming;
    ranking->sorts = wish->final != (ranking->selects ? wish->choice : wish->incoming);
    int error = 0;
    if (ranking->selects)
        error = ordering_open(&ranking->choice, wish->choice, wish->top, memory, directory);
    if (ranking->sorts && !error)
        error = ordering_open(&ranking->order, wish->final, UINT64_MAX, memory, directory);
    ranking->sorts &= !error;
    return error;
}

void ranking_close(struct ranking *ranking)
{
    if (ranking->selects)
        ordering_close(&ranking->choice);
    if (ranking->sorts)
        ordering_close(&ranking->order);
}

static int put_chosen(void *arg, const cupro_tally_entry *entry)
{
    struct ranking *const ranking = arg;
    return ranking->sorts ? ordering_put(&ranking->order, entry)
                          : ranking->take(ranking->arg, entry);
}

int ranking_put(void *arg, const cupro_tally_entry *entry)
{
    struct ranking *const ranking = arg;
    if (ranking->selects)
        return ordering_put(&ranking->choice, entry);
    return ranking->taken++ < ranking->wish.top ? put_chosen(ranking, entry) : 0;
}

int ranking_end_list(struct ranking *ranking)
{
    int error = 0;
    ranking->taken = 0;
    if (ranking->selects)
        error = ordering_hand_out(&ranking->choice, put_chosen, ranking);
    if (ranking->sorts && !error)
        error = ordering_hand_out(&ranking->order, ranking->take, ranking->arg);
    return error;
}
