/* SPDX-License-Identifier: MIT */
/* The profile. What the library does anyway is said in a comment only, so that a later version may
 * do better; and so is everything where the figures are doubtful. */
#include "tune/reports.h"

#include <cupro/base.h>

#include <time.h>

/* A line that counts, or one that only tells. */
static void pair(FILE *file, bool counts, const char *key, const char *value)
{
    fprintf(file, "%s%s = %s\n", counts ? "" : "# ", key, value);
}

static void pair_number(FILE *file, bool counts, const char *key, double number)
{
    char value[32];
    snprintf(value, sizeof value, "%.0f", number);
    pair(file, counts, key, value);
}

static void threads(FILE *file, const struct tuning *tuning, bool counts)
{
    const struct scaling *scaling = &tuning->scaling;
    const struct advice *advice = &tuning->advice;
    fprintf(file,
            "\n# The fewest threads with which no work took more than %.0f %% longer than with\n"
            "# its best number:",
            TUNE_TOLERANCE * 100);
    for (enum tune_work work = 0; work < TUNE_WORKS; work++)
        fprintf(file, " %s %d%s", tune_work_name(work), scaling->count[advice->knee[work]],
                work + 1 < TUNE_WORKS ? "," : ".");
    fputs(advice->all_threads ? "\n# So all there are, as without a profile.\n" : "\n", file);
    pair_number(file, counts && !advice->all_threads, "threads", scaling->count[advice->threads]);
}

static void bind(FILE *file, const struct tuning *tuning, bool counts)
{
    const size_t policy = tuning->advice.policy;
    fprintf(file, "\n# For pools that name no policy.%s\n",
            policy == 0 ? " No other made the works faster by 5 %." : "");
    pair(file, counts && policy != 0, "bind", tune_bind_name(tuning->scaling.policy[policy]));
}

static void times(FILE *file, const struct tuning *tuning, bool counts)
{
    const struct grain *grain = &tuning->grain;
    const struct advice *advice = &tuning->advice;
    static const char *const usual = "\n# What is usual is as good.";
    if (advice->chunk >= 0) {
        fprintf(file, "\n# How long a piece of work should take at least.%s\n",
                advice->usual_chunk ? usual : "");
        pair_number(file, counts && !advice->usual_chunk, "chunk_ns", grain->chunk[advice->chunk]);
    }
    if (advice->start >= 0) {
        fprintf(file, "\n# What takes less than that in all is left to one thread.%s\n",
                advice->usual_start ? usual : "");
        pair_number(file, counts && !advice->usual_start, "inline_ns", grain->start[advice->start]);
    }
}

void report_profile(FILE *file, const struct tuning *tuning)
{
    char date[32];
    const time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local) || strftime(date, sizeof date, "%Y-%m-%d %H:%M", &local) == 0)
        date[0] = '\0';
    fprintf(file,
            "# cupro profile: written by cupro-tune %d.%d.%d on %s.\n"
            "# It counts where neither a program nor the environment says otherwise, see\n"
            "# cupro/profile.h. To do without it, delete it, or set CUPRO_PROFILE=none.\n",
            CUPRO_VERSION_MAJOR, CUPRO_VERSION_MINOR, CUPRO_VERSION_PATCH, date);
    const bool counts = !tune_is_busy(tuning) && !tune_is_unsteady(tuning);
    if (tune_is_busy(tuning))
        fprintf(file, "#\n# The machine was busy: others used %.1f processors.", tuning->others);
    else if (!counts)
        fprintf(file, "#\n# Times went up and down by %.0f %%.", tuning->advice.percent);
    if (!counts)
        fprintf(file, " So what was measured\n# stands in comments only. Measure again.\n");
    pair(file, true, "machine", tuning->machine);
    threads(file, tuning, counts);
    bind(file, tuning, counts);
    times(file, tuning, counts);
}
