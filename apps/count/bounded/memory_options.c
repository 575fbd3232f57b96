/* SPDX-License-Identifier: MIT */
/* Options about memory (see memory_options.h). */
#include "count/bounded/memory_options.h"

#include "common/diagnostics.h"
#include "common/options/quantity.h"

#include <stddef.h>

static const uint64_t least = UINT64_C(16) << 20;

bool memory_options_take(struct memory_wish *wish, int id, const char *argument)
{
    switch (id) {
    case OPTION_MEMORY:
        if (!quantity_parse_size(argument, &wish->bytes))
            fail_usage("invalid memory size: '%s'", argument);
        if (wish->bytes < least)
            fail_usage("memory size '%s' is less than 16M", argument);
        return true;
    case OPTION_TEMPORARY:
        wish->directory = argument;
        return true;
    default:
        return false;
    }
}

void memory_options_check(const struct memory_wish *wish, const struct result_wish *result)
{
    if (wish->bytes > 0 && result->counters)
        fail_usage("--memory and --approx do not go together");
    if (wish->bytes == 0 && wish->directory)
        fail_usage("--temporary-directory is of no use without --memory");
}
