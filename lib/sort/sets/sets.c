/* SPDX-License-Identifier: MIT */
/*
 * Set operations on sorted arrays: one driver for numbers and for elements of any order (see
 * sets.h, and for the kernel <cupro/order_sets.h>).
 *
 * The arrays are cut into blocks of the path, at states that are found independently (set_cut.c); a
 * block again into chains, so that several comparisons are under way; numbers also by windows of
 * the larger array (set_windows.h). Results come together behind those of the blocks before
 * (set_blocks.c).
 *
 * Where one array is much smaller, and only its elements, or what is equal to them, can be results,
 * each is looked up in the other: an element with r equal ones in front of it is in a pair with the
 * one that stands r places behind where its value begins there.
 *
 * Work O(n), or O(m log n) for m of the smaller array; span a block. Bytes moved: one read, and one
 * write of the results.
 */
#include "sort/sets/sets.h"

#include "primitives/arrays/array.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 << 10, MOST_BLOCKS = 256, LEAST_BLOCK = 4096, LEAST_LARGE = 16 };
enum { FEW_BYTES = 4096, MUCH_SMALLER = 64, LOOKUPS = 256, GAPS = 32 /* times larger */ };

/* -- Along the path ---------------------------------------------------------------------------- */

struct along {
    const struct cupro__sets *sets;
    size_t width, blocks;
    struct cupro__set_state *cut; /* where each block begins, and where the last one ends */
};

static int find_cuts(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct along *along = arg;
    const struct cupro__sets *sets = along->sets;
    for (size_t block = lo; block < hi; block++)
        along->cut[block] = cupro__set_cut(&sets->ordering, sets->a, sets->na, sets->b, sets->nb,
                                           block < along->blocks ? block * along->width : SIZE_MAX);
    return 0;
}

/* The cut, which is behind another one; changed if comparisons contradict each other, but not in
 * how many elements are taken. */
static struct cupro__set_state behind(struct cupro__set_state before, struct cupro__set_state cut,
                                      size_t na, size_t nb)
{
    size_t taken = cut.a + cut.b, least = taken > nb ? taken - nb : 0;
    size_t most = before.a + (taken - before.a - before.b);
    least = least < before.a ? before.a : least;
    most = most > na ? na : most;
    cut.a = cut.a < least ? least : cut.a > most ? most : cut.a;
    return (struct cupro__set_state){cut.a, taken - cut.a};
}

static void run_chains(const struct cupro__ordering *ordering, const char *a, size_t na,
                       const char *b, size_t nb, unsigned keeps, cupro_set_chain *chain, char *to)
{
    size_t size = ordering->size;
    struct cupro__set_state from = {0, 0};
    for (size_t c = 0; c < CUPRO__SET_CHAINS; c++) {
        size_t taken =
            c + 1 < CUPRO__SET_CHAINS ? (na + nb) / CUPRO__SET_CHAINS * (c + 1) : SIZE_MAX;
        struct cupro__set_state next =
            behind(from, cupro__set_cut(ordering, a, na, b, nb, taken), na, nb);
        chain[c] = (cupro_set_chain){a + from.a * size, a + next.a * size, b + from.b * size,
                                     b + next.b * size, to + (from.a + from.b) * size};
        from = next;
    }
    ordering->order->set(chain, keeps, ordering->ctx);
}

/* What of a and b is kept, to `to`; how many. */
static size_t run_part(const struct cupro__ordering *ordering, const char *a, size_t na,
                       const char *b, size_t nb, unsigned keeps, char *to)
{
    cupro_set_chain chain[CUPRO__SET_CHAINS];
    size_t results = 0, taken = 0;
    if (na < nb / GAPS || nb < na / GAPS)
        return cupro__set_gaps(ordering, a, na, b, nb, keeps, to);
    run_chains(ordering, a, na, b, nb, keeps, chain, to);
    for (size_t c = 0; c < CUPRO__SET_CHAINS; c++) {
        const char *begin = to + taken;
        size_t bytes = (size_t)(chain[c].out - begin);
        taken = (size_t)(chain[c].a_end - a) + (size_t)(chain[c].b_end - b);
        memmove(to + results, begin, bytes);
        results += bytes;
    }
    return results / ordering->size;
}

static size_t run_block(const void *arg, size_t block, char *to)
{
    const struct along *along = arg;
    const struct cupro__sets *sets = along->sets;
    size_t size = sets->ordering.size;
    struct cupro__set_state begin = along->cut[block], end = along->cut[block + 1];
    return run_part(&sets->ordering, sets->a + begin.a * size, end.a - begin.a,
                    sets->b + begin.b * size, end.b - begin.b, sets->keeps, to);
}

