/* SPDX-License-Identifier: MIT */
/* Tallies that spill (see spilling.h). */
#include "count/bounded/spilling.h"

#include "count/results/listing.h"

#include <cupro/error.h>

#include <stdlib.h>

struct spilling_tally {
    struct spilling_tally *next;
    struct spilling *spilling;
    cupro_tally *tally;
};

void spilling_open(struct spilling *spilling, struct spool *spool, size_t limit)
{
    *spilling = (struct spilling){.spool = spool, .limit = limit};
    pthread_mutex_init(&spilling->lock, NULL);
}

void spilling_close(struct spilling *spilling)
{
    while (spilling->first) {
        struct spilling_tally *const own = spilling->first;
        spilling->first = own->next;
        cupro_tally_close(own->tally);
        free(own);
    }
    pthread_mutex_destroy(&spilling->lock);
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
    error = spool_begin(&writer, own->spilling->spool);
    for (size_t i = 0; i < count && !error; i++)
        error = spool_put(&writer, &entries[i]);
    error = spool_end(&writer);
    free(entries);
    return error ? error : cupro_tally_clear(own->tally);
}

int spilling_add(void *arg, size_t name, const cupro_slice *keys, size_t count)
{
    struct spilling_tally *const own = arg;
    (void)name;
    const int error = cupro_tally_add_slices(own->tally, keys, count);
    if (error || cupro_tally_bytes(own->tally) <= own->spilling->limit)
        return error;
    return spill(own);
}

int spilling_finish(struct spilling *spilling, cupro_tally *tally)
{
    const bool spilled = spilling->spool->count > 0;
    int error = 0;
    for (struct spilling_tally *own = spilling->first; own && !error; own = own->next)
        error = spilled ? spill(own) : cupro_tally_absorb(tally, own->tally);
    return error;
}
