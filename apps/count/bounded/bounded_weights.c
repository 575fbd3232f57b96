/* SPDX-License-Identifier: MIT */
/*
 * Weights in bounded memory. A word's weight in a document needs to know in how many documents the
 * word is, which may be more than memory holds; so, as one joins two tables by sorting both:
 *
 *   words of documents, in the order of the words: a run of them, and beside it one of the words,
 *   each with the number of its documents;
 *   both read together: words of documents with their weights, which are sorted by document and
 *   weight, and printed.
 */
#include "count/bounded/bounded_weights.h"
#include "count/bounded/document_lists.h"
#include "count/bounded/ordering.h"
#include "count/bounded/prefixed_key.h"
#include "count/bounded/spool_copy.h"
#include "count/documents/weights.h"

#include <cupro/error.h>

struct weights_printing {
    const struct bounded_documents *documents;
    struct ordering order;         /* first by word, then by document and weight */
    struct spool_copy occurrences; /* a word in a document: how often */
    struct spool_copy words;       /* a word: in how many documents */
    struct buffer word;            /* the one that occurrences are of, */
    size_t length;                 /* its bytes, */
    uint64_t frequency, sum;       /* in how many documents it was seen so far, how often */
    struct buffer key;             /* for keys that are put together */
    struct totals totals;
    struct document_lists lists;
};

static bool word_is_before(const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    const cupro_tally_entry x = {key_behind(a->key, NAME_BYTES), 0};
    const cupro_tally_entry y = {key_behind(b->key, NAME_BYTES), 0};
    if (entry_is_before(&x, &y))
        return true;
    return !entry_is_before(&y, &x) && name_of_key(a->key) < name_of_key(b->key);
}

/* -- By word ----------------------------------------------------------------------------------- */

static int take_occurrence(void *arg, const cupro_tally_entry *entry)
{
    struct weights_printing *const it = arg;
    return is_left_out(it->documents, name_of_key(entry->key)) ? 0
                                                               : ordering_put(&it->order, entry);
}

/* All occurrences of the word have been seen. */
static int end_word(struct weights_printing *it)
{
    const cupro_tally_entry word = {{(const char *)it->word.bytes, it->length}, it->frequency};
    if (it->frequency == 0)
        return 0;
    totals_add(&it->totals, it->sum);
    it->frequency = it->sum = 0;
    return spool_copy_put(&it->words, &word);
}

static bool is_word(const struct weights_printing *it, cupro_slice word)
{
    return it->length == word.length &&
           (word.length == 0 || memcmp(it->word.bytes, word.begin, word.length) == 0);
}

static int note_occurrence(void *arg, const cupro_tally_entry *entry)
{
    struct weights_printing *const it = arg;
    const cupro_slice word = key_behind(entry->key, NAME_BYTES);
    int error = 0;
    if (it->frequency == 0 || !is_word(it, word)) {
        error = end_word(it);
        if (!error)
            error = buffer_reserve(&it->word, word.length);
        if (error)
            return error;
        if (word.length > 0)
            memcpy(it->word.bytes, word.begin, word.length);
        it->length = word.length;
    }
    it->frequency++;
    it->sum += entry->count;
    return spool_copy_put(&it->occurrences, entry);
}

static int sort_by_word(struct weights_printing *it)
{
    const struct shares *shares = it->documents->shares;
    int error = ordering_open(&it->order, word_is_before, UINT64_MAX, shares->merge / 5 * 4,
                              shares->directory);
    if (!error)
        error = spilling_hand_out(it->documents->spilling, shares->merge / 4, take_occurrence, it);
    spilling_clear(it->documents->spilling);
    int begun = spool_copy_begin(&it->occurrences);
    const int also = spool_copy_begin(&it->words);
    begun = begun ? begun : also;
    error = error ? error : begun;
    if (!error)
        error = ordering_hand_out(&it->order, note_occurrence, it);
    if (!error)
        error = end_word(it);
    error = spool_copy_end(&it->occurrences, error);
    error = spool_copy_end(&it->words, error);
    ordering_close(&it->order);
    return error;
}

/* -- By document and weight -------------------------------------------------------------------- */

static int put_weighed(struct weights_printing *it, const cupro_tally_entry *entry,
                       uint64_t frequency)
{
    const struct result_wish *wish = it->documents->wish;
    const size_t length = entry->key.length + WEIGHT_BYTES;
    if (entry->count < wish->least || entry->count > wish->most)
        return 0;
    if (buffer_reserve(&it->key, length))
        return CUPRO_ENOMEM;
    unsigned char *const key = it->key.bytes;
    memcpy(key, entry->key.begin, NAME_BYTES);
    put_weight(key + NAME_BYTES, weight_of(entry->count, frequency, it->documents->files));
    memcpy(key + NAME_BYTES + WEIGHT_BYTES, entry->key.begin + NAME_BYTES,
           entry->key.length - NAME_BYTES);
    const cupro_tally_entry weighed = {{(const char *)key, length}, entry->count};
    return ordering_put(&it->order, &weighed);
}

/* Each word's occurrences stand side by side, in the order of the words. */
static int weigh(struct weights_printing *it)
{
    cupro_tally_entry word, entry;
    int error = 0;
    while (!error && !(error = spool_copy_next(&it->words, &word)) && !it->words.reader.ended) {
        for (uint64_t i = 0; i < word.count && !error; i++) {
            error = spool_copy_next(&it->occurrences, &entry);
            if (!error)
                error = put_weighed(it, &entry, word.count);
        }
    }
    return error;
}

static int print_weighed(void *arg, const cupro_tally_entry *entry)
{
    struct weights_printing *const it = arg;
    const cupro_tally_entry word = {key_behind(entry->key, NAME_BYTES), entry->count};
    return document_lists_put(&it->lists, name_of_key(entry->key), &word);
}

static int sort_by_weight(struct weights_printing *it)
{
    const struct shares *shares = it->documents->shares;
    int error = ordering_open(&it->order, key_is_before, UINT64_MAX, shares->merge / 5 * 4,
                              shares->directory);
    if (!error)
        error = weigh(it);
    if (!error)
        error = ordering_hand_out(&it->order, print_weighed, it);
    if (!error)
        error = document_lists_end(&it->lists);
    ordering_close(&it->order);
    return error;
}

int print_weights(const struct bounded_documents *documents)
{
    const struct shares *shares = documents->shares;
    struct weights_printing it = {.documents = documents};
    spool_copy_open(&it.occurrences, shares->directory);
    spool_copy_open(&it.words, shares->directory);
    int error = sort_by_word(&it);
    const int opened = document_lists_open(&it.lists, documents->names, documents->wish,
                                           shares->merge / 5, shares->directory);
    error = error ? error : opened;
    if (!error)
        error = sort_by_weight(&it);
    it.totals.files = documents->files;
    it.totals.has_files = it.totals.has_tokens = true;
    it.totals.has_types = it.totals.has_hapax = documents->wish->totals;
    if (!error)
        bounded_print_close(&it.lists.print, &it.totals);
    document_lists_free(&it.lists);
    spool_copy_close(&it.occurrences);
    spool_copy_close(&it.words);
    buffer_free(&it.word);
    buffer_free(&it.key);
    return error;
}
