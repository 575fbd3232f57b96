/* SPDX-License-Identifier: MIT */
/* Documents whose words come in the order of the documents (see bounded_documents.h). */
#include "count/bounded/bounded_documents.h"
#include "count/bounded/bounded_print.h"
#include "count/bounded/document_lists.h"
#include "count/bounded/prefixed_key.h"
#include "count/results/listing.h"

#include <cupro/error.h>

/* -- In how many documents --------------------------------------------------------------------- */

struct document_counting {
    const struct bounded_documents *documents;
    void *words; /* of a spilling */
};

static int count_word(void *arg, const cupro_tally_entry *entry)
{
    const struct document_counting *counting = arg;
    const cupro_tally_entry word = {key_behind(entry->key, NAME_BYTES), 1};
    if (is_left_out(counting->documents, name_of_key(entry->key)))
        return 0;
    return spilling_add_entries(&word, 1, counting->words);
}

int count_documents(const struct bounded_documents *documents, struct spilling *words)
{
    struct document_counting counting = {documents, spilling_enter_again(words)};
    if (!counting.words)
        return CUPRO_ENOMEM;
    return spilling_hand_out(documents->spilling, documents->shares->merge / 4, count_word,
                             &counting);
}

/* -- How often in each ------------------------------------------------------------------------- */

struct counts_printing {
    const struct bounded_documents *documents;
    struct document_lists lists;
    struct spilling sums; /* --totals: how often each word occurs */
    void *sum;            /* of it, or NULL */
    struct totals totals;
};

static int print_word(void *arg, const cupro_tally_entry *entry)
{
    struct counts_printing *const it = arg;
    const struct result_wish *wish = it->documents->wish;
    const cupro_tally_entry word = {key_behind(entry->key, NAME_BYTES), entry->count};
    const size_t name = name_of_key(entry->key);
    int error = 0;
    if (is_left_out(it->documents, name))
        return 0;
    if (it->sum)
        error = spilling_add_entries(&word, 1, it->sum);
    else
        totals_add(&it->totals, entry->count);
    if (error || entry->count < wish->least || entry->count > wish->most)
        return error;
    return document_lists_put(&it->lists, name, &word);
}

static int sum_word(void *arg, const cupro_tally_entry *entry)
{
    totals_add(arg, entry->count);
    return 0;
}

static int print_counts(struct counts_printing *it)
{
    const struct shares *shares = it->documents->shares;
    int error = spilling_hand_out(it->documents->spilling, shares->merge / 4, print_word, it);
    if (!error)
        error = document_lists_end(&it->lists);
    if (!error && it->sum)
        error = spilling_hand_out(&it->sums, shares->merge / 4, sum_word, &it->totals);
    it->totals.files = it->documents->files;
    it->totals.has_types = it->totals.has_hapax = it->sum;
    it->totals.has_files = it->totals.has_tokens = true;
    if (!error)
        bounded_print_close(&it->lists.print, &it->totals);
    return error;
}

int print_counts_by_document(const struct bounded_documents *documents)
{
    const struct shares *shares = documents->shares;
    struct counts_printing it = {.documents = documents};
    spilling_open(&it.sums, shares->directory, tally_in(shares->merge / 5));
    int error = document_lists_open(&it.lists, documents->names, documents->wish, shares->merge / 5,
                                    shares->directory);
    if (!error && documents->wish->totals) {
        it.sum = spilling_enter(&it.sums);
        error = it.sum ? 0 : CUPRO_ENOMEM;
    }
    if (!error)
        error = print_counts(&it);
    document_lists_free(&it.lists);
    spilling_close(&it.sums);
    return error;
}
