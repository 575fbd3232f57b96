/* SPDX-License-Identifier: MIT */
/*
 * Printing many lines (see print_ranges.h): a pipeline of ranges of lines.
 *
 * A line takes some 30 ns to put together and 5 to write, so on two threads the list of 11.7 M
 * words of a kernel's source is out in half the time.
 */
#include "count/results/print_ranges.h"

#include <cupro/error.h>
#include <cupro/pipeline.h>

struct range {
    size_t lo, hi;
    struct draft draft;
};

struct printing {
    struct printer *printer;
    size_t next, count, grain;
    draft_range *range;
    void *ctx;
};

static int next_range(void *item, bool *end, void *ctx)
{
    struct printing *printing = ctx;
    struct range *range = item;
    const size_t left = printing->count - printing->next;
    *end = left == 0 || printing->printer->out.error;
    range->lo = printing->next;
    range->hi = printing->next += left < printing->grain ? left : printing->grain;
    return 0;
}

static int draft_lines(void *item, void *ctx)
{
    const struct printing *printing = ctx;
    struct range *range = item;
    range->draft.used = 0;
    const int error = printing->range(&range->draft, range->lo, range->hi, printing->ctx);
    return !error && range->draft.failed ? CUPRO_ENOMEM : error;
}

static int write_lines(void *item, void *ctx)
{
    struct printing *printing = ctx;
    printer_put(printing->printer, &((struct range *)item)->draft);
    return 0;
}

static void drop_range(void *item, void *ctx)
{
    (void)ctx;
    draft_free(&((struct range *)item)->draft);
}

int print_ranges(struct printer *printer, size_t count, size_t grain, draft_range *range, void *ctx)
{
    struct printing printing = {printer, 0, count, grain, range, ctx};
    static const cupro_pipeline_parts parts = {.abi = CUPRO_ABI,
                                               .item_size = sizeof(struct range),
                                               .source = next_range,
                                               .stage = {{draft_lines, CUPRO_PARALLEL}},
                                               .sink = write_lines,
                                               .drop = drop_range};
    /* A thread more would be woken for nothing. */
    return cupro_pipeline_run(&parts, &printing, .threads = count <= grain ? 1 : 0);
}
