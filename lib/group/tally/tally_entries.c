/* SPDX-License-Identifier: MIT */
/*
 * cupro_tally_entries: all that a tally has counted, in order.
 *
 * Few of them, and numbers, are gathered as they come, then sorted by keys, then by counts, which
 * leaves equal counts in the order of their keys. Both sorts are the library's, and stable. Many
 * byte strings are sorted a range at a time (lists/tally_list.c).
 */
#include "group/tally/lists/tally_list.h"

#include "memory/pages.h"

#include <stdlib.h>

struct gather_job {
    const struct cupro__tally_kind *kind;
    char *elements;
    atomic_size_t gathered;
};

static int gather_slots(struct cupro__tally_slot *slots, size_t n, size_t block, void *ctx)
{
    (void)block;
    struct gather_job *job = ctx;
    size_t many = 0;
    for (size_t i = 0; i < n; i++)
        many += slots[i].count > 0;
    char *to = job->elements + job->kind->size * atomic_fetch_add_explicit(&job->gathered, many,
                                                                           memory_order_relaxed);
    for (size_t i = 0; i < n; i++)
        if (slots[i].count > 0) {
            job->kind->convert(&slots[i], to);
            to += job->kind->size;
        }
    return 0;
}

static int gather_and_sort(const cupro_tally *tally, const struct cupro__tally_kind *kind,
                           bool by_count, void *listed, size_t n, const cupro_call *call)
{
    struct gather_job job = {.kind = kind, .elements = listed};
    int error = cupro__tally_for_slots(tally, gather_slots, &job, call);
    if (error == 0)
        error = kind->sort_by_key(listed, n, call);
    if (error == 0 && by_count)
        error = kind->sort_by_count(listed, n, call);
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
    *n = tally->size;
    if (*n == 0)
        return 0;
    cupro_call quiet = call != NULL ? *call : cupro__usual_call;
    quiet.progress = NULL;
    void *listed = NULL;
    if (!__builtin_mul_overflow(*n, kind->size, &size))
        listed = cupro__pages_new(size);
    if (listed == NULL)
        error = CUPRO_ENOMEM;
    else if (of_numbers || *n < CUPRO__LIST_LEAST)
        error = gather_and_sort(tally, kind, by_count, listed, *n, &quiet);
    else
        error = cupro__tally_list_entries(tally, by_count, listed, *n, &quiet);
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
