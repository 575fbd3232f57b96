/* SPDX-License-Identifier: MIT */
/* Writing a run and reading it (see spool_copy.h). */
#include "count/bounded/spool_copy.h"

enum { WINDOW = 128 << 10 };

void spool_copy_open(struct spool_copy *copy, const char *directory)
{
    *copy = (struct spool_copy){.entries = 0};
    spool_open(&copy->spool, directory);
}

void spool_copy_close(struct spool_copy *copy)
{
    buffer_free(&copy->reader.buffer);
    spool_close(&copy->spool);
}

int spool_copy_begin(struct spool_copy *copy)
{
    return spool_begin(&copy->writer, &copy->spool);
}

int spool_copy_put(void *arg, const cupro_tally_entry *entry)
{
    struct spool_copy *const copy = arg;
    const uint64_t total = copy->total + entry->count;
    copy->total = total >= entry->count ? total : UINT64_MAX;
    copy->entries++;
    return spool_put(&copy->writer, entry);
}

int spool_copy_end(struct spool_copy *copy, int error)
{
    const int failed = spool_end(&copy->writer);
    if (!error && !failed)
        copy->reader = (struct spool_reader){
            .spool = &copy->spool, .left = copy->spool.runs[0], .window = WINDOW};
    return error ? error : failed;
}

int spool_copy_next(struct spool_copy *copy, cupro_tally_entry *entry)
{
    const int error = spool_read(&copy->reader);
    *entry = copy->reader.entry;
    return error;
}
