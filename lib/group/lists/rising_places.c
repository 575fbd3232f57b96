/* SPDX-License-Identifier: MIT */
/*
 * Places of groups where lists rise (see rising_places.h): a merge of many lists by counting.
 *
 * Elements are taken a window at a time, which is so small that what is known of them stays in the
 * caches: a bit for each that is the first of its group, and its group's size. All lists go on to
 * the window's end and leave there what they have; then the window's groups are written in their
 * order. So a list is read from its begin to its end, and the result written so; with one array of
 * bits for all elements, and of places by bits, both were visited anywhere in memory (1e7 groups of
 * 5e7 numbers, Sapphire Rapids: a fifth of all processor time; windows a twelfth).
 *
 * Windows are taken in stretches, and where each list has the begin of each stretch is looked up
 * first: from how many groups are before it follows where its groups are written.
 */
#include "group/lists/rising_places.h"

#include "memory/pages.h"

#include <cupro/error.h>
#include <stdlib.h>

enum {
    WINDOW = 16384,     /* elements                            */
    STRETCHES = 64,     /* wanted, or more if runners are many */
    STRETCHES_EACH = 4, /* for each of these                   */
    AHEAD = 8           /* lists whose next groups are fetched */
};

/* What a runner needs for a window. */
struct desk {
    uint64_t bits[WINDOW / 64];
    size_t place[WINDOW]; /* a first element's group's size, then its place */
    size_t *begin, *next; /* of each list: the window's groups */
};

struct merging {
    struct cupro__group_lists *lists;
    size_t *first, *size;
    size_t stretch, stretches; /* windows of one, and how many                              */
    size_t *cut;               /* lists->lists for each stretch: groups before it           */
    size_t *base;              /* of each stretch: groups of all lists before it            */
    struct desk **desk;        /* one a runner                                              */
};

/* -- Stretches --------------------------------------------------------------------------------- */

static size_t *cuts_of(const struct merging *merging, size_t stretch)
{
    return merging->cut + stretch * merging->lists->lists;
}

