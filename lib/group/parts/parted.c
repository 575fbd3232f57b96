/* SPDX-License-Identifier: MIT */
/*
 * Groups of divided elements (see parted.h).
 *
 * A part's keys go through a table that stays in a core's cache, in the order of their elements, so
 * that the first one of a group is its first in all. Only heavy keys need none.
 *
 * How large parts and blocks are does not matter much: on a Zen 3 with 512 KiB of L2 parts of 2048,
 * 4096, 8192 and 16384 groups, of blocks of 32768 or 65536 elements, all took 36 to 46 ns of busy
 * processor time for each of 1e7 numbers of 2e6 groups, within what runs of one of them differ.
 */
#include "group/parts/parted.h"

#include "group/tables/count_kernels.h"

#include "memory/pages.h"

#include <cupro/error.h>
#include <stdlib.h>

enum {
    BATCH = 512,
    COUNTED = 16384, /* groups of a part, for a table of 512 KiB that counts                  */
    NUMBERED = 1024  /* the same for a table of numbers, and for places that are written next */
};

struct runner {
    struct cupro__group_table table;
    size_t *first, *size; /* of groups that are numbered, `room` each */
    size_t room;
    char apart[128];
};

struct job {
    struct cupro__parted *parted;
    struct runner *runner;
    size_t groups; /* of a part, about */
    bool numbered;
};

/* -- Heavy keys -------------------------------------------------------------------------------- */

static int count_heavy(struct cupro__parted *parted)
{
    const struct cupro__divided *divided = &parted->divided;
    const size_t heavy = divided->heavy->count;
    parted->stretch = divided->blocks / CUPRO__STRETCHES + 1;
    parted->stretches = divided->blocks / parted->stretch + 1;
    parted->before = calloc((parted->stretches + 1) * heavy + 1, sizeof *parted->before);
    int error = cupro__group_list_open(&parted->lists, 0, heavy);
    if (error != 0 || parted->before == NULL)
        return CUPRO_ENOMEM;
    size_t *sum = parted->lists.list[0].size, *first = parted->lists.list[0].first;
    memset(sum, 0, heavy * sizeof *sum);
    for (size_t block = 0; block < divided->blocks; block++) {
        for (size_t h = 0; h < heavy; h++) {
            struct cupro__segment segment = cupro__divided_segment(divided, block, h);
            if (segment.n > 0 && sum[h] == 0)
                first[h] = segment.at + divided->within[segment.row];
            sum[h] += segment.n;
        }
        if ((block + 1) % parted->stretch == 0 || block + 1 == divided->blocks)
            memcpy(parted->before + (block / parted->stretch + 1) * heavy, sum,
                   heavy * sizeof *sum);
    }
    for (size_t h = 0; h < heavy && parted->lists.list[0].key != NULL; h++)
        for (size_t place = 0; place <= divided->heavy->mask; place++)
            if ((divided->heavy->number[place] & CUPRO__NOT_HEAVY) == h)
                parted->lists.list[0].key[h] = divided->heavy->keys[place];
    return 0;
}

/* -- Counting a part --------------------------------------------------------------------------- */

/* Keys that are no numbers. */
static void find_homes(const struct cupro__group_table *table, const uint64_t *keys, size_t n,
                       size_t *homes)
{
    const size_t words = CUPRO__BYTES_WORDS;
    for (size_t k = 0; k < n; k++) {
        homes[k] = cupro__table_home(table, keys[k * words], words);
        __builtin_prefetch(table->slots + homes[k] * (words + 1), 1);
    }
}

static void count_bytes(struct cupro__group_table *table, const uint64_t *keys, size_t n, size_t at,
                        const uint16_t *within)
{
    const size_t words = CUPRO__BYTES_WORDS;
    size_t homes[BATCH];
    find_homes(table, keys, n, homes);
    for (size_t k = 0; k < n; k++)
        cupro__table_count(table, keys + k * words, homes[k], 1, at + within[k], words, false);
}

static int count_part(const struct cupro__divided *divided, struct runner *runner, size_t part)
{
    const struct cupro__count_kernels *kernels = cupro__count_kernels();
    const size_t words = divided->keyed->words;
    struct cupro__group_table *table = &runner->table;
    for (size_t block = 0; block < divided->blocks; block++) {
        struct cupro__segment segment = cupro__divided_segment(divided, block, part);
        cupro__divided_fetch(divided, block, part);
        for (size_t done = 0, n; done < segment.n; done += n) {
            n = segment.n - done < BATCH ? segment.n - done : BATCH;
            const uint64_t *keys = divided->keys + (segment.row + done) * words;
            const uint16_t *within = divided->within + segment.row + done;
            int error = cupro__group_table_reserve(table, n, words);
            if (error != 0)
                return error;
            if (words == CUPRO__NUMBER_WORDS)
                kernels->count(table, keys, n, segment.at, within);
            else
                count_bytes(table, keys, n, segment.at, within);
        }
    }
    return 0;
}

/* -- Numbering the groups of a part ------------------------------------------------------------ */

