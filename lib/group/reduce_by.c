/* SPDX-License-Identifier: MIT */
/*
 * cupro_reduce_by (see <cupro/group.h>): divided elements with their values (divided.h), whose
 * groups are numbered part by part (parted.h).
 *
 * A part's values are put in the order of their groups, in a core's cache, so that each group's
 * stand in a row, in the order of their elements, and are folded by one call. Those of a heavy key
 * are in a row in each block; they are folded by stretches of blocks, which depend on n only, and
 * these combined in order. Which keys are heavy depends on the array only (survey.h).
 */
#include <cupro/group.h>

#include "group/parts/parted.h"
#include "memory/pages.h"
#include "primitives/loops/fold.h"

#include <cupro/error.h>
#include <stdlib.h>

/* Accumulators, and which of them are to be dropped if it comes to that. */
struct accs {
    char *at;
    bool *made; /* NULL: nothing is ever to be dropped */
    size_t count;
};

struct room {
    char *values;
    size_t rows;
};

struct reducing {
    const struct cupro__parted *parted;
    const cupro_monoid *monoid;
    void *ctx;
    struct accs result;
    struct accs heavy; /* of each stretch and heavy key */
    struct room *room; /* one a runner */
};

/* -- Accumulators ------------------------------------------------------------------------------ */

static int open_accs(struct accs *accs, const cupro_monoid *monoid, size_t count)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, monoid->size, &bytes) ||
        (accs->at = cupro__pages_aligned(bytes)) == NULL)
        return CUPRO_ENOMEM;
    accs->count = count;
    if (monoid->drop != NULL && (accs->made = calloc(count + 1, sizeof *accs->made)) == NULL)
        return CUPRO_ENOMEM;
    return 0;
}

/* Make one an identity. */
static int make(const struct reducing *reducing, struct accs *accs, size_t which, void **acc)
{
    *acc = accs->at + which * reducing->monoid->size;
    int error = cupro__monoid_init(reducing->monoid, *acc, reducing->ctx);
    if (error == 0 && accs->made != NULL)
        accs->made[which] = true;
    return error;
}

static void drop_accs(const struct reducing *reducing, struct accs *accs)
{
    for (size_t i = 0; i < accs->count && accs->made != NULL; i++)
        if (accs->made[i])
            reducing->monoid->drop(accs->at + i * reducing->monoid->size, reducing->ctx);
}

static void close_accs(struct accs *accs)
{
    free(accs->at);
    free(accs->made);
}

/* -- Heavy keys -------------------------------------------------------------------------------- */

static int fold_stretch(struct reducing *reducing, size_t stretch)
{
    const struct cupro__parted *parted = reducing->parted;
    const struct cupro__divided *divided = &parted->divided;
    const size_t heavy = divided->heavy->count, size = reducing->monoid->size;
    const size_t end = cupro__stretch_begin(parted, stretch + 1);
    void *acc;
    int error = 0;
    for (size_t h = 0; h < heavy && error == 0; h++)
        error = make(reducing, &reducing->heavy, stretch * heavy + h, &acc);
    for (size_t block = cupro__stretch_begin(parted, stretch); block < end && error == 0; block++)
        for (size_t h = 0; h < heavy && error == 0; h++) {
            struct cupro__segment segment = cupro__divided_segment(divided, block, h);
            acc = reducing->heavy.at + (stretch * heavy + h) * size;
            error = cupro__monoid_fold(reducing->monoid, acc, divided->values + segment.row * size,
                                       segment.n, reducing->ctx);
        }
    return error;
}

static int fold_stretches(size_t lo, size_t hi, int runner, void *arg)
{
    (void)runner;
    int error = 0;
    for (size_t stretch = lo; stretch < hi && error == 0; stretch++)
        error = fold_stretch(arg, stretch);
    return error;
}

static int combine_stretches(struct reducing *reducing)
{
    const struct cupro__parted *parted = reducing->parted;
    const size_t heavy = parted->divided.heavy->count, size = reducing->monoid->size;
    int error = 0;
    for (size_t h = 0; h < heavy && error == 0; h++) {
        void *acc;
        error = make(reducing, &reducing->result, parted->lists.list[h].first[0], &acc);
        for (size_t stretch = 0; stretch < parted->stretches && error == 0; stretch++)
            error = reducing->monoid->combine(
                acc, reducing->heavy.at + (stretch * heavy + h) * size, reducing->ctx);
    }
    return error;
}

static int reduce_heavy(struct reducing *reducing, const struct cupro__crew *crew,
                        const cupro_call *call)
{
    const struct cupro__parted *parted = reducing->parted;
    const size_t heavy = parted->divided.heavy->count;
    struct cupro__work work = {.units = heavy > 0 ? parted->stretches : 0,
                               .run = fold_stretches,
                               .arg = reducing,
                               .grain = 1};
    int error = open_accs(&reducing->heavy, reducing->monoid, parted->stretches * heavy);
    if (error == 0)
        error = cupro__engine_run(crew, &work, call);
    if (error == 0)
        error = combine_stretches(reducing);
    drop_accs(reducing, &reducing->heavy);
    close_accs(&reducing->heavy);
    return error;
}

/* -- The other parts --------------------------------------------------------------------------- */

static int reserve_room(struct room *room, size_t rows, size_t size)
{
    size_t bytes;
    if (rows <= room->rows)
        return 0;
    free(room->values);
    *room = (struct room){0};
    if (__builtin_mul_overflow(rows, size, &bytes) ||
        (room->values = cupro__pages_aligned(bytes)) == NULL)
        return CUPRO_ENOMEM;
    room->rows = rows;
    return 0;
}

