/* SPDX-License-Identifier: MIT */
/*
 * cupro_top and cupro_bottom: the first k of the sorted array, in another one (see
 * <cupro/select.h>).
 *
 * Two pivots around the last of the k (classes.c) say of nearly all numbers whether they are
 * wanted; these are brought into the result, and the few that are between the pivots into scratch,
 * where cupro_nth tells which of them complete it. Then the result is sorted.
 *
 * Bytes moved for n elements of s bytes: n s read, n / 4 of bits written, and of the array the
 * lines that hold one of the k or of those between the pivots read again.
 */
#include <cupro/select.h>

#include "memory/pages.h"
#include "primitives/arrays/array.h"
#include "primitives/chains/compact.h"
#include "sort/parts/classes.h"
#include "sort/parts/select_kernels.h"
#include "sort/parts/selecting.h"

#include <cupro/error.h>
#include <stdlib.h>
#include <string.h>

struct top {
    struct cupro__classes classes;
    struct cupro__sorting out;       /* room for the k                                   */
    size_t whole;                    /* classes that belong into the result as they are  */
    size_t need;                     /* how many of the next one do                      */
    struct cupro__sorting rest;      /* that class, if not all of it is equal            */
    char *to[CUPRO__CLASSES];        /* where each class goes, or NULL                   */
    size_t (*place)[CUPRO__CLASSES]; /* of each block's first                            */
};

/* -- Gathering --------------------------------------------------------------------------------- */

static void gather_class(const struct top *top, size_t block, enum cupro__class of)
{
    const struct cupro__classes *classes = &top->classes;
    const struct cupro__sorting *part = &classes->part;
    size_t begin = block * CUPRO__CLASS_BLOCK, word = block * CUPRO__CLASS_WORDS;
    size_t n = cupro__class_block_end(classes, block) - begin;
    uint64_t bits[CUPRO__CLASS_WORDS];
    for (size_t k = 0; k * 64 < n; k++)
        bits[k] = cupro__class_bits(classes, of, word + k);
    cupro__compact()->squeeze(part->x + begin * part->size, part->size, n, bits,
                              top->to[of] + top->place[block][of] * part->size);
}

static int gather_blocks(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct top *top = arg;
    for (size_t block = lo; block < hi; block++)
        for (int of = 0; of < CUPRO__CLASSES; of++)
            if (top->to[of] != NULL &&
                cupro__class_count(&top->classes, (enum cupro__class)of, block) > 0)
                gather_class(top, block, (enum cupro__class)of);
    return 0;
}

static void find_places(const struct top *top)
{
    size_t next[CUPRO__CLASSES] = {0};
    for (size_t block = 0; block < top->classes.blocks; block++)
        for (int of = 0; of < CUPRO__CLASSES; of++) {
            top->place[block][of] = next[of];
            next[of] += cupro__class_count(&top->classes, (enum cupro__class)of, block);
        }
}

static int gather(struct top *top, const struct cupro__crew *crew, const cupro_call *call)
{
    top->place = malloc(top->classes.blocks * sizeof *top->place);
    if (top->place == NULL)
        return CUPRO_ENOMEM;
    find_places(top);
    struct cupro__work work = {.units = top->classes.blocks, .run = gather_blocks, .arg = top};
    int error = cupro__engine_run(crew, &work, call);
    free(top->place);
    return error;
}

/* -- Which classes ----------------------------------------------------------------------------- */

/* Whether the class that the last of the k is in consists of equal numbers. */
static bool rest_is_equal(const struct top *top)
{
    return top->whole == CUPRO__BETWEEN && top->classes.lo == top->classes.hi;
}