static int reserve_numbers(struct runner *runner, size_t more, size_t words)
{
    int error = cupro__group_table_reserve(&runner->table, more, words);
    if (error != 0 || runner->table.count + more <= runner->room)
        return error;
    size_t room = 2 * (runner->table.count + more);
    size_t *first = realloc(runner->first, room * sizeof *first);
    if (first != NULL)
        runner->first = first;
    size_t *size = realloc(runner->size, room * sizeof *size);
    if (size != NULL)
        runner->size = size;
    if (first == NULL || size == NULL)
        return CUPRO_ENOMEM;
    runner->room = room;
    return 0;
}

static void number_bytes(struct runner *runner, uint64_t *keys, size_t n, size_t at,
                         const uint16_t *within)
{
    const size_t words = CUPRO__BYTES_WORDS;
    size_t homes[BATCH];
    find_homes(&runner->table, keys, n, homes);
    for (size_t k = 0; k < n; k++) {
        uint64_t *slot = cupro__table_slot(&runner->table, keys + k * words, homes[k], words);
        if (slot[words] == 0) {
            runner->first[runner->table.count] = at + within[k];
            runner->size[runner->table.count] = 0;
            slot[words] = ++runner->table.count;
        }
        runner->size[slot[words] - 1]++;
        keys[k * words] = (slot[words] - 1) << 16 | within[k];
    }
}

static int number_part(const struct cupro__parted *parted, struct runner *runner, size_t part)
{
    const struct cupro__divided *divided = &parted->divided;
    const struct cupro__count_kernels *kernels = cupro__count_kernels();
    const size_t words = divided->keyed->words;
    for (size_t block = 0; block < divided->blocks; block++) {
        struct cupro__segment segment = cupro__divided_segment(divided, block, part);
        cupro__divided_fetch(divided, block, part);
        for (size_t done = 0, n; done < segment.n; done += n) {
            n = segment.n - done < BATCH ? segment.n - done : BATCH;
            const size_t row = segment.row + done;
            uint64_t *keys = divided->keys + row * words;
            const uint16_t *within = divided->within + row;
            int error = reserve_numbers(runner, n, words);
            if (error != 0)
                return error;
            if (words == CUPRO__NUMBER_WORDS)
                kernels->number(&runner->table, keys, n, segment.at, within, runner->first,
                                runner->size);
            else
                number_bytes(runner, keys, n, segment.at, within);
        }
    }
    return 0;
}

static int take_numbered(struct cupro__parted *parted, const struct runner *runner, size_t list)
{
    const struct cupro__group_table *table = &runner->table;
    struct cupro__group_list *to = &parted->lists.list[list];
    int error = cupro__group_list_open(&parted->lists, list, table->count);
    if (error != 0 || table->count == 0)
        return error;
    memcpy(to->first, runner->first, table->count * sizeof *to->first);
    memcpy(to->size, runner->size, table->count * sizeof *to->size);
    for (size_t at = 0; at < table->capacity && to->key != NULL; at++)
        if (table->slots[2 * at + 1] != 0)
            to->key[table->slots[2 * at + 1] - 1] = table->slots[2 * at];
    return 0;
}

/* -- All parts --------------------------------------------------------------------------------- */

static int find_groups(const struct job *job, struct runner *runner, size_t part)
{
    struct cupro__parted *parted = job->parted;
    const struct cupro__divided *divided = &parted->divided;
    const size_t list = part - divided->heavy->count + 1;
    int error =
        job->numbered ? number_part(parted, runner, part) : count_part(divided, runner, part);
    if (error == 0 && job->numbered)
        return take_numbered(parted, runner, list);
    return error == 0 ? cupro__group_list_take(&parted->lists, list, &runner->table) : error;
}

static int find_groups_of_parts(size_t lo, size_t hi, int which, void *arg)
{
    const struct job *job = arg;
    const struct cupro__divided *divided = &job->parted->divided;
    struct runner *runner = &job->runner[which];
    const size_t words = divided->keyed->words;
    int error = 0;
    if (runner->table.slots == NULL)
        error = cupro__group_table_open(&runner->table, job->groups, divided->bits, words);
    for (size_t part = lo; part < hi && error == 0; part++) {
        error = find_groups(job, runner, part + divided->heavy->count);
        if (error == 0)
            cupro__group_table_clear(&runner->table, words);
    }
    return error;
}

static int find_all_groups(struct job *job, const struct cupro__crew *crew, const cupro_call *call)
{
    cupro_call silent = *call;
    const struct cupro__divided *divided = &job->parted->divided;
    struct cupro__work work = {.units = divided->parts - divided->heavy->count,
                               .run = find_groups_of_parts,
                               .arg = job,
                               .grain = 1};
    silent.progress = NULL;
    job->runner = calloc((size_t)crew->runners, sizeof *job->runner);
    int error = job->runner != NULL ? cupro__engine_run(crew, &work, &silent) : CUPRO_ENOMEM;
    for (int i = 0; i < crew->runners && job->runner != NULL; i++) {
        cupro__group_table_close(&job->runner[i].table);
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
    int error = cupro__divided_open(divided, &grouping->keyed, survey,
                                    numbered ? NUMBERED : COUNTED, value, &grouping->crew, call);
    if (error != 0)
        return error;
    const size_t light = divided->parts - divided->heavy->count;
    struct job job = {
        .parted = parted, .groups = survey->groups / light / 8 * 9, .numbered = numbered};
    error = cupro__group_lists_open(&parted->lists, &grouping->keyed, call->sorted, light + 1);
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