/* Put a part's values in the order of groups: next[g] is where those of group g begin, and then
 * where they end. The constant `size` makes a loop of its own. */
static inline __attribute__((always_inline)) void
line_up(const struct cupro__parted *parted, size_t part, size_t *next, char *to, size_t size)
{
    const struct cupro__divided *divided = &parted->divided;
    for (size_t block = 0; block < divided->blocks; block++) {
        struct cupro__segment segment = cupro__divided_segment(divided, block, part);
        cupro__divided_fetch(divided, block, part);
        for (size_t row = segment.row; row < segment.row + segment.n; row++) {
            const size_t group = cupro__row_group(cupro__numbered_row(divided, row));
            memcpy(to + next[group]++ * size, divided->values + row * size, size);
        }
    }
}

static int reduce_part(struct reducing *reducing, struct room *room, size_t part)
{
    const struct cupro__parted *parted = reducing->parted;
    const struct cupro__group_list *list = &parted->lists.list[part];
    const size_t size = reducing->monoid->size;
    size_t *next = list->size, rows = 0;
    for (size_t g = 0; g < list->count; g++) {
        size_t many = next[g];
        next[g] = rows;
        rows += many;
    }
    int error = reserve_room(room, rows, size);
    if (error != 0 || rows == 0)
        return error;
    if (size == 8)
        line_up(parted, part, next, room->values, 8);
    else if (size == 4)
        line_up(parted, part, next, room->values, 4);
    else
        line_up(parted, part, next, room->values, size);
    for (size_t g = 0, begin = 0; g < list->count && error == 0; begin = next[g++]) {
        void *acc;
        error = make(reducing, &reducing->result, list->first[g], &acc);
        if (error == 0)
            error = cupro__monoid_fold(reducing->monoid, acc, room->values + begin * size,
                                       next[g] - begin, reducing->ctx);
    }
    return error;
}

static int reduce_parts(size_t lo, size_t hi, int runner, void *arg)
{
    struct reducing *reducing = arg;
    const size_t heavy = reducing->parted->divided.heavy->count;
    int error = 0;
    for (size_t part = lo; part < hi && error == 0; part++)
        error = reduce_part(reducing, &reducing->room[runner], part + heavy);
    return error;
}

/* -- All of it --------------------------------------------------------------------------------- */

static int reduce_all(struct reducing *reducing, const struct cupro__grouping *grouping)
{
    const struct cupro__divided *divided = &reducing->parted->divided;
    const struct cupro__crew *crew = &grouping->crew;
    cupro_call silent = grouping->call;
    silent.progress = NULL;
    struct cupro__work work = {.units = divided->parts - divided->heavy->count,
                               .run = reduce_parts,
                               .arg = reducing,
                               .grain = 1};
    int error = open_accs(&reducing->result, reducing->monoid, reducing->parted->lists.count);
    reducing->room = calloc((size_t)crew->runners, sizeof *reducing->room);
    if (error == 0)
        error = reducing->room != NULL ? cupro__engine_run(crew, &work, &silent) : CUPRO_ENOMEM;
    for (int i = 0; i < crew->runners && reducing->room != NULL; i++)
        free(reducing->room[i].values);
    free(reducing->room);
    return error == 0 ? reduce_heavy(reducing, crew, &silent) : error;
}

static int reduce_parted(struct cupro__parted *parted, const struct cupro__grouping *grouping,
                         const cupro_monoid *monoid, cupro_reduced *reduced)
{
    struct reducing reducing = {.parted = parted, .monoid = monoid, .ctx = grouping->call.ctx};
    size_t *first, *size;
    int error =
        cupro__group_lists_place(&parted->lists, &first, &size, &grouping->crew, &grouping->call);
    if (error != 0)
        return error;
    free(size);
    error = reduce_all(&reducing, grouping);
    if (error == 0) {
        *reduced = (cupro_reduced){parted->lists.count, first, reducing.result.at};
        free(reducing.result.made);
        return 0;
    }
    drop_accs(&reducing, &reducing.result);
    close_accs(&reducing.result);
    free(first);
    return error;
}

static bool value_is_wrong(const cupro_stage *value, size_t size, const cupro_monoid *monoid)
{
    return value == NULL || value->kind != CUPRO_STAGE_MAP || value->step == NULL ||
           value->in_size != size || !cupro__monoid_is_valid(monoid) ||
           value->out_size != monoid->size || monoid->size > SIZE_MAX / CUPRO__KEYED_BATCH / 2;
}

int cupro_reduce_by_with(const void *base, size_t n, size_t size, const cupro_key *key,
                         const cupro_stage *value, const cupro_monoid *monoid,
                         cupro_reduced *reduced, const cupro_call *call)
{
    struct cupro__grouping grouping;
    struct cupro__parted parted;
    if (reduced == NULL || value_is_wrong(value, size, monoid))
        return CUPRO_EINVAL;
    int error = cupro__grouping_open(&grouping, base, n, size, key, call);
    if (error != 0)
        return error;
    error = cupro__parted_open(&parted, &grouping, value, true);
    if (error == 0)
        error = reduce_parted(&parted, &grouping, monoid, reduced);
    if (error == 0)
        cupro__grouping_report(&grouping);
    cupro__parted_close(&parted);
    cupro__grouping_close(&grouping);
    return error;
}

void cupro_reduced_free(cupro_reduced *reduced)
{
    if (reduced == NULL)
        return;
    free(reduced->first);
    free(reduced->values);
    *reduced = (cupro_reduced){0};
}
