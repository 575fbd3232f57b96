/* SPDX-License-Identifier: MIT */
/* cupro_unique, cupro_unique_by and cupro_sort_unique (see <cupro/unique.h>): the first of each run
 * stays, the others are gaps to be closed (closing.c). */
#include <cupro/unique.h>

#include "primitives/arrays/array.h"
#include "primitives/pieces/run_marks.h"
#include "sort/parts/closing.h"
#include "sort/parts/select_kernels.h"
#include "sort/numbers/sorting.h"

/* -- Numbers ----------------------------------------------------------------------------------- */

struct numbers {
    const char *x;
    size_t size;
};

static int mark_changes(void *what, size_t at, size_t n, uint64_t *bits)
{
    const struct numbers *numbers = what;
    uint64_t rest[CUPRO__CLOSING_BATCH / 64];
    const struct cupro__select_kernels *kernels = cupro__select_kernels(numbers->size);
    if (at > 0) {
        kernels->find_changes(numbers->x + at * numbers->size, n, bits);
        return 0;
    }
    kernels->find_changes(numbers->x + numbers->size, n - 1,
                          rest); /* of 1, 2 …; bit 0 is to be 1's */
    for (size_t word = 0; word * 64 < n; word++) {
        uint64_t now = word * 64 < n - 1 ? rest[word] : 0;
        bits[word] = now << 1 | (word > 0 ? rest[word - 1] >> 63 : 1);
    }
    return 0;
}

enum { FEW = 32 }; /* that are compared one after the other */

#define DEFINE_FEW(bits)                                       \
    static size_t unique_##bits(cupro__key##bits *x, size_t n) \
    {                                                          \
        size_t kept = n > 0;                                   \
        while (kept > 0 && kept < n && x[kept] != x[kept - 1]) \
            kept++;                                            \
        for (size_t i = kept + 1; i < n; i++) {                \
            x[kept] = x[i];                                    \
            kept += x[kept] != x[kept - 1];                    \
        }                                                      \
        return kept;                                           \
    }
DEFINE_FEW(8)
DEFINE_FEW(16)
DEFINE_FEW(32)
DEFINE_FEW(64)

static size_t make_few_unique(const struct cupro__sorting *sorting)
{
    void *x = sorting->x;
    switch (sorting->size) {
    case 1:
        return unique_8(x, sorting->n);
    case 2:
        return unique_16(x, sorting->n);
    case 4:
        return unique_32(x, sorting->n);
    default:
        return unique_64(x, sorting->n);
    }
}

static int make_unique(const struct cupro__sorting *sorting, size_t *count, const cupro_call *call)
{
    if (sorting->n <= FEW && cupro__call_is_plain(call)) {
        *count = make_few_unique(sorting);
        return 0;
    }
    struct numbers numbers = {sorting->x, sorting->size};
    struct cupro__closing closing = {.base = sorting->x,
                                     .n = sorting->n,
                                     .size = sorting->size,
                                     .mark = mark_changes,
                                     .what = &numbers};
    return cupro__close_gaps(&closing, count, call != NULL ? call : &cupro__usual_call);
}

static bool is_wrong(const struct cupro__sorting *sorting, const size_t *count)
{
    return count == NULL || cupro__array_is_wrong(sorting->x, sorting->n, sorting->size);
}

static int sort_unique(const struct cupro__sorting *sorting, size_t *count, const cupro_call *call)
{
    cupro_call rest = call != NULL ? *call : cupro__usual_call;
    int error = cupro__sort(sorting, call);
    rest.progress = NULL; /* the sort has reported */
    rest.stop = NULL;     /* what it has done is to be of use */
    return error == 0 ? make_unique(sorting, count, &rest) : error;
}

#define DEFINE_UNIQUE(tag, T, S)                                                              \
    int cupro_unique_##tag(T *x, size_t n, size_t *count, const cupro_call *call)             \
    {                                                                                         \
        struct cupro__sorting sorting = {(char *)x, n, sizeof *x, CUPRO__FORM(T)};            \
        return is_wrong(&sorting, count) ? CUPRO_EINVAL : make_unique(&sorting, count, call); \
    }                                                                                         \
    int cupro_sort_unique_##tag(T *x, size_t n, size_t *count, const cupro_call *call)        \
    {                                                                                         \
        struct cupro__sorting sorting = {(char *)x, n, sizeof *x, CUPRO__FORM(T)};            \
        return is_wrong(&sorting, count) ? CUPRO_EINVAL : sort_unique(&sorting, count, call); \
    }
CUPRO_NUMBERS(DEFINE_UNIQUE)

/* -- Elements of any type ---------------------------------------------------------------------- */

static int mark_begins(void *what, size_t at, size_t n, uint64_t *bits)
{
    const struct cupro__run_marks *marks = what;
    int error = 0;
    for (size_t done = 0; done < n && error == 0; done += marks->batch) {
        size_t some = n - done < marks->batch ? n - done : marks->batch;
        error = cupro__run_marks(marks, at + done, some, bits + done / 64);
    }
    if (at == 0)
        bits[0] |= 1;
    return error;
}

int cupro_unique_by_with(void *base, size_t n, size_t size, const cupro_relation *together,
                         size_t *count, const cupro_call *call)
{
    if (call == NULL)
        call = &cupro__usual_call;
    if (count == NULL || cupro__run_marks_are_wrong(base, n, size, together))
        return CUPRO_EINVAL;
    struct cupro__run_marks marks = cupro__run_marks_of(base, together, call->ctx);
    struct cupro__closing closing = {
        .base = base, .n = n, .size = size, .mark = mark_begins, .what = &marks};
    return cupro__close_gaps(&closing, count, call);
}
