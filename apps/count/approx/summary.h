/* SPDX-License-Identifier: MIT */
/*
 * Summaries: tallies that keep k words only, and know by how much their counts may be too low.
 *
 * J. Misra, D. Gries, "Finding repeated elements", 1982; that summaries may be merged is due to
 * P. Agarwal, G. Cormode, Z. Huang, J. Phillips, Z. Wei, K. Yi, "Mergeable summaries", 2012: add
 * the counts up; if there are more than k words, take the count of the (k + 1)-st commonest from
 * all of them, and drop those that have nothing left. Each time that takes a count of c away from k
 * + 1 words at least, so in n words it takes away n / (k + 1) in all at most: what a word has lost
 * is no more than that, and a word that occurs more often is never lost. The Space-Saving algorithm
 * (A. Metwally, D. Agrawal, A. El Abbadi, 2005) has the same counters, each higher by the bound.
 */
#ifndef COUNT_SUMMARY_H
#define COUNT_SUMMARY_H

#include <cupro/tally.h>

struct summary {
    cupro_tally *tally;
    size_t counters; /* k */
    size_t words;    /* in the tally, or less */
    uint64_t bound;  /* counts are no more than that too low */
};

/* 0 or CUPRO_ENOMEM. */
int summary_open(struct summary *summary, size_t counters);
void summary_close(struct summary *summary);

/* Reduce a tally to `counters` words; *bound grows by what was taken from the counts. 0, or an
 * error of the library's. */
int summary_reduce(cupro_tally *tally, size_t counters, uint64_t *bound);

/* Add what a tally holds, which is then empty. The summary may have more words than it should
 * meanwhile. */
int summary_add(struct summary *summary, cupro_tally *tally);

/* Reduce it to its counters. */
int summary_finish(struct summary *summary);

#endif
