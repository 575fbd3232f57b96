/* SPDX-License-Identifier: MIT */
/* Tallies that spill (see spilling.h). */
#include "count/bounded/spilling.h"
#include "count/bounded/prefixed_key.h"
#include "count/results/listing.h"

#include <cupro/error.h>

#include <stdlib.h>
#include <string.h>

#define AT_ONCE 256

struct spilling_tally {
    struct spilling_tally *next;
    struct spilling *spilling;
    cupro_tally *tally;
    struct buffer room; /* for named keys */
};

void spilling_open(struct spilling *spilling, const char *directory, size_t limit)
{
    *spilling = (struct spilling){.limit = limit};
    spool_open(&spilling->spool, directory);
    pthread_mutex_init(&spilling->lock, NULL);
}

static void free_tallies(struct spilling *spilling)
{
    while (spilling->first) {
        struct spilling_tally *const own = spilling->first;
        spilling->first = own->next;
        cupro_tally_close(own->tally);
        buffer_free(&own->room);
        free(own);
    }
}

void spilling_close(struct spilling *spilling)
{
    free_tallies(spilling);
    spool_close(&spilling->spool);
    pthread_mutex_destroy(&spilling->lock);
}

void spilling_clear(struct spilling *spilling)
{
    const char *directory = spilling->spool.directory;
    free_tallies(spilling);
    spool_close(&spilling->spool);
    spool_open(&spilling->spool, directory);
}

void *spilling_enter(void *arg)
{
    struct spilling *const spilling = arg;
    struct spilling_tally *const own = calloc(1, sizeof *own);
    if (!own || cupro_tally_open(&own->tally)) {
        free(own);
        return NULL;
    }
    own->spilling = spilling;
    pthread_mutex_lock(&spilling->lock);
    own->next = spilling->first;
    spilling->first = own;
    pthread_mutex_unlock(&spilling->lock);
    return own;
}

void *spilling_enter_again(struct spilling *spilling)
{
    return spilling->first ? spilling->first : spilling_enter(spilling);
}

bool key_is_behind(const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    return entry_is_before(b, a);
}

bool key_is_before(const cupro_tally_entry *a, const cupro_tally_entry *b)
{
    return entry_is_before(a, b);
}

static int spill(struct spilling_tally *own)
{
    cupro_tally_entry *entries;
    struct spool_writer writer;
    size_t count;
    int error = cupro_tally_entries_by_key(own->tally, &entries, &count, .threads = 1);
    if (error || count == 0)
        return error;
    error = spool_begin(&writer, &own->spilling->spool);
    for (size_t i = 0; i < count && !error; i++)
        error = spool_put(&writer, &entries[i]);
    error = spool_end(&writer);
    free(entries);
    return error ? error : cupro_tally_clear(own->tally);
}

static int spill_if_large(struct spilling_tally *own)
{
    return cupro_tally_bytes(own->tally) > own->spilling->limit ? spill(own) : 0;
}

int spilling_add(void *arg, size_t name, const cupro_slice *keys, size_t count)
{
    struct spilling_tally *const own = arg;
    (void)name;
    const int error = cupro_tally_add_slices(own->tally, keys, count);
    return error ? error : spill_if_large(own);
}

int spilling_add_named(void *arg, size_t name, const cupro_slice *keys, size_t count)
{
    struct spilling_tally *const own = arg;
    cupro_slice named[WORD_BATCH];
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += NAME_BYTES + keys[i].length;
    if (buffer_reserve(&own->room, bytes))
        return CUPRO_ENOMEM;
    unsigned char *at = own->room.bytes;
    for (size_t i = 0; i < count; i++) {
        named[i] = (cupro_slice){(const char *)at, NAME_BYTES + keys[i].length};
        put_name(at, name);
        if (keys[i].length > 0)
            memcpy(at + NAME_BYTES, keys[i].begin, keys[i].length);
        at += named[i].length;
    }
    return spilling_add(own, name, named, count);
}

int spilling_add_entries(const cupro_tally_entry *entries, size_t n, void *arg)
{
    struct spilling_tally *const own = arg;
    cupro_slice keys[AT_ONCE];
    uint64_t counts[AT_ONCE];
    int error = 0;
    for (size_t done = 0; done < n && !error;) {
        size_t some = 0;
        for (; some < AT_ONCE && done < n; some++, done++) {
            keys[some] = entries[done].key;
            counts[some] = entries[done].count;
        }
        error = cupro_tally_add_counts(own->tally, keys, counts, some);
        if (!error)
            error = spill_if_large(own);
    }
    return error;
}

int spilling_gather(struct spilling *spilling, cupro_tally **tally)
{
    struct spilling_tally *const all = spilling_enter_again(spilling);
    int error = all ? 0 : CUPRO_ENOMEM;
    for (struct spilling_tally *own = spilling->first; own && !error; own = own->next)
        error = own != all ? cupro_tally_absorb(all->tally, own->tally) : 0;
    *tally = error ? NULL : all->tally;
    return error;
}

static int hand_out_tally(struct spilling *spilling, entry_taker *take, void *arg)
{
    cupro_tally *tally;
    cupro_tally_entry *entries = NULL;
    size_t count = 0;
    int error = spilling_gather(spilling, &tally);
    if (!error)
        error = cupro_tally_entries_by_key(tally, &entries, &count);
    for (size_t i = 0; i < count && !error; i++)
        error = take(arg, &entries[i]);
    free(entries);
    return error;
}

int spilling_hand_out(struct spilling *spilling, size_t memory, entry_taker *take, void *arg)
{
    int error = 0;
    if (spilling->spool.count == 0)
        return hand_out_tally(spilling, take, arg);
    for (struct spilling_tally *own = spilling->first; own && !error; own = own->next)
        error = spill(own);
    free_tallies(spilling);
    return error ? error : spool_merge(&spilling->spool, key_is_before, true, memory, take, arg);
}
