/* SPDX-License-Identifier: MIT */
/*
 * cupro_join_by (see <cupro/join_by.h>): a table of b (join_table.h), in which the elements of a
 * are looked up; then it is known how many pairs there are, and each piece of them is written by
 * itself.
 *
 * Look-ups go a batch at a time: keys are hashed, then their slots asked for, then compared, so
 * that many lines are under way. What they find, a stretch of the table's list, is kept for each
 * element, and the pairs of a block of elements are counted. Pieces have as many pairs each,
 * wherever that cuts the pairs of one element: one key that all have is no more than many pairs.
 *
 * Work O(na + nb + pairs), span a block of a's elements and a piece.
 */
#include <cupro/join_by.h>

#include "group/join_table.h"
#include "memory/pages.h"
#include "primitives/arrays/array.h"
#include "sort/numbers/sorting.h"

#include <cupro/error.h>
#include <stdlib.h>

enum { BLOCK = 1024, PIECE = 16384, AHEAD = 8 };

/* The stretch of the table's list that has an element's partners. */
struct match {
    size_t begin, count;
};

struct joining {
    struct cupro__keyed a, b;
    struct cupro__join_table table;
    struct match *matches; /* of each element of a                                  */
    size_t blocks;         /* of BLOCK elements                                     */
    size_t *begin;         /* of each block's pairs, and the end; first their number */
    cupro_pair *pairs;
    size_t count;
};

/* -- Looking up -------------------------------------------------------------------------------- */

static inline __attribute__((always_inline)) int match_keys(const struct joining *joining,
                                                            const uint64_t *keys, size_t at,
                                                            size_t n, size_t *pairs, size_t words)
{
    const struct cupro__join_table *table = &joining->table;
    uint64_t hash[CUPRO__KEYED_BATCH];
    for (size_t k = 0; k < n; k++)
        hash[k] = cupro__key_hash(joining->a.hash, keys + k * words, words);
    for (size_t k = 0; k < n; k++)
        cupro__join_prefetch(table, hash[k], words);
    for (size_t k = 0; k < n; k++) {
        const uint64_t *slot = cupro__join_find(table, hash[k], keys + k * words, words);
        joining->matches[at + k] = (struct match){slot[words], slot[words + 1]};
        if (__builtin_add_overflow(*pairs, slot[words + 1], pairs))
            return CUPRO_ENOMEM;
    }
    return 0;
}

static int match_batch(const struct joining *joining, size_t at, size_t n, size_t *pairs)
{
    uint64_t room[CUPRO__KEYED_BATCH * CUPRO__BYTES_WORDS];
    const uint64_t *keys;
    int error = cupro__keyed_load(&joining->a, at, n, room, &keys);
    if (error != 0)
        return error;
    return joining->a.words == CUPRO__NUMBER_WORDS
               ? match_keys(joining, keys, at, n, pairs, CUPRO__NUMBER_WORDS)
               : match_keys(joining, keys, at, n, pairs, CUPRO__BYTES_WORDS);
}

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

static int match_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct joining *joining = arg;
    int error = 0;
    for (size_t block = lo; block < hi && error == 0; block++) {
        size_t at = block * BLOCK, end = lesser(at + BLOCK, joining->a.n);
        joining->begin[block] = 0;
        for (size_t some; at < end && error == 0; at += some) {
            some = lesser(end - at, CUPRO__KEYED_BATCH);
            error = match_batch(joining, at, some, &joining->begin[block]);
        }
    }
    return error;
}

/* CUPRO_ENOMEM: there are more pairs than could be. */
static int add_up(struct joining *joining)
{
    size_t sum = 0;
    for (size_t block = 0; block < joining->blocks; block++) {
        size_t pairs = joining->begin[block];
        joining->begin[block] = sum;
        if (__builtin_add_overflow(sum, pairs, &sum))
            return CUPRO_ENOMEM;
    }
    joining->begin[joining->blocks] = joining->count = sum;
    return sum > SIZE_MAX / 2 / sizeof *joining->pairs ? CUPRO_ENOMEM : 0;
}

/* -- Pairs ------------------------------------------------------------------------------------- */

/* The last block that begins at or before this pair. */
static size_t block_of(const struct joining *joining, size_t pair)
{
    size_t lo = 0, hi = joining->blocks;
    while (hi - lo > 1) {
        size_t middle = lo + (hi - lo) / 2;
        if (joining->begin[middle] <= pair)
            lo = middle;
        else
            hi = middle;
    }
    return lo;
}

static void write_piece(const struct joining *joining, size_t from, size_t end)
{
    const size_t *list = joining->table.list;
    size_t block = block_of(joining, from), i = block * BLOCK, skip = from - joining->begin[block];
    for (; joining->matches[i].count <= skip; i++)
        skip -= joining->matches[i].count;
    for (; from < end; i++) {
        const struct match *match = &joining->matches[i];
        size_t some = lesser(match->count - skip, end - from);
        if (i + AHEAD < joining->a.n)
            __builtin_prefetch(list + match[AHEAD].begin);
        for (size_t k = 0; k < some; k++)
            joining->pairs[from + k] = (cupro_pair){i, list[match->begin + skip + k]};
        from += some;
        skip = 0;
    }
}

