/* SPDX-License-Identifier: MIT */
/* The ends of operations: those whose last step reports nothing, or was left out; and those that
 * must come. */
#include "sort/numbers/sorting.h"

#include <cupro/error.h>

int cupro__sort_surely(const struct cupro__crew *crew, const struct cupro__work *work,
                       const cupro_call *call)
{
    static const struct cupro__crew alone = {.carrier = CUPRO__INLINE, .runners = 1};
    cupro_call own = *call;
    own.stop = NULL;
    int error = cupro__engine_run(crew, work, &own);
    return error == CUPRO_ENOMEM ? cupro__engine_run(&alone, work, &own) : error;
}

static int do_nothing(size_t lo, size_t hi, int runner, void *arg)
{
    (void)lo, (void)hi, (void)runner, (void)arg;
    return 0;
}

int cupro__sort_report(size_t n, int pass, const struct cupro__crew *crew, const cupro_call *call)
{
    struct cupro__work work = {
        .units = n > 0, .run = do_nothing, .elements = n, .pass = pass, .passes = pass + 1};
    cupro_call own = *call;
    own.stop = NULL; /* it is done */
    return cupro__engine_run(crew, &work, &own);
}
