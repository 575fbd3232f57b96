/* SPDX-License-Identifier: MIT */
/*
 * cupro_nth: what would stand at one place of the sorted array (see <cupro/select.h>).
 *
 * Two pivots around it divide the array into classes (classes.c), which are brought together in
 * place (parting.c); then it goes on in the class that the place is in, until that is small enough
 * to be sorted, or all equal. Nearly always that is the middle one, a fortieth of the array.
 *
 * Work O(n) expected, and at most O(n) for each bit of a key; span a block a round.
 */
#include <cupro/select.h>

#include "primitives/arrays/array.h"
#include "sort/parts/classes.h"
#include "sort/parts/selecting.h"

static int sort_rest(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo;
    (void)hi;
    (void)runner;
    const struct cupro__classes *classes = arg;
    if (classes->part.n <= CUPRO__SORT_SMALL)
        cupro__sort_small(&classes->part);
    return 0;
}

/* One round; *k is counted from the part's beginning. */
static int narrow(struct cupro__classes *classes, size_t *k, const struct cupro__crew *crew,
                  const struct cupro__work *report, const cupro_call *call)
{
    int error = cupro__classes_find(classes, *k, crew, report, call);
    if (error == 0)
        error = cupro__classes_part(classes, crew, call);
    if (error != 0)
        return error;
    int into = CUPRO__BEFORE;
    char *begin = classes->part.x;
    for (; *k >= classes->total[into]; into++) {
        *k -= classes->total[into];
        begin += classes->total[into] * classes->part.size;
    }
    cupro__classes_descend(classes, (enum cupro__class)into, begin);
    return 0;
}

static int select_on(struct cupro__classes *classes, size_t k, const struct cupro__crew *crew,
                     const cupro_call *call)
{
    struct cupro__work report = {.elements = classes->part.n, .passes = 2};
    cupro_call own = *call;
    int error = 0, rounds = 0;
    while (error == 0 && classes->part.n > CUPRO__SORT_SMALL && classes->least < classes->most) {
        error = narrow(classes, &k, crew, &report, &own);
        own.progress = NULL;
        rounds++;
    }
    if (error != 0)
        return error;
    report.units = 1;
    report.run = sort_rest;
    report.arg = classes;
    report.pass = rounds > 0;
    report.passes = report.pass + 1;
    return cupro__engine_run(crew, &report, call);
}

int cupro__nth(const struct cupro__sorting *sorting, size_t k, const cupro_call *call)
{
    if (sorting->n <= CUPRO__SORT_SMALL && cupro__call_is_plain(call)) {
        cupro__sort_small(sorting);
        return 0;
    }
    cupro_call usual = call != NULL ? *call : cupro__usual_call;
    struct cupro__crew crew;
    struct cupro__classes classes;
    int error = cupro__crew_muster(&crew, &usual);
    if (error != 0)
        return error;
    error = cupro__classes_open(&classes, sorting);
    if (error == 0) {
        error = select_on(&classes, k, &crew, &usual);
        cupro__classes_close(&classes);
    }
    cupro__crew_dismiss(&crew);
    return error;
}

#define DEFINE_NTH(tag, T, S)                                                      \
    int cupro_nth_##tag(T *x, size_t n, size_t k, const cupro_call *call)          \
    {                                                                              \
        struct cupro__sorting sorting = {(char *)x, n, sizeof *x, CUPRO__FORM(T)}; \
        if (cupro__array_is_wrong(x, n, sizeof *x) || k >= n)                      \
            return CUPRO_EINVAL;                                                   \
        return cupro__nth(&sorting, k, call);                                      \
    }
CUPRO_NUMBERS(DEFINE_NTH)