static size_t choose_width(size_t n, size_t size)
{
    size_t width = n / MOST_BLOCKS + 1, most = BLOCK_BYTES / size;
    width = width < LEAST_BLOCK ? LEAST_BLOCK : width;
    width = width > most ? most : width;
    return width < LEAST_LARGE ? LEAST_LARGE : width;
}

/* Cuts at the blocks' borders; to be released with free(). CUPRO_ENOMEM. */
static int open_along(struct along *along, const struct cupro__crew *crew, const cupro_call *call)
{
    const struct cupro__sets *sets = along->sets;
    size_t n = sets->na + sets->nb;
    along->width = choose_width(n, sets->ordering.size);
    along->blocks = n / along->width + (n % along->width != 0);
    along->cut = malloc((along->blocks + 1) * sizeof *along->cut);
    if (along->cut == NULL)
        return CUPRO_ENOMEM;
    cupro_call quiet = {.stop = call->stop};
    struct cupro__work work = {
        .units = along->blocks + 1, .run = find_cuts, .arg = along, .unit_ns = 1000};
    int error = cupro__engine_run(crew, &work, &quiet);
    for (size_t block = 1; error == 0 && block <= along->blocks; block++)
        along->cut[block] = behind(along->cut[block - 1], along->cut[block], sets->na, sets->nb);
    return error;
}

/* -- Looking up -------------------------------------------------------------------------------- */

struct lookup {
    const struct cupro__ordering *ordering;
    const char *small, *large;
    size_t n, n_large;
    bool small_is_a, wants_pairs; /* results: elements that are in a pair, or those that are not */
};

/* Where the values of some elements begin in the large array. */
static void look_up(const struct lookup *lookup, const char *elements, size_t n, size_t *at)
{
    const struct cupro__ordering *ordering = lookup->ordering;
    const cupro_order *order = ordering->order;
    size_t size = ordering->size, first, last;
    order->bounds(lookup->large, lookup->n_large, elements, 1, false, &first, ordering->ctx);
    order->bounds(lookup->large, lookup->n_large, elements + (n - 1) * size, 1, false, &last,
                  ordering->ctx);
    order->bounds(lookup->large + first * size, last > first ? last - first : 0, elements, n, false,
                  at, ordering->ctx);
    for (size_t k = 0; k < n; k++)
        at[k] += first;
}

/* How many equal elements stand in front of this one. */
static size_t rank_of(const struct lookup *lookup, size_t i)
{
    const struct cupro__ordering *ordering = lookup->ordering;
    size_t first;
    ordering->order->bounds(lookup->small, i, lookup->small + i * ordering->size, 1, false, &first,
                            ordering->ctx);
    return i - first;
}

static size_t run_lookups(const void *arg, size_t block, char *to)
{
    const struct lookup *lookup = arg;
    size_t size = lookup->ordering->size, lo = block * LOOKUPS, at[LOOKUPS], results = 0;
    size_t n = lookup->n - lo < LOOKUPS ? lookup->n - lo : LOOKUPS, rank = rank_of(lookup, lo);
    const char *elements = lookup->small + lo * size;
    look_up(lookup, elements, n, at);
    for (size_t k = 0; k < n; k++) {
        const char *element = elements + k * size;
        bool is_new = k > 0 && cupro__comes_before(lookup->ordering, element - size, element);
        rank = k == 0 ? rank : is_new ? 0 : rank + 1;
        const char *other = lookup->large + (at[k] + rank) * size;
        bool is_in_pair = at[k] + rank < lookup->n_large &&
                          !cupro__comes_before(lookup->ordering, element, other);
        if (is_in_pair != lookup->wants_pairs)
            continue;
        memcpy(to + results * size, lookup->small_is_a ? element : other, size);
        results++;
    }
    return results;
}

/* Whether results are elements of the smaller array, or equal to them; for inclusion they are those
 * of b that are not in a. */
static bool find_lookup(const struct cupro__sets *sets, struct lookup *lookup)
{
    bool a_is_smaller = sets->na < sets->nb, wants_pairs = sets->keeps == CUPRO__KEEP_BOTH;
    *lookup = (struct lookup){.ordering = &sets->ordering,
                              .small = a_is_smaller ? sets->a : sets->b,
                              .large = a_is_smaller ? sets->b : sets->a,
                              .n = a_is_smaller ? sets->na : sets->nb,
                              .n_large = a_is_smaller ? sets->nb : sets->na,
                              .small_is_a = a_is_smaller || !wants_pairs,
                              .wants_pairs = wants_pairs};
    unsigned small_only = a_is_smaller ? CUPRO__KEEP_A : CUPRO__KEEP_B;
    return lookup->n < lookup->n_large / MUCH_SMALLER && (wants_pairs || sets->keeps == small_only);
}

/* -- The verbs --------------------------------------------------------------------------------- */