static int find_room(struct top *top)
{
    const struct cupro__classes *classes = &top->classes;
    size_t taken = 0, size = top->out.size;
    for (; top->whole < CUPRO__CLASSES && classes->total[top->whole] <= top->out.n - taken;
         top->whole++) {
        top->to[top->whole] = top->out.x + taken * size;
        taken += classes->total[top->whole];
    }
    top->need = top->out.n - taken;
    if (top->need == 0 || rest_is_equal(top))
        return 0;
    top->rest.n = classes->total[top->whole];
    top->rest.x = top->to[top->whole] = cupro__pages_new(top->rest.n * size);
    return top->rest.x != NULL ? 0 : CUPRO_ENOMEM;
}

static int classify(struct top *top, const struct cupro__crew *crew,
                    const struct cupro__work *report, const cupro_call *call)
{
    int error = cupro__classes_find(&top->classes, top->out.n - 1, crew, report, call);
    cupro_call silent = *call;
    silent.progress = NULL;
    if (error == 0)
        error = find_room(top);
    return error == 0 ? gather(top, crew, &silent) : error;
}

/* -- What is still missing --------------------------------------------------------------------- */

static int complete_range(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct top *top = arg;
    size_t size = top->out.size, begin = top->out.n - top->need;
    if (top->rest.x == NULL)
        cupro__sort_fill(&top->out, begin + lo, begin + hi, top->classes.lo);
    else
        memcpy(top->out.x + (begin + lo) * size, top->rest.x + lo * size, (hi - lo) * size);
    return 0;
}

static int complete(struct top *top, const cupro_call *call)
{
    int error = top->rest.x != NULL ? cupro__nth(&top->rest, top->need - 1, call) : 0;
    struct cupro__work work = {.units = top->need,
                               .run = complete_range,
                               .arg = top,
                               .unit_ns = (double)top->out.size / cupro__bytes_a_ns};
    if (error == 0)
        error = cupro__engine_call(call, &work);
    return error == 0 ? cupro__sort(&top->out, call) : error;
}

/* -- Many ---------------------------------------------------------------------------------- */

static int find_top(struct top *top, const struct cupro__crew *crew, const cupro_call *call)
{
    struct cupro__work report = {.elements = top->classes.part.n, .passes = 2};
    int error = classify(top, crew, &report, call);
    cupro_call silent = *call;
    silent.progress = NULL;
    if (error == 0)
        error = complete(top, &silent);
    free(top->rest.x);
    return error == 0 ? cupro__sort_report(report.elements, 1, crew, call) : error;
}

/* -- On the caller ----------------------------------------------------------------------------- */

enum { AT_ONCE = 65536, LEAST_SAMPLE = 32, MOST_SAMPLE = 512, ELEMENTS_A_SAMPLE = 64, MARGIN = 4 };

/* What is before all but the k-th and a few others, by a sample; samples: there is no such. */
static size_t choose_rank(size_t n, size_t k, size_t samples)
{
    size_t rank = k * samples / n + MARGIN;
    bool is_sparse = rank < samples / 2 && n / samples * (rank + MARGIN) <= CUPRO__SORT_SMALL;
    return n >= 4 * samples && is_sparse ? rank : samples;
}

/* Copy those that may be among the first k to `few`: that takes less time than to sort the others.
 * Returns how many; 0: that cannot be told, or there is no room. */
static size_t copy_candidates(const struct cupro__sorting *all, size_t k, char *few)
{
    const struct cupro__select_kernels *kernels = cupro__select_kernels(all->size);
    uint64_t keys[MOST_SAMPLE], spare[MOST_SAMPLE], less[CUPRO__SORT_SMALL / 64];
    size_t n = all->n, size = all->size, samples = n / ELEMENTS_A_SAMPLE / 32 * 32, count = 0;
    samples = samples < LEAST_SAMPLE ? LEAST_SAMPLE : samples < MOST_SAMPLE ? samples : MOST_SAMPLE;
    size_t rank = choose_rank(n, k, samples);
    if (rank == samples)
        return 0;
    for (size_t i = 0; i < samples; i++)
        keys[i] = cupro__key_at(all->x, i * (n / samples), size, all->form);
    cupro__sort_kernels(sizeof *keys)->sort(keys, spare, samples, (struct cupro__key_form){0, 0});
    for (size_t at = 0, some; at < n; at += some) {
        some = n - at < CUPRO__SORT_SMALL ? n - at : CUPRO__SORT_SMALL;
        kernels->find_less(all->x + at * size, some, all->form, keys[rank], less);
        size_t wanted = 0;
        for (size_t word = 0; word * 64 < some; word++)
            wanted += (size_t)__builtin_popcountll(less[word]);
        if (count + wanted > CUPRO__SORT_SMALL)
            return 0;
        cupro__squeeze_portable(all->x + at * size, size, some, less, few + count * size);
        count += wanted;
    }
    return count >= k ? count : 0;
}

