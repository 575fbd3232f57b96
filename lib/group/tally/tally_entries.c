/* SPDX-License-Identifier: MIT */
/*
 * cupro_tally_entries: all that a tally has counted, in order.
 *
 * Parts are written where they belong among the parts, then sorted by keys, then by counts, which
 * leaves equal counts in the order of their keys. Both sorts are the library's, and stable.
 */
#include "group/tally/tally.h"

#include "memory/pages.h"

#include <stdlib.h>

struct gather_job {
    const struct cupro__tally_list *list;
    const struct cupro__tally_kind *kind;
    const size_t *begins; /* of the parts */
    char *elements;
};

static int gather_parts(size_t lo, size_t hi, void *ctx)
{
    const struct gather_job *job = ctx;
    for (size_t i = lo; i < hi; i++) {
        const struct cupro__tally_part *part = &job->list->parts[i];
        job->kind->convert(part->slots, part->count,
                           job->elements + job->begins[i] * job->kind->size);
    }
    return 0;
}

static int gather(const cupro_tally *tally, const struct cupro__tally_kind *kind, void *elements,
                  const cupro_call *call)
{
    size_t parts = (size_t)1 << tally->list->bits, before = 0;
    size_t *begins = malloc(parts * sizeof *begins);
    if (begins == NULL)
        return CUPRO_ENOMEM;
    for (size_t i = 0; i < parts; i++) {
        begins[i] = before;
        before += tally->list->parts[i].count;
    }
    struct gather_job job = {tally->list, kind, begins, elements};
    int error = cupro__tally_for_parts(tally, gather_parts, &job, call);
    free(begins);
    return error;
}

static int list_in_order(cupro_tally *tally, bool of_numbers, bool by_count, void **elements,
                         size_t *n, const cupro_call *call)
{
    const struct cupro__tally_kind *kind = cupro__tally_kind(of_numbers);
    size_t size;
    int error = cupro__tally_ready(tally, of_numbers, call);
    if (error != 0)
        return error;
    *n = tally->list != NULL ? tally->list->size : 0;
    if (*n == 0)
        return 0;
    cupro_call quiet = call != NULL ? *call : cupro__usual_call;
    quiet.progress = NULL;
    void *listed = NULL;
    if (!__builtin_mul_overflow(*n, kind->size, &size))
        listed = cupro__pages_new(size);
    error = listed != NULL ? gather(tally, kind, listed, &quiet) : CUPRO_ENOMEM;
    if (error == 0)
        error = kind->sort_by_key(listed, *n, &quiet);
    if (error == 0 && by_count)
        error = kind->sort_by_count(listed, *n, &quiet);
    if (error == 0)
        *elements = listed;
    else
        free(listed);
    return error;
}

#define LISTER(verb, Element, of_numbers, by_count)                                  \
    int cupro_tally_##verb##_with(cupro_tally *tally, Element **elements, size_t *n, \
                                  const cupro_call *call)                            \
    {                                                                                \
        void *listed = NULL;                                                         \
        if (elements == NULL || n == NULL)                                           \
            return CUPRO_EINVAL;                                                     \
        int error = list_in_order(tally, of_numbers, by_count, &listed, n, call);    \
        *elements = listed;                                                          \
        return error;                                                                \
    }
LISTER(entries, cupro_tally_entry, false, true)
LISTER(entries_by_key, cupro_tally_entry, false, false)
LISTER(numbers, cupro_tally_number, true, true)
LISTER(numbers_by_key, cupro_tally_number, true, false)
#undef LISTER
