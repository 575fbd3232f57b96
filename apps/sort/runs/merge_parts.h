/* SPDX-License-Identifier: MIT */
/* Cutting a merge into parts that can be merged at the same time. */
#ifndef SORT_MERGE_PARTS_H
#define SORT_MERGE_PARTS_H

#include "sort/runs/merge_cut.h"

#define MOST_PARTS       64
#define SAMPLES_OF_PARTS (4 * MOST_PARTS)

struct merge_parts {
    const struct order *order;
    char line_end;
    bool together; /* lines with the same keys are to be in one part */
    size_t texts;
    struct line_range *windows; /* what is to be merged, of each text */
    const char **borders; /* a row for each part: where it begins in each text; and the ends */
    size_t count;         /* parts; none is empty */
    struct comparer comparer;
    struct cut samples[SAMPLES_OF_PARTS];
    int error; /* of comparing these */
};

/* 0 or CUPRO_ENOMEM. */
int merge_parts_open(struct merge_parts *parts, const struct order *order, char line_end,
                     size_t texts, bool together);

/* Cut the windows. 0, or a code of cupro's. */
int merge_parts_cut(struct merge_parts *parts);

void merge_parts_close(struct merge_parts *parts);

#endif