static bool find_at_once(const struct top *top)
{
    const struct cupro__sorting *all = &top->classes.part;
    uint64_t few[CUPRO__SORT_SMALL];
    struct cupro__sorting some = *all;
    some.x = (char *)few;
    some.n = copy_candidates(all, top->out.n, some.x);
    if (some.n == 0 && all->n > CUPRO__SORT_SMALL)
        return false;
    if (some.n == 0) {
        memcpy(few, all->x, all->n * all->size);
        some.n = all->n;
    }
    cupro__sort_small(&some);
    memcpy(top->out.x, few, top->out.n * all->size);
    return true;
}

/* Not more than CUPRO__SORT_SMALL. */
static int run_at_once(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo, (void)hi, (void)runner;
    find_at_once(arg);
    return 0;
}

static int find_few(struct top *top, const cupro_call *call)
{
    bool any = top->out.n > 0;
    struct cupro__work work = {
        .units = any, .run = run_at_once, .arg = top, .elements = top->classes.part.n};
    if (cupro__call_is_plain(call))
        return any ? run_at_once(0, 1, 0, top) : 0;
    return cupro__engine_call(call, &work);
}

/* -- The verb ---------------------------------------------------------------------------------- */

static int top(const struct cupro__sorting *sorting, void *out, size_t k, const cupro_call *call)
{
    size_t size = sorting->size;
    if (cupro__array_is_wrong(sorting->x, sorting->n, size) || k > sorting->n ||
        (out == NULL && k > 0) ||
        cupro__arrays_overlap(sorting->x, sorting->n * size, out, k * size))
        return CUPRO_EINVAL;
    struct top top = {.classes.part = *sorting,
                      .out = {out, k, size, sorting->form},
                      .rest = {NULL, 0, size, sorting->form}};
    if (sorting->n <= CUPRO__SORT_SMALL || k == 0)
        return find_few(&top, call);
    if (sorting->n <= AT_ONCE && cupro__call_is_plain(call) && find_at_once(&top))
        return 0;
    if (call == NULL)
        call = &cupro__usual_call;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, call);
    if (error != 0)
        return error;
    error = cupro__classes_open(&top.classes, sorting);
    if (error == 0) {
        error = find_top(&top, &crew, call);
        cupro__classes_close(&top.classes);
    }
    cupro__crew_dismiss(&crew);
    return error;
}

#define DEFINE_TOP(tag, T, S)                                                                   \
    int cupro_top_##tag(const T *x, size_t n, size_t k, T *out, const cupro_call *call)         \
    {                                                                                           \
        struct cupro__sorting all = {(char *)x, n, sizeof *x, cupro__reversed(CUPRO__FORM(T))}; \
        return top(&all, out, k, call);                                                         \
    }                                                                                           \
    int cupro_bottom_##tag(const T *x, size_t n, size_t k, T *out, const cupro_call *call)      \
    {                                                                                           \
        struct cupro__sorting all = {(char *)x, n, sizeof *x, CUPRO__FORM(T)};                  \
        return top(&all, out, k, call);                                                         \
    }
CUPRO_NUMBERS(DEFINE_TOP)
