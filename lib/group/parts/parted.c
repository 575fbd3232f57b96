/* SPDX-License-Identifier: MIT */
/*
 * Groups of divided elements (see parted.h).
 *
 * A part's keys go through a table that stays in a core's cache, in the order of their elements, so
 * that the first one of a group is its first in all. Only heavy keys need none.
 *
 * How large parts are does not matter much, as long as the table stays in the L2 cache: parts of
 * 2048 to 16384 groups took the same within what runs of one of them differ, on a Zen 3 and on a
 * Sapphire Rapids.
 */
#include "group/parts/parted.h"

#include "group/tables/count_kernels.h"

#include "memory/pages.h"

#include <cupro/error.h>
#include <stdlib.h>

enum {
    BATCH = 512,
    COUNTED = 16384, /* groups of a part, for a table of numbers that counts                */
    NUMBERED = 1024, /* the same for a table that numbers, and places that are written next */
    OF_BYTES = 4096  /* the same for keys that are no numbers, and are counted              */
};

struct runner {
    struct cupro__group_table table;    /* of keys that are no numbers                 */
    struct cupro__number_table numbers; /* of those that are                           */
    size_t *first, *size;               /* of groups that are numbered, `room` each; of
                                         * numbers only `size` is used */
    size_t room;
    char apart[128];
};

struct job {
    struct cupro__parted *parted;
    struct runner *runner;
    size_t groups; /* of a part, about */
    bool numbered; /* always, if keys are no numbers */
};

/* -- Heavy keys -------------------------------------------------------------------------------- */

static int list_heavy(struct cupro__parted *parted)
{
    const struct cupro__heavy *heavy = parted->divided.heavy;
    for (size_t h = 0; h < heavy->count; h++) {
        int error = cupro__group_list_open(&parted->lists, h, 1);
        if (error != 0)
            return error;
        parted->lists.list[h].size[0] = 0;
    }
    for (size_t place = 0; heavy->count > 0 && place <= heavy->mask; place++) {
        const size_t h = heavy->number[place] & CUPRO__NOT_HEAVY;
        if (h != CUPRO__NOT_HEAVY && parted->lists.list[h].key != NULL)
            parted->lists.list[h].key[0] = heavy->keys[place];
    }
    return 0;
}

static int count_heavy(struct cupro__parted *parted)
{
    const struct cupro__divided *divided = &parted->divided;
    const struct cupro__group_list *list = parted->lists.list;
    const size_t heavy = divided->heavy->count;
    parted->stretch = divided->blocks / CUPRO__STRETCHES + 1;
    parted->stretches = divided->blocks / parted->stretch + 1;
    parted->before = calloc((parted->stretches + 1) * heavy + 1, sizeof *parted->before);
    int error = parted->before != NULL ? list_heavy(parted) : CUPRO_ENOMEM;
    for (size_t block = 0; block < divided->blocks && error == 0; block++) {
        size_t *before = parted->before + (block / parted->stretch + 1) * heavy;
        for (size_t h = 0; h < heavy; h++) {
            struct cupro__segment segment = cupro__divided_segment(divided, block, h);
            if (segment.n > 0 && list[h].size[0] == 0)
                list[h].first[0] = segment.at + divided->within[segment.row];
            list[h].size[0] += segment.n;
            before[h] = list[h].size[0];
        }
    }
    return error;
}

/* -- A part ------------------------------------------------------------------------------------ */

static int reserve(const struct job *job, struct runner *runner, size_t more)
{
    const bool is_number = job->parted->divided.keyed->words == CUPRO__NUMBER_WORDS;
    const size_t groups = (is_number ? runner->numbers.count : runner->table.count) + more;
    int error = is_number ? cupro__number_table_reserve(&runner->numbers, more)
                          : cupro__group_table_reserve(&runner->table, more, CUPRO__BYTES_WORDS);
    if (error != 0 || !job->numbered || groups <= runner->room)
        return error;
    size_t *first = realloc(runner->first, 2 * groups * sizeof *first);
    if (first != NULL)
        runner->first = first;
    size_t *size = realloc(runner->size, 2 * groups * sizeof *size);
    if (size != NULL)
        runner->size = size;
    if (first == NULL || size == NULL)
        return CUPRO_ENOMEM;
    runner->room = 2 * groups;
    return 0;
}

/* Number the groups of keys that are no numbers. */
static void number_bytes(struct runner *runner, uint64_t *keys, size_t n, size_t at,
                         const uint16_t *within)
{
    const size_t words = CUPRO__BYTES_WORDS;
    struct cupro__group_table *table = &runner->table;
    size_t homes[BATCH];
    for (size_t k = 0; k < n; k++) {
        homes[k] = cupro__table_home(table, keys[k * words], words);
        __builtin_prefetch(table->slots + homes[k] * (words + 1), 1);
    }
    for (size_t k = 0; k < n; k++) {
        uint64_t *slot = cupro__table_slot(table, keys + k * words, homes[k], words);
        if (slot[words] == 0) {
            runner->first[table->count] = at + within[k];
            runner->size[table->count] = 0;
            slot[words] = ++table->count;
        }
        runner->size[slot[words] - 1]++;
        keys[k * words] = (slot[words] - 1) << 16 | within[k];
    }
}

