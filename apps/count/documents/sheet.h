/* SPDX-License-Identifier: MIT */
/* A document's words and counts, packed: each takes two bytes more than the word has, mostly. So
 * the matrix of many documents fits the memory while it waits for the last of them. */
#ifndef COUNT_SHEET_H
#define COUNT_SHEET_H

#include "count/results/listing.h"

/* Zero-initialise it. */
struct sheet {
    unsigned char *bytes;
    size_t length;
    size_t words;
};

/* 0 or CUPRO_ENOMEM. */
int sheet_pack(struct sheet *sheet, const struct listing *listing);

/* The word and count that stand at *at, which moves behind them. */
cupro_tally_entry sheet_next(const struct sheet *sheet, size_t *at);

void sheet_free(struct sheet *sheet);

#endif