static int write_pieces(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct joining *joining = arg;
    for (size_t piece = lo; piece < hi; piece++)
        write_piece(joining, piece * PIECE, lesser((piece + 1) * PIECE, joining->count));
    return 0;
}

/* -- The verb ---------------------------------------------------------------------------------- */

static int match_all(struct joining *joining, const struct cupro__crew *crew,
                     const cupro_call *call)
{
    struct cupro__work work = {.units = joining->blocks,
                               .run = match_blocks,
                               .arg = joining,
                               .elements = joining->a.n,
                               .passes = 2};
    joining->matches = cupro__pages_new(joining->a.n * sizeof *joining->matches);
    joining->begin = malloc((joining->blocks + 1) * sizeof *joining->begin);
    if (joining->matches == NULL || joining->begin == NULL)
        return CUPRO_ENOMEM;
    int error = cupro__engine_run(crew, &work, call);
    return error != 0 ? error : add_up(joining);
}

static int write_all(struct joining *joining, const struct cupro__crew *crew,
                     const cupro_call *call)
{
    struct cupro__work work = {.units = joining->count / PIECE + (joining->count % PIECE != 0),
                               .run = write_pieces,
                               .arg = joining,
                               .grain = 1,
                               .elements = joining->a.n,
                               .pass = 1,
                               .passes = 2};
    joining->pairs = cupro__pages_new(joining->count * sizeof *joining->pairs + 1);
    if (joining->pairs == NULL)
        return CUPRO_ENOMEM;
    return work.units > 0 ? cupro__engine_run(crew, &work, call)
                          : cupro__sort_report(joining->a.n, 1, crew, call);
}

static int join_on(struct joining *joining, const struct cupro__crew *crew, const cupro_call *call)
{
    cupro_call quiet = *call;
    quiet.progress = NULL;
    int error = joining->a.kind == joining->b.kind ? 0 : CUPRO_EINVAL;
    if (error == 0)
        error = cupro__join_table_open(&joining->table, &joining->b, crew, &quiet);
    if (error == 0)
        error = match_all(joining, crew, call);
    if (error == 0)
        error = write_all(joining, crew, call);
    free(joining->begin);
    free(joining->matches);
    cupro__join_table_close(&joining->table);
    return error;
}

/* There are no pairs. */
static int join_nothing(struct joining *joining, const struct cupro__crew *crew,
                        const cupro_call *call)
{
    int error = cupro__engine_run(crew, &(const struct cupro__work){.units = 0}, call);
    joining->pairs = error == 0 ? malloc(1) : NULL;
    return error == 0 && joining->pairs == NULL ? CUPRO_ENOMEM : error;
}

/* An array, and the key of its elements. */
struct side {
    const void *x;
    size_t n, size;
    const cupro_key *key;
};

static bool is_wrong(const struct side *side)
{
    return cupro__array_is_wrong(side->x, side->n, side->size) || side->key == NULL ||
           side->key->step == NULL || side->key->size != side->size;
}

/* Progress is for passes over a, but a call that cannot be is refused before all of them. */
static bool call_is_wrong(const cupro_call *call)
{
    return call->keep_going || call->failures != NULL ||
           (call->progress != NULL && call->progress->report == NULL);
}

static int join(struct joining *joining, const struct side *a, const struct side *b,
                const struct cupro__crew *crew, const cupro_call *call)
{
    int error = cupro__keyed_open(&joining->a, a->x, a->n, a->size, a->key, call->ctx);
    if (error == 0)
        error = cupro__keyed_open(&joining->b, b->x, b->n, b->size, b->key, call->ctx);
    if (error == 0)
        error =
            a->n > 0 && b->n > 0 ? join_on(joining, crew, call) : join_nothing(joining, crew, call);
    cupro__keyed_close(&joining->a);
    cupro__keyed_close(&joining->b);
    return error;
}

int cupro_join_by_with(const void *a, size_t na, size_t size_a, const cupro_key *key_a,
                       const void *b, size_t nb, size_t size_b, const cupro_key *key_b,
                       cupro_pair **pairs, size_t *count, const cupro_call *call)
{
    cupro_call usual = call != NULL ? *call : cupro__usual_call;
    const struct side of_a = {a, na, size_a, key_a}, of_b = {b, nb, size_b, key_b};
    struct joining joining = {.blocks = na / BLOCK + (na % BLOCK != 0)};
    if (pairs != NULL)
        *pairs = NULL;
    if (pairs == NULL || count == NULL || is_wrong(&of_a) || is_wrong(&of_b) ||
        call_is_wrong(&usual))
        return CUPRO_EINVAL;
    usual.grain = usual.max_grain = 0;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, &usual);
    if (error != 0)
        return error;
    error = join(&joining, &of_a, &of_b, &crew, &usual);
    cupro__crew_dismiss(&crew);
    if (error != 0) {
        free(joining.pairs);
        return error;
    }
    *pairs = joining.pairs;
    *count = joining.count;
    return 0;
}