/* Of the blocks: their results, or whether they have none. */
typedef int blocks_run(const struct cupro__set_blocks *blocks, const struct cupro__crew *crew,
                       const cupro_call *call, void *result);

static int run_on_crew(const struct cupro__sets *sets, blocks_run *run, void *result,
                       const struct cupro__crew *crew, const cupro_call *call)
{
    size_t n = sets->na + sets->nb;
    struct along along = {.sets = sets};
    struct lookup lookup;
    struct cupro__set_blocks blocks = {.elements = n,
                                       .size = sets->ordering.size,
                                       .all = n * sets->ordering.size,
                                       .out = sets->out};
    int error = 0;
    if (find_lookup(sets, &lookup)) {
        blocks.run = run_lookups;
        blocks.arg = &lookup;
        blocks.blocks = lookup.n / LOOKUPS + (lookup.n % LOOKUPS != 0);
        blocks.most = LOOKUPS;
        blocks.all = lookup.n * blocks.size;
    } else {
        error = open_along(&along, crew, call);
        blocks.run = run_block;
        blocks.arg = &along;
        blocks.blocks = along.blocks;
        blocks.most = along.width + 1;
        blocks.has_room = (sets->keeps & CUPRO__KEEP_A) && (sets->keeps & CUPRO__KEEP_B);
    }
    if (error == 0)
        error = run(&blocks, crew, call, result);
    free(along.cut);
    return error;
}

static int run_sets(const struct cupro__sets *sets, blocks_run *run, void *result,
                    const cupro_call *call)
{
    cupro_call usual = call != NULL ? *call : cupro__usual_call;
    usual.grain = usual.max_grain = 0;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, &usual);
    if (error != 0)
        return error;
    error = run_on_crew(sets, run, result, &crew, &usual);
    cupro__crew_dismiss(&crew);
    return error;
}

/* Few elements, on the spot: how many results there are in `few`. */
static bool run_few(const struct cupro__sets *sets, const cupro_call *call, char *few, size_t *n)
{
    size_t both = sets->na + sets->nb;
    if (both * sets->ordering.size > FEW_BYTES || !cupro__call_is_plain(call))
        return false;
    *n = both > 0
             ? run_part(&sets->ordering, sets->a, sets->na, sets->b, sets->nb, sets->keeps, few)
             : 0;
    return true;
}

static int place_blocks(const struct cupro__set_blocks *blocks, const struct cupro__crew *crew,
                        const cupro_call *call, void *result)
{
    return cupro__set_blocks_run(blocks, crew, call, result);
}

static int judge_blocks(const struct cupro__set_blocks *blocks, const struct cupro__crew *crew,
                        const cupro_call *call, void *result)
{
    return cupro__set_blocks_are_empty(blocks, crew, call, result);
}

int cupro__sets_run(const struct cupro__sets *sets, size_t *count, const cupro_call *call)
{
    _Alignas(max_align_t) char few[FEW_BYTES];
    if (!run_few(sets, call, few, count))
        return run_sets(sets, place_blocks, count, call);
    if (*count > 0)
        memcpy(sets->out, few, *count * sets->ordering.size);
    return 0;
}

int cupro__sets_include(struct cupro__sets *sets, bool *yes, const cupro_call *call)
{
    _Alignas(max_align_t) char few[FEW_BYTES];
    size_t missing;
    sets->keeps = CUPRO__KEEP_B;
    if (!run_few(sets, call, few, &missing))
        return run_sets(sets, judge_blocks, yes, call);
    *yes = missing == 0;
    return 0;
}

static bool is_wrong(const struct cupro__sets *sets)
{
    size_t n, size = sets->ordering.size;
    const cupro_order *order = sets->ordering.order;
    return order == NULL || order->size != size || order->set == NULL ||
           cupro__array_is_wrong(sets->a, sets->na, size) ||
           cupro__array_is_wrong(sets->b, sets->nb, size) ||
           __builtin_add_overflow(sets->na, sets->nb, &n) || n > SIZE_MAX / size;
}

bool cupro__sets_are_wrong(const struct cupro__sets *sets, const size_t *count)
{
    size_t size = sets->ordering.size, a = sets->na, b = sets->nb;
    if (is_wrong(sets) || count == NULL || sets->keeps == 0)
        return true;
    size_t room = sets->keeps == CUPRO__KEEP_BOTH ? (a < b ? a : b)
                  : sets->keeps == CUPRO__KEEP_A  ? a
                                                  : a + b;
    return cupro__array_is_wrong(sets->out, room, size) ||
           cupro__arrays_overlap(sets->a, a * size, sets->out, room * size) ||
           cupro__arrays_overlap(sets->b, b * size, sets->out, room * size);
}

bool cupro__inclusion_is_wrong(const struct cupro__sets *sets, const bool *yes)
{
    return is_wrong(sets) || yes == NULL;
}