/* How many groups of a list have their first elements before one, of which `from` are known. */
static size_t groups_before(const struct cupro__group_list *list, size_t from, size_t element)
{
    size_t to = list->count;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (list->first[middle] < element)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static int cut_lists(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    const struct merging *merging = arg;
    for (size_t i = lo; i < hi; i++) {
        size_t before = 0;
        for (size_t s = 0; s <= merging->stretches; s++) {
            before = groups_before(&merging->lists->list[i], before, s * merging->stretch * WINDOW);
            cuts_of(merging, s)[i] = before;
        }
    }
    return 0;
}

static void add_up(const struct merging *merging)
{
    for (size_t s = 0; s < merging->stretches; s++) {
        merging->base[s] = 0;
        for (size_t i = 0; i < merging->lists->lists; i++)
            merging->base[s] += cuts_of(merging, s)[i];
    }
}

/* -- Windows ----------------------------------------------------------------------------------- */

/* What the lists have before the window's end, of groups before `end`: what is behind may be places
 * already. */
static void gather(const struct cupro__group_lists *lists, struct desk *desk, const size_t *end,
                   size_t window)
{
    const size_t at = window * WINDOW, count = lists->lists;
    for (size_t i = 0; i < count; i++) {
        const struct cupro__group_list *list = &lists->list[i];
        const size_t later = i + AHEAD < count ? i + AHEAD : i;
        __builtin_prefetch(lists->list[later].first + desk->next[later]);
        __builtin_prefetch(lists->list[later].size + desk->next[later]);
        size_t g = desk->begin[i] = desk->next[i];
        for (; g < end[i] && list->first[g] - at < WINDOW; g++) {
            const size_t within = list->first[g] - at;
            desk->bits[within / 64] |= (uint64_t)1 << within % 64;
            desk->place[within] = list->size[g];
        }
        desk->next[i] = g;
    }
}

/* Write the window's groups; how many they are. */
static size_t write_window(const struct merging *merging, struct desk *desk, size_t window,
                           size_t place)
{
    const size_t at = window * WINDOW, base = place;
    for (size_t w = 0; w < WINDOW / 64; w++) {
        for (uint64_t bits = desk->bits[w]; bits != 0; bits &= bits - 1) {
            const size_t within = w * 64 + (size_t)__builtin_ctzll(bits);
            merging->first[place] = at + within;
            merging->size[place] = desk->place[within];
            desk->place[within] = place++;
        }
        desk->bits[w] = 0;
    }
    return place - base;
}

static void tell_places(const struct cupro__group_lists *lists, const struct desk *desk,
                        size_t window)
{
    for (size_t i = 0; i < lists->lists; i++) {
        size_t *first = lists->list[i].first;
        for (size_t g = desk->begin[i]; g < desk->next[i]; g++)
            first[g] = desk->place[first[g] - window * WINDOW];
    }
}

static struct desk *open_desk(const struct merging *merging)
{
    const size_t lists = merging->lists->lists;
    struct desk *desk = cupro__pages_aligned(sizeof *desk + 2 * lists * sizeof *desk->next);
    if (desk == NULL)
        return NULL;
    memset(desk->bits, 0, sizeof desk->bits);
    desk->begin = (size_t *)(desk + 1);
    desk->next = desk->begin + lists;
    return desk;
}

static int merge_stretches(size_t lo, size_t hi, int runner, void *arg)
{
    const struct merging *merging = arg;
    struct desk **desk = &merging->desk[runner];
    if (*desk == NULL && (*desk = open_desk(merging)) == NULL)
        return CUPRO_ENOMEM;
    for (size_t s = lo; s < hi; s++) {
        size_t place = merging->base[s];
        memcpy((*desk)->next, cuts_of(merging, s), merging->lists->lists * sizeof place);
        for (size_t window = s * merging->stretch; window < (s + 1) * merging->stretch; window++) {
            gather(merging->lists, *desk, cuts_of(merging, s + 1), window);
            place += write_window(merging, *desk, window, place);
            if (merging->lists->tells_places)
                tell_places(merging->lists, *desk, window);
        }
    }
    return 0;
}

/* -- All --------------------------------------------------------------------------------------- */

static int merge(struct merging *merging, const struct cupro__crew *crew, const cupro_call *call)
{
    struct cupro__work work = {.units = merging->lists->lists, .run = cut_lists, .arg = merging};
    int error = cupro__engine_run(crew, &work, call);
    if (error != 0)
        return error;
    add_up(merging);
    work = (struct cupro__work){
        .units = merging->stretches, .run = merge_stretches, .arg = merging, .grain = 1};
    return cupro__engine_run(crew, &work, call);
}

int cupro__place_rising(struct cupro__group_lists *lists, size_t *first, size_t *size,
                        const struct cupro__crew *crew, const cupro_call *call)
{
    const size_t runners = (size_t)crew->runners, windows = lists->keyed->n / WINDOW + 1;
    const size_t wanted =
        runners * STRETCHES_EACH > STRETCHES ? runners * STRETCHES_EACH : STRETCHES;
    struct merging merging = {.lists = lists, .first = first, .size = size};
    merging.stretch = windows / wanted + 1;
    merging.stretches = (windows - 1) / merging.stretch + 1;
    merging.cut = malloc((merging.stretches + 1) * lists->lists * sizeof *merging.cut);
    merging.base = malloc(merging.stretches * sizeof *merging.base);
    merging.desk = calloc(runners, sizeof *merging.desk);
    int error = CUPRO_ENOMEM;
    if (merging.cut != NULL && merging.base != NULL && merging.desk != NULL)
        error = merge(&merging, crew, call);
    for (size_t i = 0; i < runners && merging.desk != NULL; i++)
        free(merging.desk[i]);
    free(merging.cut);
    free(merging.base);
    free(merging.desk);
    return error;
}
