/* SPDX-License-Identifier: MIT */
/* One run by itself, which is written and then read: what passes twice. */
#ifndef COUNT_SPOOL_COPY_H
#define COUNT_SPOOL_COPY_H

#include "count/bounded/spool.h"

struct spool_copy {
    struct spool spool;
    struct spool_writer writer;
    struct spool_reader reader;
    uint64_t entries, total; /* how many there are, and the sum of their counts */
};

void spool_copy_open(struct spool_copy *copy, const char *directory);
void spool_copy_close(struct spool_copy *copy);

/* Write: an entry_taker between the two. After the begin comes the end, whatever it returned; the
 * end passes on an error that is not 0. As those of spool.h. */
int spool_copy_begin(struct spool_copy *copy);
int spool_copy_put(void *copy, const cupro_tally_entry *entry);
int spool_copy_end(struct spool_copy *copy, int error);

/* Read the next entry; behind the last one copy->reader.ended is true. */
int spool_copy_next(struct spool_copy *copy, cupro_tally_entry *entry);

#endif
