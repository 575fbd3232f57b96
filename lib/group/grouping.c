/* SPDX-License-Identifier: MIT */
/* How verbs of groups begin and end (see grouping.h). */
#include "group/grouping.h"

#include "primitives/arrays/array.h"
#include "sort/numbers/sorting.h"

#include <cupro/error.h>

static int open_crew(struct cupro__grouping *grouping, const cupro_call *call)
{
    grouping->call = call != NULL ? *call : cupro__usual_call;
    grouping->call.grain = grouping->call.max_grain = 0;
    call = &grouping->call;
    if (call->keep_going || call->failures != NULL ||
        (call->progress != NULL && call->progress->report == NULL))
        return CUPRO_EINVAL;
    return cupro__crew_muster(&grouping->crew, call);
}

static int open_survey(struct cupro__grouping *grouping)
{
    int error = cupro__survey_open(&grouping->survey, &grouping->keyed);
    if (error != 0)
        cupro__grouping_close(grouping);
    return error;
}

int cupro__grouping_open(struct cupro__grouping *grouping, const void *base, size_t n, size_t size,
                         const cupro_key *key, const cupro_call *call)
{
    if (cupro__array_is_wrong(base, n, size) || key == NULL || key->step == NULL ||
        key->size != size)
        return CUPRO_EINVAL;
    int error = open_crew(grouping, call);
    if (error != 0)
        return error;
    error = cupro__keyed_open(&grouping->keyed, base, n, size, key, grouping->call.ctx);
    if (error != 0) {
        cupro__crew_dismiss(&grouping->crew);
        return error;
    }
    return open_survey(grouping);
}

int cupro__grouping_open_numbers(struct cupro__grouping *grouping, const void *x, size_t n,
                                 size_t size, struct cupro__key_form form, const cupro_call *call)
{
    if (cupro__array_is_wrong(x, n, size))
        return CUPRO_EINVAL;
    int error = open_crew(grouping, call);
    if (error != 0)
        return error;
    grouping->keyed = cupro__keyed_numbers(x, n, size, form);
    return open_survey(grouping);
}

void cupro__grouping_close(struct cupro__grouping *grouping)
{
    cupro__survey_close(&grouping->survey);
    cupro__keyed_close(&grouping->keyed);
    cupro__crew_dismiss(&grouping->crew);
}

void cupro__grouping_report(const struct cupro__grouping *grouping)
{
    cupro__sort_report(grouping->keyed.n, 0, &grouping->crew, &grouping->call);
}
