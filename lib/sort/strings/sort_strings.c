/* SPDX-License-Identifier: MIT */
/*
 * Sorting strings (see <cupro/sort_strings.h>): the faces, and which way is taken.
 *
 * Arrays that rise or fall already are noticed (string_presorted.c). What fits a core's cache is
 * sorted on one thread (string_desk.c), and more by buckets (string_buckets.c).
 */
#include <cupro/sort_strings.h>

#include "primitives/arrays/array.h"
#include "sort/strings/string_desk.h"

#include <stdlib.h>

enum { ALONE = 2048, ALONE_WITHOUT_HELP = 8192, ON_STACK = 2048 }; /* strings; bytes */

static int sort_alone(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo;
    (void)hi;
    (void)runner;
    const struct cupro__strings *strings = arg;
    uint64_t on_stack[ON_STACK / sizeof(uint64_t)];
    size_t n = strings->n, bytes = cupro__string_desk_bytes(n, strings->size);
    if (bytes == 0) /* it overflowed */
        return CUPRO_ENOMEM;
    if (cupro__strings_missing(strings, 0, n))
        return CUPRO_EINVAL;
    if (cupro__strings_presorted_here(strings))
        return 0;
    char *memory = bytes <= ON_STACK ? (char *)on_stack : malloc(bytes);
    if (memory == NULL)
        return CUPRO_ENOMEM;
    struct cupro__string_desk desk;
    cupro__string_desk_lay(&desk, n, memory);
    cupro__string_desk_sort(&desk, strings, 0);
    if (memory != (char *)on_stack)
        free(memory);
    return 0;
}

int cupro__sort_strings(const struct cupro__strings *strings, const struct cupro__crew *crew,
                        const cupro_call *call)
{
    if (strings->n > (crew->runners > 1 ? ALONE : ALONE_WITHOUT_HELP)) {
        bool done;
        int error = cupro__strings_presorted(strings, crew, call, &done);
        return error != 0 || done ? error : cupro__sort_many_strings(strings, crew, call);
    }
    struct cupro__work work = {
        .units = strings->n > 0, .run = sort_alone, .arg = (void *)strings, .elements = strings->n};
    return cupro__engine_run(crew, &work, call);
}

static int sort(const struct cupro__strings *strings, const cupro_call *call)
{
    const size_t slice = sizeof(cupro_slice);
    if (cupro__array_is_wrong(strings->x, strings->n, strings->size) || strings->size < slice ||
        strings->offset > strings->size - slice)
        return CUPRO_EINVAL;
    if (strings->n <= ALONE && cupro__call_is_plain(call))
        return strings->n > 0 ? sort_alone(0, 1, 0, (void *)strings) : 0;
    cupro_call usual = call != NULL ? *call : cupro__usual_call;
    usual.grain = usual.max_grain = 0;
    struct cupro__crew crew;
    int error = cupro__crew_muster(&crew, &usual);
    if (error != 0)
        return error;
    error = cupro__sort_strings(strings, &crew, &usual);
    cupro__crew_dismiss(&crew);
    return error;
}

/* -- The faces --------------------------------------------------------------------------------- */

int cupro_sort_by_string_with(void *base, size_t n, size_t size, size_t offset,
                              const cupro_call *call)
{
    return sort(&(struct cupro__strings){base, n, size, offset, 0}, call);
}

int cupro_sort_by_string_descending_with(void *base, size_t n, size_t size, size_t offset,
                                         const cupro_call *call)
{
    return sort(&(struct cupro__strings){base, n, size, offset, UINT64_MAX}, call);
}

int cupro_sort_strings_with(cupro_slice *x, size_t n, const cupro_call *call)
{
    return cupro_sort_by_string_with(x, n, sizeof *x, 0, call);
}

int cupro_sort_strings_descending_with(cupro_slice *x, size_t n, const cupro_call *call)
{
    return cupro_sort_by_string_descending_with(x, n, sizeof *x, 0, call);
}
