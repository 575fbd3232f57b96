/* SPDX-License-Identifier: MIT */
/* Printing lists (see print_listing.h). Words that are in order are all over the tally's tables,
 * and each is a cache miss: fetched ahead, 12 M take a fifth of the time. */
#include "count/results/print_listing.h"

#define LINES_AT_ONCE 8192 /* some 150 KB */
#define AHEAD         16   /* lines, whose words are on their way from memory */

struct list_printing {
    const struct printer *printer;
    const struct listing *listing;
};

void listing_put(struct draft *draft, const struct printer *printer, const struct listing *listing,
                 const char *file, size_t lo, size_t hi)
{
    for (size_t i = lo; i < hi; i++) {
        if (hi - i > AHEAD)
            __builtin_prefetch(
                listing->shown[listing_at(listing, printer->wish, i + AHEAD)].key.begin);
        const cupro_tally_entry *entry = &listing->shown[listing_at(listing, printer->wish, i)];
        const struct row row = {.word = entry->key, .count = entry->count, .file = file};
        row_put(draft, &printer->shape, &row);
    }
}

static int put_range(struct draft *draft, size_t lo, size_t hi, void *ctx)
{
    const struct list_printing *printing = ctx;
    listing_put(draft, printing->printer, printing->listing, NULL, lo, hi);
    return 0;
}

int print_tally(cupro_tally *tally, const struct result_wish *wish, const struct totals *totals)
{
    struct listing listing = {0};
    struct printer printer;
    int error = listing_make(&listing, tally, wish);
    if (!error) {
        struct list_printing printing = {&printer, &listing};
        printer_open(&printer, wish);
        error = print_ranges(&printer, listing.count, LINES_AT_ONCE, put_range, &printing);
    }
    if (!error)
        printer_close(&printer, totals);
    listing_free(&listing);
    return error;
}
