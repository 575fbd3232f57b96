/* SPDX-License-Identifier: MIT */
/* Printing in bounded memory (see bounded_print.h). */
#include "count/bounded/bounded_print.h"
#include "count/bounded/prefixed_key.h"
#include "count/bounded/spilling.h"
#include "count/results/listing.h"

#include <cupro/error.h>

#define DRAFT_BYTES ((size_t)64 << 10)

/* -- Orders ------------------------------------------------------------------------------------ */

static bool commoner(const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    return a->count != b->count ? a->count > b->count : entry_is_before(a, b);
}

static bool rarer(const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    return commoner(b, a);
}

static bool weighed_word_is_before(const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    const cupro_tally_entry x = {key_behind(a->key, WEIGHT_BYTES), 0};
    const cupro_tally_entry y = {key_behind(b->key, WEIGHT_BYTES), 0};
    return entry_is_before(&x, &y);
}

static bool weighed_word_is_behind(const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    return weighed_word_is_before(b, a);
}

static struct ranking_wish rank_counts(const struct result_wish *wish)
{
    struct ranking_wish ranks = {key_is_before, commoner, wish->top, key_is_before};
    if (wish->order == ORDER_COUNT)
        ranks.final = wish->reverse ? rarer : commoner;
    else if (wish->order == ORDER_WORD && wish->reverse)
        ranks.final = key_is_behind;
    return ranks;
}

static struct ranking_wish rank_weights(const struct result_wish *wish)
{
    struct ranking_wish ranks = {key_is_before, key_is_before, wish->top, key_is_before};
    if (wish->order == ORDER_WORD)
        ranks.final = wish->reverse ? weighed_word_is_behind : weighed_word_is_before;
    else if (wish->reverse)
        ranks.final = key_is_behind;
    return ranks;
}

/* -- Printing ---------------------------------------------------------------------------------- */

static int print_entry(void *arg, const cupro_tally_entry *entry)
{
    struct bounded_print *const print = arg;
    struct draft *const draft = &print->draft;
    struct row row = {.word = entry->key, .count = entry->count, .file = print->file};
    if (print->printer.shape.weight) {
        row.weight = weight_of_key(entry->key);
        row.word = key_behind(entry->key, WEIGHT_BYTES);
    }
    row_put(draft, &print->printer.shape, &row);
    if (draft->used >= DRAFT_BYTES && !draft->failed) {
        printer_put(&print->printer, draft);
        draft->used = 0;
    }
    return draft->failed ? CUPRO_ENOMEM : 0;
}

int bounded_print_open(struct bounded_print *print, const struct result_wish *wish, size_t memory,
                       const char *directory)
{
    const struct ranking_wish ranks =
        wish->kind == RESULT_TF_IDF ? rank_weights(wish) : rank_counts(wish);
    *print = (struct bounded_print){.wish = wish};
    printer_open(&print->printer, wish);
    return ranking_open(&print->ranking, &ranks, memory, directory, print_entry, print);
}

void bounded_print_free(struct bounded_print *print)
{
    ranking_close(&print->ranking);
    draft_free(&print->draft);
}

int bounded_print_put(void *arg, const cupro_tally_entry *entry)
{
    struct bounded_print *const print = arg;
    return ranking_put(&print->ranking, entry);
}

int bounded_print_end_list(struct bounded_print *print)
{
    return ranking_end_list(&print->ranking);
}

void bounded_print_close(struct bounded_print *print, const struct totals *totals)
{
    printer_put(&print->printer, &print->draft);
    printer_close(&print->printer, totals);
}
