/* SPDX-License-Identifier: MIT */
/* Sorting strings (see <cupro/sort_strings.h>): by merging, on the caller. */
#include <cupro/sort_strings.h>

#include "primitives/array.h"

#include <stdlib.h>
#include <string.h>

struct strings {
    char *x;
    size_t n, size, offset;
    int sign; /* of comparisons: -1 for the descending order */
};

static int compare(const struct strings *strings, const char *a, const char *b)
{
    cupro_slice left, right;
    memcpy(&left, a + strings->offset, sizeof left);
    memcpy(&right, b + strings->offset, sizeof right);
    size_t least = left.length < right.length ? left.length : right.length;
    int order = least > 0 ? memcmp(left.begin, right.begin, least) : 0;
    if (order == 0)
        order = left.length < right.length ? -1 : left.length > right.length;
    return strings->sign * order;
}

/* Sort n elements at `from`; both arrays hold them. The result is in `to`. */
static void merge_sort(const struct strings *strings, char *from, char *to, size_t n)
{
    size_t size = strings->size, half = n / 2;
    if (n < 2)
        return;
    merge_sort(strings, to, from, half);
    merge_sort(strings, to + half * size, from + half * size, n - half);
    char *left = from, *middle = from + half * size, *right = middle, *end = from + n * size;
    for (; n > 0; n--, to += size) {
        bool take_right = left == middle || (right < end && compare(strings, right, left) < 0);
        memcpy(to, take_right ? right : left, size);
        *(take_right ? &right : &left) += size;
    }
}

static bool has_missing(const struct strings *strings)
{
    for (size_t i = 0; i < strings->n; i++) {
        cupro_slice slice;
        memcpy(&slice, strings->x + i * strings->size + strings->offset, sizeof slice);
        if (slice.begin == NULL && slice.length > 0)
            return true;
    }
    return false;
}

static int sort_alone(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo;
    (void)hi;
    (void)runner;
    const struct strings *strings = arg;
    size_t bytes = strings->n * strings->size;
    if (has_missing(strings))
        return CUPRO_EINVAL;
    char *spare = malloc(bytes);
    if (spare == NULL)
        return CUPRO_ENOMEM;
    memcpy(spare, strings->x, bytes);
    merge_sort(strings, spare, strings->x, strings->n);
    free(spare);
    return 0;
}

static int sort(const struct strings *strings, const cupro_call *call)
{
    size_t slice = sizeof(cupro_slice);
    if (cupro__array_is_wrong(strings->x, strings->n, strings->size) || strings->size < slice ||
        strings->offset > strings->size - slice)
        return CUPRO_EINVAL;
    cupro_call usual = call != NULL ? *call : cupro__usual_call;
    usual.grain = usual.max_grain = 0;
    struct cupro__work work = {
        .units = strings->n > 0, .run = sort_alone, .arg = (void *)strings, .elements = strings->n};
    return cupro__engine_call(&usual, &work);
}

/* -- The faces --------------------------------------------------------------------------------- */

int cupro_sort_by_string_with(void *base, size_t n, size_t size, size_t offset,
                              const cupro_call *call)
{
    return sort(&(struct strings){base, n, size, offset, 1}, call);
}

int cupro_sort_by_string_descending_with(void *base, size_t n, size_t size, size_t offset,
                                         const cupro_call *call)
{
    return sort(&(struct strings){base, n, size, offset, -1}, call);
}

int cupro_sort_strings_with(cupro_slice *x, size_t n, const cupro_call *call)
{
    return cupro_sort_by_string_with(x, n, sizeof *x, 0, call);
}

int cupro_sort_strings_descending_with(cupro_slice *x, size_t n, const cupro_call *call)
{
    return cupro_sort_by_string_descending_with(x, n, sizeof *x, 0, call);
}
