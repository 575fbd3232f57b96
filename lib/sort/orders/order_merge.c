/* SPDX-License-Identifier: MIT */
/*
 * Merging two arrays on all threads: the result is cut into pieces, and a search in both arrays
 * says what belongs into each (merge path: Odeh, Green, Mwassi, Shmueli and Birk, 2012).
 *
 * Work O(n), span a piece. Bytes moved: the arrays are read once, the result is written once.
 */
#include "primitives/arrays/array.h"
#include "sort/orders/ordering.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { LEAST_PIECE = 4096, PIECES_A_RUNNER = 8 };

struct merging {
    const struct cupro__ordering *ordering;
    const char *a, *b;
    char *out;
    size_t na, nb, pieces;
    size_t *from_a; /* of the elements before each piece, and before the end, how many are a's */
};

static size_t begin_of(const struct merging *merging, size_t piece)
{
    size_t n = merging->na + merging->nb, rest = n % merging->pieces;
    return n / merging->pieces * piece + (piece < rest ? piece : rest);
}

size_t cupro__merge_path(const struct cupro__ordering *ordering, const char *a, size_t na,
                         const char *b, size_t nb, size_t count)
{
    size_t size = ordering->size;
    size_t low = count > nb ? count - nb : 0, high = count < na ? count : na;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cupro__comes_before(ordering, b + (count - middle - 1) * size, a + middle * size))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Each border is looked for once, and between those before and after it, so that pieces fit
 * together even if comparisons contradict each other. */
static void cut(struct merging *merging)
{
    merging->from_a[0] = 0;
    for (size_t piece = 1; piece <= merging->pieces; piece++) {
        size_t before = merging->from_a[piece - 1], begin = begin_of(merging, piece);
        size_t most = before + begin - begin_of(merging, piece - 1);
        size_t found = cupro__merge_path(merging->ordering, merging->a, merging->na, merging->b,
                                         merging->nb, begin);
        merging->from_a[piece] = found < before ? before : found > most ? most : found;
    }
}

static int merge_pieces(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct merging *merging = arg;
    const struct cupro__ordering *ordering = merging->ordering;
    for (size_t piece = lo; piece < hi; piece++) {
        size_t begin = begin_of(merging, piece), end = begin_of(merging, piece + 1);
        size_t a = merging->from_a[piece], na = merging->from_a[piece + 1] - a, b = begin - a;
        ordering->order->merge(merging->a + a * ordering->size, na, merging->b + b * ordering->size,
                               end - begin - na, merging->out + begin * ordering->size,
                               ordering->ctx);
    }
    return 0;
}

int cupro__order_merge(const struct cupro__ordering *ordering, const void *a, size_t na,
                       const void *b, size_t nb, void *out, const struct cupro__crew *crew,
                       const cupro_call *call)
{
    size_t on_stack[1 + 64], most = (size_t)crew->runners * PIECES_A_RUNNER, n = na + nb;
    struct merging merging = {
        .ordering = ordering, .a = a, .b = b, .out = out, .na = na, .nb = nb, .from_a = on_stack};
    merging.pieces = n / LEAST_PIECE < most ? n / LEAST_PIECE + 1 : most;
    if (merging.pieces > 64)
        merging.from_a = malloc((merging.pieces + 1) * sizeof *merging.from_a);
    if (merging.from_a == NULL)
        return CUPRO_ENOMEM;
    cut(&merging);
    struct cupro__work work = {.units = n > 0 ? merging.pieces : 0,
                               .run = merge_pieces,
                               .arg = &merging,
                               .grain = 1,
                               .elements = n};
    int error = cupro__engine_run(crew, &work, call);
    if (merging.from_a != on_stack)
        free(merging.from_a);
    return error;
}

int cupro_merge_by_with(const void *a, size_t na, const void *b, size_t nb, size_t size, void *out,
                        const cupro_order *order, const cupro_call *call)
{
    if (order == NULL || order->size != size || cupro__array_is_wrong(a, na, size) ||
        cupro__array_is_wrong(b, nb, size) || na > SIZE_MAX / size - nb ||
        (out == NULL && na + nb > 0) ||
        cupro__arrays_overlap(out, (na + nb) * size, a, na * size) ||
        cupro__arrays_overlap(out, (na + nb) * size, b, nb * size))
        return CUPRO_EINVAL;
    cupro_call usual = call != NULL ? *call : cupro__usual_call;
    usual.grain = usual.max_grain = 0;
    struct cupro__ordering ordering = {order, NULL, 0, size, usual.ctx};
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, &usual);
    if (error != 0)
        return error;
    error = cupro__order_merge(&ordering, a, na, b, nb, out, &crew, &usual);
    cupro__crew_dismiss(&crew);
    return error;
}
