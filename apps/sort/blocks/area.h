/* SPDX-License-Identifier: MIT */
/* Memory for a text that grows without being copied: pages that the kernel moves. */
#ifndef SORT_AREA_H
#define SORT_AREA_H

#include <stddef.h>

/* Behind `room` so many bytes may be read. */
#define AREA_SLACK 64

/* Zero-initialise it. */
struct area {
    char *bytes;
    size_t used, room;
};

/* Room for `size` bytes in all; those that are used stay. 0 or CUPRO_ENOMEM. */
int area_reserve(struct area *area, size_t size);

void area_free(struct area *area);

#endif
