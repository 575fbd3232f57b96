/* SPDX-License-Identifier: MIT */
/* Merging (see spool_merge.h): a heap of readers, the one with the first entry on top. (Knuth, The
 * Art of Computer Programming 3, 5.4.1.)
 *
 * Of a run with --memory=64M on 1.3 GB of source text (253 runs, 12 million words) merging was 14 %
 * of the processor time, and who took the entries, to put them into the order of their counts,
 * took longer than that. So one thread merges while the other takes (entry_relay.h): what comes
 * after counting took 3.9 s instead of 4.9 and 3.5 instead of 4.2 (two pairs of runs, 500 MB, 2
 * busy cores). In the order of the words taking is a sixth of the time, and nothing is gained:
 * 0.65 s and 0.63. Ranges of keys, merged by a thread each, would help there; but to come out in
 * their order they need either a second file or ranges so small that finding their beginnings in
 * all runs is reckoned to cost more than merging them. */
#include "count/bounded/spool_merge.h"

#include <cupro/error.h>
#include <cupro/pool.h>

#include <stdlib.h>
#include <string.h>

enum {
    LEAST_WINDOW = 16 << 10,
    LARGEST_WINDOW = 1 << 20,
    LEAST_BATCH = 16 << 10,
    LARGEST_BATCH = 128 << 10
};

struct merging {
    entry_order *before;
    struct spool_reader *readers;
    size_t *heap; /* numbers of readers that have an entry */
    size_t size;
};

static bool reader_is_before(const struct merging *merging, size_t a, size_t b)
{
    return merging->before(&merging->readers[a].entry, &merging->readers[b].entry);
}

static void sink(struct merging *merging, size_t at)
{
    size_t *heap = merging->heap;
    for (;;) {
        size_t below = 2 * at + 1;
        if (below >= merging->size)
            return;
        if (below + 1 < merging->size && reader_is_before(merging, heap[below + 1], heap[below]))
            below++;
        if (!reader_is_before(merging, heap[below], heap[at]))
            return;
        const size_t was = heap[at];
        heap[at] = heap[below];
        heap[below] = was;
        at = below;
    }
}

/* Go on to the next entry. */
static int advance(struct merging *merging)
{
    struct spool_reader *reader = &merging->readers[merging->heap[0]];
    const int error = spool_read(reader);
    if (!error && reader->ended)
        merging->heap[0] = merging->heap[--merging->size];
    sink(merging, 0);
    return error;
}

static bool same_key(cupro_slice a, cupro_slice b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.begin, b.begin, a.length) == 0);
}

/* Put the key into a place where it stays while its reader goes on. */
static int keep(struct buffer *kept, cupro_tally_entry *entry)
{
    if (buffer_reserve(kept, entry->key.length))
        return CUPRO_ENOMEM;
    if (entry->key.length > 0)
        memcpy(kept->bytes, entry->key.begin, entry->key.length);
    entry->key.begin = (const char *)kept->bytes;
    return 0;
}

static int hand_out(struct merging *merging, bool sum, entry_taker *take, void *arg)
{
    struct buffer kept = {0};
    int error = 0;
    while (merging->size > 0 && !error) {
        cupro_tally_entry entry = merging->readers[merging->heap[0]].entry;
        error = keep(&kept, &entry);
        if (!error)
            error = advance(merging);
        while (sum && !error && merging->size > 0) {
            const cupro_tally_entry *next = &merging->readers[merging->heap[0]].entry;
            if (!same_key(entry.key, next->key))
                break;
            const uint64_t total = entry.count + next->count;
            entry.count = total >= entry.count ? total : UINT64_MAX;
            error = advance(merging);
        }
        if (!error)
            error = take(arg, &entry);
    }
    buffer_free(&kept);
    return error;
}

/* -- Merging some ------------------------------------------------------------------------------ */

struct merge_job {
    struct spool *spool;
    size_t count; /* of runs, the first ones */
    entry_order *before;
    bool sum;
    size_t window;
};

static int open_readers(struct merging *merging, const struct merge_job *job)
{
    int error = merging->readers && merging->heap ? 0 : CUPRO_ENOMEM;
    for (size_t i = 0; i < job->count && !error; i++) {
        struct spool_reader *reader = &merging->readers[i];
        *reader = (struct spool_reader){
            .spool = job->spool, .left = job->spool->runs[i], .window = job->window};
        error = spool_read(reader);
        if (!reader->ended)
            merging->heap[merging->size++] = i;
    }
    return error;
}

/* An entry_maker. */
static int merge_some(void *from, entry_taker *take, void *arg)
{
    const struct merge_job *job = from;
    struct merging merging = {job->before, calloc(job->count, sizeof *merging.readers),
                              calloc(job->count, sizeof *merging.heap), 0};
    int error = open_readers(&merging, job);
    for (size_t at = merging.size; at-- > 0 && !error;)
        sink(&merging, at);
    if (!error)
        error = hand_out(&merging, job->sum, take, arg);
    for (size_t i = 0; i < job->count && merging.readers; i++)
        buffer_free(&merging.readers[i].buffer);
    free(merging.readers);
    free(merging.heap);
    return error;
}

/* -- Merging all ------------------------------------------------------------------------------- */

/* How the memory is divided. */
struct merge_memory {
    size_t batch;   /* bytes of one that is handed over; 0: there is only one thread */
    size_t windows; /* bytes of all */
};

static size_t within(size_t number, size_t least, size_t most)
{
    return number < least ? least : number < most ? number : most;
}

static struct merge_memory divide(size_t memory)
{
    struct merge_memory parts = {0, memory};
    if (cupro_threads(NULL) < 2)
        return parts;
    parts.batch = within(memory / 32, LEAST_BATCH, LARGEST_BATCH);
    parts.windows -= parts.batch * RELAY_BATCHES < memory ? parts.batch * RELAY_BATCHES : memory;
    return parts;
}

static int merge_first(struct merge_job *job, const struct merge_memory *memory, entry_taker *take,
                       void *arg)
{
    job->window = within(memory->windows / job->count, LEAST_WINDOW, LARGEST_WINDOW);
    return memory->batch > 0 ? entry_relay(merge_some, job, memory->batch, take, arg)
                             : merge_some(job, take, arg);
}

static int put_again(void *arg, const cupro_tally_entry *entry)
{
    return spool_put(arg, entry);
}

/* Replace those runs by one, the last. */
static int merge_to_one(struct merge_job *job, const struct merge_memory *memory)
{
    struct spool *spool = job->spool;
    struct spool_writer writer;
    int error = spool_begin(&writer, spool);
    if (!error)
        error = merge_first(job, memory, put_again, &writer);
    if (!writer.error)
        writer.error = error;
    error = spool_end(&writer);
    if (error)
        return error;
    spool->count -= job->count;
    memmove(spool->runs, spool->runs + job->count, spool->count * sizeof *spool->runs);
    return 0;
}

int spool_merge(struct spool *spool, entry_order *before, bool sum, size_t memory,
                entry_taker *take, void *arg)
{
    const struct merge_memory parts = divide(memory);
    const size_t most = within(parts.windows / LEAST_WINDOW, 2, SIZE_MAX);
    struct merge_job job = {spool, most, before, sum, 0};
    int error = 0;
    while (spool->count > most && !error)
        error = merge_to_one(&job, &parts);
    if (error || spool->count == 0)
        return error;
    job.count = spool->count;
    return merge_first(&job, &parts, take, arg);
}
