/* SPDX-License-Identifier: MIT */
/*
 * Choosing and sorting (see listing.h). The words that are commonest, or of which there are more or
 * less than so many, are a stretch of the list by counts; so the order by bytes is made of that
 * stretch afterwards, unless it is the whole list.
 */
#include "count/results/listing.h"

#include <cupro/error.h>
#include <cupro/order.h>

#include <stdatomic.h>
#include <stdlib.h>

CUPRO_ORDER(by_word, cupro_tally_entry, a, b, entry_is_before(&a, &b));

/* Where the entries begin that occur `most` times or less; they are in order. */
static size_t first_at_most(const cupro_tally_entry *entries, size_t count, uint64_t most)
{
    size_t lo = 0, hi = count;
    while (lo < hi) {
        const size_t middle = lo + (hi - lo) / 2;
        if (entries[middle].count > most)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

/* Cut what is not wished for from the list by counts. */
static void cut(struct listing *listing, size_t count, const struct result_wish *wish)
{
    const size_t begin = first_at_most(listing->all, count, wish->most);
    const size_t end =
        wish->least > 0 ? first_at_most(listing->all, count, wish->least - 1) : count;
    listing->shown = count > 0 ? listing->all + begin : NULL;
    listing->count = end > begin ? end - begin : 0;
    if (listing->count > wish->top)
        listing->count = (size_t)wish->top;
}

static int list_top(struct listing *listing, cupro_tally *tally, size_t top,
                    const struct result_wish *wish)
{
    size_t count = 0;
    listing->all = reallocarray(NULL, top > 0 ? top : 1, sizeof *listing->all);
    if (!listing->all)
        return CUPRO_ENOMEM;
    const int error = cupro_tally_top(tally, top, listing->all, &count);
    if (!error)
        cut(listing, count, wish);
    return error;
}

static int list_by_count(struct listing *listing, cupro_tally *tally, size_t types,
                         const struct result_wish *wish)
{
    if (wish->most == UINT64_MAX && wish->top < types)
        return list_top(listing, tally, (size_t)wish->top, wish);
    size_t count = 0;
    int error = cupro_tally_shrink(tally);
    if (!error)
        error = cupro_tally_entries(tally, &listing->all, &count);
    if (!error)
        cut(listing, count, wish);
    return error;
}

struct gathering {
    const struct result_wish *wish;
    cupro_tally_entry *to;
    atomic_size_t count;
};

static int gather(const cupro_tally_entry *entries, size_t n, void *ctx)
{
    struct gathering *gathering = ctx;
    size_t wished = 0;
    for (size_t i = 0; i < n; i++)
        wished +=
            entries[i].count >= gathering->wish->least && entries[i].count <= gathering->wish->most;
    cupro_tally_entry *to = gathering->to + atomic_fetch_add(&gathering->count, wished);
    for (size_t i = 0; i < n; i++) {
        if (entries[i].count >= gathering->wish->least && entries[i].count <= gathering->wish->most)
            *to++ = entries[i];
    }
    return 0;
}

static int list_as_it_comes(struct listing *listing, cupro_tally *tally, size_t types,
                            const struct result_wish *wish)
{
    int error = cupro_tally_shrink(tally);
    if (error)
        return error;
    listing->all = reallocarray(NULL, types > 0 ? types : 1, sizeof *listing->all);
    if (!listing->all)
        return CUPRO_ENOMEM;
    struct gathering gathering = {.wish = wish, .to = listing->all};
    error = cupro_tally_each(tally, gather, &gathering);
    listing->shown = listing->all;
    listing->count = atomic_load(&gathering.count);
    return error;
}

int listing_make(struct listing *listing, cupro_tally *tally, const struct result_wish *wish)
{
    const bool all_sizes = wish->most == UINT64_MAX;
    size_t types;
    *listing = (struct listing){0};
    int error = cupro_tally_size(tally, &types, NULL);
    if (!error && all_sizes && wish->least > 1 && wish->top >= types) {
        error = cupro_tally_prune(tally, wish->least);
        if (!error)
            error = cupro_tally_size(tally, &types, NULL);
    }
    if (error)
        return error;
    if (wish->order == ORDER_NONE && wish->top >= types) {
        error = list_as_it_comes(listing, tally, types, wish);
    } else if (wish->order == ORDER_WORD && wish->top >= types && all_sizes) {
        error = cupro_tally_shrink(tally);
        if (!error)
            error = cupro_tally_entries_by_key(tally, &listing->all, &listing->count);
        listing->shown = listing->all;
    } else {
        error = list_by_count(listing, tally, types, wish);
        if (!error && wish->order == ORDER_WORD && listing->count > 1)
            error = cupro_sort_by(listing->shown, listing->count, &by_word);
    }
    if (error)
        listing_free(listing);
    return error;
}

void listing_free(struct listing *listing)
{
    free(listing->all);
    *listing = (struct listing){0};
}

static int count_hapax(const cupro_tally_entry *entries, size_t n, void *ctx)
{
    uint64_t hapax = 0;
    for (size_t i = 0; i < n; i++)
        hapax += entries[i].count == 1;
    atomic_fetch_add((_Atomic uint64_t *)ctx, hapax);
    return 0;
}

int totals_of(struct totals *totals, cupro_tally *tally, const struct result_wish *wish)
{
    size_t types = 0;
    _Atomic uint64_t hapax = 0;
    int error = cupro_tally_size(tally, &types, &totals->tokens);
    totals->types = types;
    totals->has_tokens = totals->has_types = true;
    totals->has_hapax = wish->totals || wish->format == FORMAT_JSON;
    if (!error && totals->has_hapax)
        error = cupro_tally_each(tally, count_hapax, &hapax);
    totals->hapax = atomic_load(&hapax);
    return error;
}