/* Keys of a part, in the order of their elements: they are counted, or numbered. */
static void take_keys(const struct job *job, struct runner *runner, size_t row, size_t n, size_t at)
{
    const struct cupro__divided *divided = &job->parted->divided;
    uint64_t *keys = divided->keys + row * divided->keyed->words;
    const uint16_t *within = divided->within + row;
    if (divided->keyed->words != CUPRO__NUMBER_WORDS)
        number_bytes(runner, keys, n, at, within);
    else if (job->numbered)
        cupro__count_kernels()->number_part(&runner->numbers, keys, n, at, within, runner->size);
    else
        cupro__count_kernels()->count_part(&runner->numbers, keys, n, at, within);
}

static int take_part(const struct job *job, struct runner *runner, size_t part)
{
    const struct cupro__divided *divided = &job->parted->divided;
    for (size_t block = 0; block < divided->blocks; block++) {
        struct cupro__segment segment = cupro__divided_segment(divided, block, part);
        cupro__divided_fetch(divided, block, part);
        for (size_t done = 0, n; done < segment.n; done += n) {
            n = segment.n - done < BATCH ? segment.n - done : BATCH;
            int error = reserve(job, runner, n);
            if (error != 0)
                return error;
            take_keys(job, runner, segment.row + done, n, segment.at);
        }
    }
    return 0;
}

/* The part's groups become a list, in the order of their first elements. */
static int list_groups(const struct job *job, const struct runner *runner, size_t list)
{
    struct cupro__group_lists *lists = &job->parted->lists;
    const struct cupro__group_table *table = &runner->table;
    if (lists->keyed->words == CUPRO__NUMBER_WORDS)
        return cupro__group_list_take_numbers(lists, list, &runner->numbers,
                                              job->numbered ? runner->size : NULL);
    int error = cupro__group_list_open(lists, list, table->count);
    if (error != 0 || table->count == 0)
        return error;
    memcpy(lists->list[list].first, runner->first, table->count * sizeof *runner->first);
    memcpy(lists->list[list].size, runner->size, table->count * sizeof *runner->size);
    return 0;
}

/* -- All parts --------------------------------------------------------------------------------- */

static int open_table(const struct job *job, struct runner *runner)
{
    const struct cupro__divided *divided = &job->parted->divided;
    if (runner->table.slots != NULL || runner->numbers.words != NULL)
        return 0;
    return divided->keyed->words == CUPRO__NUMBER_WORDS
               ? cupro__number_table_open(&runner->numbers, job->groups, divided->bits)
               : cupro__group_table_open(&runner->table, job->groups, divided->bits,
                                         CUPRO__BYTES_WORDS);
}

static void clear_table(struct runner *runner)
{
    if (runner->numbers.words != NULL)
        cupro__number_table_clear(&runner->numbers);
    else
        cupro__group_table_clear(&runner->table, CUPRO__BYTES_WORDS);
}

static int find_groups(size_t lo, size_t hi, int which, void *arg)
{
    const struct job *job = arg;
    struct runner *runner = &job->runner[which];
    const size_t heavy = job->parted->divided.heavy->count;
    int error = open_table(job, runner);
    for (size_t part = lo; part < hi && error == 0; part++) {
        error = take_part(job, runner, part + heavy);
        if (error == 0)
            error = list_groups(job, runner, part + heavy);
        if (error == 0)
            clear_table(runner);
    }
    return error;
}

static int find_all_groups(struct job *job, const struct cupro__crew *crew, const cupro_call *call)
{
    cupro_call silent = *call;
    const struct cupro__divided *divided = &job->parted->divided;
    struct cupro__work work = {.units = divided->parts - divided->heavy->count,
                               .run = find_groups,
                               .arg = job,
                               .grain = 1};
    silent.progress = NULL;
    job->runner = calloc((size_t)crew->runners, sizeof *job->runner);
    int error = job->runner != NULL ? cupro__engine_run(crew, &work, &silent) : CUPRO_ENOMEM;
    for (int i = 0; i < crew->runners && job->runner != NULL; i++) {
        cupro__group_table_close(&job->runner[i].table);
        cupro__number_table_close(&job->runner[i].numbers);
        free(job->runner[i].first);
        free(job->runner[i].size);
    }
    free(job->runner);
    return error;
}

int cupro__parted_open(struct cupro__parted *parted, const struct cupro__grouping *grouping,
                       const cupro_stage *value, bool numbered)
{
    const struct cupro__survey *survey = &grouping->survey;
    const cupro_call *call = &grouping->call;
    struct cupro__divided *divided = &parted->divided;
    *parted = (struct cupro__parted){.before = NULL};
    const bool is_number = grouping->keyed.words == CUPRO__NUMBER_WORDS;
    const size_t part_groups = numbered ? NUMBERED : is_number ? COUNTED : OF_BYTES;
    int error = cupro__divided_open(divided, &grouping->keyed, survey, part_groups, value,
                                    &grouping->crew, call);
    if (error != 0)
        return error;
    const size_t light = divided->parts - divided->heavy->count;
    struct job job = {.parted = parted,
                      .groups = survey->groups / light / 8 * 9,
                      .numbered = numbered || !is_number};
    error = cupro__group_lists_open(&parted->lists, &grouping->keyed, call->sorted, divided->parts);
    parted->lists.rise = true;
    parted->lists.tells_places = numbered;
    if (error == 0)
        error = count_heavy(parted);
    return error == 0 ? find_all_groups(&job, &grouping->crew, call) : error;
}

void cupro__parted_close(struct cupro__parted *parted)
{
    cupro__divided_close(&parted->divided);
    cupro__group_lists_close(&parted->lists);
    free(parted->before);
}
