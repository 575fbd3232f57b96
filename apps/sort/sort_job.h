/* SPDX-License-Identifier: MIT */
/* What sorting and merging are given to do. */
#ifndef SORT_SORT_JOB_H
#define SORT_SORT_JOB_H

#include "sort/blocks/emit.h"
#include "sort/options/sort_options.h"
#include "sort/stats.h"

struct sort_job {
    const struct sort_options *options;
    const struct order *order;
    uint64_t budget; /* bytes of memory */
    const struct emission *emission;
    struct stats *stats;
    struct progress *progress;
};

#endif
