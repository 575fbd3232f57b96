/* SPDX-License-Identifier: MIT */
/* Runs, texts and pipelines without memory. */
#include "unit/no_memory/no_memory.h"

#include <stdlib.h>

CUPRO_RELATION(same_ten, int64_t, a, b, a / 10 == b / 10);

static int chunk_by(const cupro_call *call)
{
    return cupro_chunk_by_with(numbers, N, sizeof *numbers, &same_ten.relation, visit_range, call);
}

static int runs_new(const cupro_call *call)
{
    size_t *begins = NULL, count = 0;
    int error =
        cupro_runs_new_with(numbers, N, sizeof *numbers, &same_ten.relation, &begins, &count, call);
    bool right = error == 0 && count == N / 10 && begins[1] == 10 && begins[count] == N;
    free(begins);
    return checked(error, right);
}

static const char text[N]; /* NULs */

static int visit_slices(const cupro_slice *pieces, size_t count, void *ctx)
{
    return visit_items(pieces, count, ctx);
}

static int split(const cupro_call *call)
{
    return cupro_split_with(text, N, '\0', visit_slices, call);
}

static int split_new(const cupro_call *call)
{
    cupro_slice *pieces = NULL;
    size_t count = 0;
    int error = cupro_split_new_with(text, N, '\0', &pieces, &count, call);
    bool right = error == 0 && count == N + 1 && pieces[N].begin == text + N;
    free(pieces);
    return checked(error, right);
}

static int find_bytes(const cupro_call *call)
{
    cupro_slice many[100];
    for (size_t i = 0; i < 100; i++)
        many[i] = (cupro_slice){text + i, 1 + i};
    cupro_needles *needles = NULL;
    size_t at = 42, count = 0, *places = NULL;
    int error = cupro_find_bytes_with(text, N, "\0", 1, &at, call);
    if (error == 0)
        error = cupro_find_bytes_all_with(text, N, "\0", 1, &places, &count, call);
    bool right = error == 0 && at == 0 && count == N && places[N - 1] == N - 1;
    if (error == 0)
        error = cupro_needles_new(&needles, many, 100, CUPRO_EXACT);
    cupro_needles_free(needles);
    free(places);
    return checked(error, right);
}

struct stream {
    size_t given, taken;
};

static int give_number(void *item, bool *end, void *ctx)
{
    struct stream *stream = ctx;
    *(size_t *)item = stream->given;
    *end = stream->given == 100;
    stream->given += !*end;
    return 0;
}

static int take_number(void *item, void *ctx)
{
    struct stream *stream = ctx;
    return *(size_t *)item == stream->taken++ ? 0 : WRONG;
}

static int pipeline(const cupro_call *call)
{
    static const cupro_pipeline_parts parts = {
        .item_size = sizeof(size_t), .source = give_number, .sink = take_number};
    struct stream stream = {0, 0};
    cupro_call own = *call;
    own.ctx = &stream;
    int error = cupro_pipeline_with(&parts, &own);
    return checked(error, stream.taken == 100);
}

const struct operation piece_operations[] = {
    OPERATION(chunk_by),  OPERATION(runs_new), OPERATION(split), OPERATION(find_bytes),
    OPERATION(split_new), OPERATION(pipeline), {NULL, NULL},
};
