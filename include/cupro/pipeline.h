/* SPDX-License-Identifier: MIT */
/*
 * Pipelines: items that come one after the other, are worked on at the same time, and leave in the
 * order in which they came; no more of them in memory at once than you say.
 *
 *     struct block { size_t length; char text[1 << 16]; };
 *
 *     static int read_block(void *item, bool *end, void *ctx)
 *     {
 *         struct block *block = item;
 *         struct job *job = ctx;
 *         block->length = fread(block->text, 1, sizeof block->text, job->in);
 *         *end = block->length == 0;
 *         return ferror(job->in) ? MY_READ_ERROR : 0;
 *     }
 *     ...
 *     error = cupro_pipeline(struct block, read_block, encrypt_block, write_block, 0, &job);
 *
 * The source fills items, one call at a time, in order. A parallel stage works on any number of
 * items at once; a serial one, and the sink, on one at a time, in the source's order. Each call may
 * be on another thread, and what a serial stage wrote its next call sees. A call may use cupro, but
 * the pipeline's own threads are not free to help it.
 *
 * Items live in blocks of memory that belong to the pipeline: `window` of them (one where one
 * thread runs everything), aligned to 64 bytes, zeroed before anything runs, and not touched by the
 * library after that. When an item has passed the sink its block goes back to the source as the
 * sink left it: so a pointer that an item holds can serve the next one, and `drop` frees it in the
 * end.
 *
 * No thread waits while there is an item that it could work on; threads that find none sleep until
 * there is one again, and belong to the pipeline until its end. A source may block in a read: the
 * others work on what it gave before. Its own thread computes nothing meanwhile, so that a source
 * that mostly waits wants one thread more than there are processors (`.threads`).
 *
 * The pipeline ends
 *   at the source's end: when all items have passed the sink;
 *   when a call fails: items before the failed one pass all stages and the sink, those behind it
 *     may pass some stages but never the sink. So the sink has seen the same items on any number of
 *     threads, and of several failures that of the first item is returned;
 *   when `.stop` is raised: as if the source had failed at its next call, with CUPRO_ESTOPPED or
 *     CUPRO_ETIMEDOUT. What it gave before reaches the sink. Not looked at inside of a call.
 *
 * Errors: as for loops (loop.h). CUPRO_EINVAL also for items of 0 bytes and for a window that does
 * not fit into memory's addresses, for a stage behind one without a body, and for no such mode.
 * Cost: less than 1 us an item, but a thread that has gone to sleep takes some us to be woken; so
 * make items of 10 us or more. `.grain` and `.max_grain` mean nothing here; `.progress`,
 * `.keep_going` and `.failures` are CUPRO_EINVAL.
 */
#ifndef CUPRO_PIPELINE_H
#define CUPRO_PIPELINE_H

#include <cupro/call.h>
#include <stdbool.h>

CUPRO_BEGIN_DECLS

#define CUPRO_MAX_PIPELINE_STAGES 8

/* Make the next item in *item, or set *end (which is false before): there are no more. Non-zero: it
 * failed. It is not called again after its end or a failure. */
typedef int cupro_source(void *item, bool *end, void *ctx);

/* Work on an item. Non-zero: it failed. */
typedef int cupro_item_body(void *item, void *ctx);

typedef enum cupro_stage_mode {
    CUPRO_PARALLEL, /* any items at the same time          */
    CUPRO_SERIAL    /* one item at a time, in their order  */
} cupro_stage_mode;

typedef struct cupro_pipeline_stage {
    cupro_item_body *body;
    cupro_stage_mode mode;
} cupro_pipeline_stage;

typedef struct cupro_pipeline_parts {
    int abi;
    size_t item_size;
    cupro_source *source;
    cupro_pipeline_stage stage[CUPRO_MAX_PIPELINE_STAGES]; /* up to the first without a body */
    cupro_item_body *sink; /* NULL: the last stage has done everything                       */
    size_t window;         /* items between source and sink's end at most; 0: two a thread   */
    /* For each block that the source has had, when everything is over, however it ended; on the
     * calling thread. NULL: nothing is to be freed. */
    void (*drop)(void *item, void *ctx);
} cupro_pipeline_parts;

/* A source, one parallel stage and a sink (either of the two may be NULL), for items of a type. */
#define cupro_pipeline(Item, reader, worker, writer, most, ...)                              \
    cupro_pipeline_with(&(const cupro_pipeline_parts){.abi = CUPRO_ABI,                      \
                                                      .item_size = sizeof(Item),             \
                                                      .source = (reader),                    \
                                                      .stage = {{(worker), CUPRO_PARALLEL}}, \
                                                      .sink = (writer),                      \
                                                      .window = (most)},                     \
                        &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})

/*
 * Any stages:
 *
 *     static const cupro_pipeline_parts parts = {
 *         .item_size = sizeof(struct block),
 *         .source = read_block,
 *         .stage = {{parse, CUPRO_PARALLEL}, {number_lines, CUPRO_SERIAL}},
 *         .sink = write_block,
 *         .drop = free_lines};
 *     error = cupro_pipeline_run(&parts, &job, .pool = near);
 */
#define cupro_pipeline_run(parts, ...) \
    cupro_pipeline_with((parts), &(const cupro_call){.abi = CUPRO_ABI, .ctx = __VA_ARGS__})
CUPRO_API int cupro_pipeline_with(const cupro_pipeline_parts *parts, const cupro_call *call);

CUPRO_END_DECLS

#endif
