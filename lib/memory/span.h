/* SPDX-License-Identifier: MIT */
/* Memory that grows where it stands, on huge pages: for what is large, and not known to be how
 * large. Address space is set aside for more than is used. */
#ifndef CUPRO__SPAN_H
#define CUPRO__SPAN_H

#include <stdbool.h>
#include <stddef.h>

enum { CUPRO__SPAN_UNIT = 2 << 20 };

struct cupro__span {
    void *memory; /* NULL: there is none */
    size_t bytes; /* that may be used; new ones are zeros */
    size_t room;  /* address space that is set aside */
};

/* Begin one of so many bytes, with address space for `room` if there is that much. False: there is
 * no memory. */
bool cupro__span_open(struct cupro__span *span, size_t bytes, size_t room);

/* Let it have so many bytes, or more than it has. False: there is no room, or no memory. */
bool cupro__span_grow(struct cupro__span *span, size_t bytes);

/* Give all but so many bytes back, or a few more. */
void cupro__span_shrink(struct cupro__span *span, size_t bytes);

void cupro__span_close(struct cupro__span *span);

#endif
