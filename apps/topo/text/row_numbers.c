/* SPDX-License-Identifier: MIT */
/* Columns of numbers (see row_numbers.h). */
#include "topo/text/row_numbers.h"
#include "topo/text/number_list.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <stdlib.h>

/* Bytes of a list that is shortened. */
#define PUS_ROOM     22
#define THREADS_ROOM 20

struct numbers {
    int *at;
    size_t count;
};

static void *allocate(size_t count, size_t size)
{
    void *array = calloc(count + 1, size);
    if (!array)
        fail_code(CUPRO_ENOMEM);
    return array;
}

/* Rising, each once. */
static void tidy(struct numbers *numbers)
{
    size_t kept = 0;
    if (numbers->count == 0)
        return;
    qsort(numbers->at, numbers->count, sizeof *numbers->at, compare_numbers);
    for (size_t i = 0; i < numbers->count; i++)
        if (kept == 0 || numbers->at[kept - 1] != numbers->at[i])
            numbers->at[kept++] = numbers->at[i];
    numbers->count = kept;
}

void row_add_threads(struct outline *outline, size_t row, const size_t *member, size_t count,
                     bool whole)
{
    struct row *to = &outline->row[row];
    const struct seats *seats = outline->seats;
    for (size_t m = 0; m < count; m++) {
        const size_t end = whole ? outline->machine->object[member[m]].end : member[m] + 1;
        const size_t first = seats->first[member[m]], more = seats->first[end] - first;
        int *grown = realloc(to->thread, (to->seated + more + 1) * sizeof *grown);
        if (!grown)
            fail_code(CUPRO_ENOMEM);
        to->thread = grown;
        memcpy(to->thread + to->seated, seats->thread + first, more * sizeof *grown);
        to->seated += more;
    }
}

/* PUs of the members that the process may use, or those it may not. */
static struct numbers pus_of(const struct outline *outline, const size_t *member, size_t count,
                             bool usable)
{
    const cupro_machine *machine = outline->machine;
    struct numbers pus = {NULL, 0};
    size_t most = 0;
    for (size_t m = 0; m < count; m++)
        most += machine->object[member[m]].end - member[m];
    pus.at = allocate(most, sizeof *pus.at);
    for (size_t m = 0; m < count; m++)
        for (size_t i = member[m]; i < machine->object[member[m]].end; i++)
            if (machine->object[i].type == CUPRO_OBJECT_PU &&
                (machine->object[i].pus > 0) == usable)
                pus.at[pus.count++] = machine->object[i].number;
    tidy(&pus);
    return pus;
}

static void say_pus(const struct outline *outline, struct row *row, const struct numbers *usable,
                    const struct numbers *others)
{
    const size_t room = outline->shorten ? PUS_ROOM : 0;
    draft_numbers(&row->pus, usable->at, usable->count, room);
    if (others->count == 0)
        return;
    draft_text(&row->pus, usable->count > 0 ? " (" : "(");
    draft_numbers(&row->pus, others->at, others->count, room);
    draft_byte(&row->pus, ')');
}

static struct numbers pus_of_threads(const struct outline *outline, const struct row *row)
{
    struct numbers pus = {allocate(row->seated, sizeof *pus.at), 0};
    for (size_t i = 0; i < row->seated; i++) {
        const cupro_thread_place *place = &outline->plan->place[row->thread[i]];
        if (place->cpus == 1)
            pus.at[pus.count++] = place->cpu[0];
    }
    tidy(&pus);
    return pus;
}

static void say_threads(const struct outline *outline, struct row *row,
                        const struct numbers *usable)
{
    const size_t room = outline->shorten ? THREADS_ROOM : 0;
    struct numbers threads = {row->thread, row->seated};
    struct numbers taken = pus_of_threads(outline, row);
    tidy(&threads);
    row->seated = threads.count;
    draft_numbers(&row->threads, threads.at, threads.count, room);
    if (taken.count > 0 && usable->count > taken.count) {
        draft_text(&row->threads, taken.count > 1 ? " on PUs " : " on PU ");
        draft_numbers(&row->threads, taken.at, taken.count, room);
    }
    free(taken.at);
}

void row_say_numbers(struct outline *outline, size_t row, const size_t *member, size_t count)
{
    struct row *to = &outline->row[row];
    struct numbers usable = pus_of(outline, member, count, true);
    struct numbers others = pus_of(outline, member, count, false);
    say_pus(outline, to, &usable, &others);
    say_threads(outline, to, &usable);
    free(others.at);
    free(usable.at);
}
