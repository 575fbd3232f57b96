/* SPDX-License-Identifier: MIT */
/* Options about saved tallies (see saved_options.h). The shell does not match patterns behind
 * "--merge=", so that is done here, by glob(3). */
#include "count/saved/saved_options.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <glob.h>
#include <sys/stat.h>

static void add(struct names *names, const char *name)
{
    const int error = names_add(names, name, 0);
    if (error)
        fail_code(error);
}

static void add_matches(struct names *names, const char *pattern)
{
    glob_t matches = {0};
    struct stat status;
    /* A name that exists is no pattern. */
    const int error = stat(pattern, &status) == 0 ? GLOB_NOMATCH : glob(pattern, 0, NULL, &matches);
    if (error == GLOB_NOSPACE)
        fail_code(CUPRO_ENOMEM);
    if (error)
        add(names, pattern);
    for (size_t i = 0; i < matches.gl_pathc && !error; i++)
        add(names, matches.gl_pathv[i]);
    globfree(&matches);
}

bool saved_options_take(struct saved_wish *wish, int id, const char *argument)
{
    switch (id) {
    case OPTION_SAVE:
        wish->save = argument;
        return true;
    case OPTION_MERGE:
        add_matches(&wish->merge, argument);
        return true;
    default:
        return false;
    }
}
