/* SPDX-License-Identifier: MIT */
/* Options about memory (see memory_options.h). */
#include "count/bounded/memory_options.h"
#include "count/results/result_options.h"

#include "common/diagnostics.h"
#include "common/quantity.h"

#include <stddef.h>

static const uint64_t least = UINT64_C(16) << 20;

bool memory_options_take(struct memory_wish *wish, int id, const char *argument)
{
    switch (id) {
    case OPTION_MEMORY:
        if (!quantity_parse_size(argument, &wish->bytes))
            fail_usage("invalid memory size: '%s'", argument);
        wish->bytes = wish->bytes < least ? least : wish->bytes;
        return true;
    case OPTION_TEMPORARY:
        wish->directory = argument;
        return true;
    default:
        return false;
    }
}

static const char *name_of(const struct result_wish *result)
{
    return result->counters ? "--approx" : result_kind_option(result->kind);
}

void memory_options_check(const struct memory_wish *wish, const struct result_wish *result,
                          const char *tallies)
{
    const char *const other = tallies ? tallies : name_of(result);
    if (wish->bytes > 0 && other)
        fail_usage("--memory and %s do not go together", other);
}
