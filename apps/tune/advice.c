/* SPDX-License-Identifier: MIT */
/* Advice (see advice.h). */
#include "tune/advice.h"

#include <math.h>

/* What the library does without a profile. */
static const double usual_chunk_ns = 2000, usual_start_ns = 20000;

/* A twentieth of the machine, and what its own housekeeping takes. */
bool tune_is_busy(const struct tuning *tuning)
{
    return tuning->others > 0.1 + 0.05 * tuning->pus;
}

bool tune_is_unsteady(const struct tuning *tuning)
{
    return tuning->advice.percent > TUNE_TOLERANCE * 100;
}

double tune_percent(const struct figure *figure)
{
    const struct spread *spread = &figure->spread;
    return spread->median > 0 ? (spread->most - spread->least) / 2 / spread->median * 100 : 0;
}

static double least_of(const double *number, size_t count)
{
    double least = number[0];
    for (size_t i = 1; i < count; i++)
        least = number[i] < least ? number[i] : least;
    return least;
}

size_t advice_knee(const double *median, size_t count, double tolerance)
{
    const double enough = least_of(median, count) * (1 + tolerance);
    size_t i = 0;
    while (median[i] > enough)
        i++;
    return i;
}

static void get_medians(const struct scaling *scaling, enum tune_work work, size_t policy,
                        double median[TUNE_MOST_COUNTS])
{
    for (size_t c = 0; c < scaling->counts; c++)
        median[c] = scaling->time[work][c][policy].spread.median;
}

/* The geometric mean of the works' best medians. */
static double mean_of(const struct scaling *scaling, size_t policy)
{
    double median[TUNE_MOST_COUNTS], sum = 0;
    for (enum tune_work work = 0; work < TUNE_WORKS; work++) {
        get_medians(scaling, work, policy, median);
        sum += log(least_of(median, scaling->counts));
    }
    return exp(sum / TUNE_WORKS);
}

static size_t choose_policy(const struct scaling *scaling)
{
    size_t best = 0;
    double least = mean_of(scaling, 0) * (1 - TUNE_GAIN);
    for (size_t p = 1; p < scaling->policies; p++) {
        const double mean = scaling->differs[p] ? mean_of(scaling, p) : HUGE_VAL;
        if (mean < least) {
            least = mean;
            best = p;
        }
    }
    return best;
}

static void choose_threads(struct advice *advice, const struct scaling *scaling)
{
    double median[TUNE_MOST_COUNTS];
    advice->threads = 0;
    for (enum tune_work work = 0; work < TUNE_WORKS; work++) {
        get_medians(scaling, work, advice->policy, median);
        advice->knee[work] = advice_knee(median, scaling->counts, TUNE_TOLERANCE);
        if (advice->knee[work] > advice->threads)
            advice->threads = advice->knee[work];
    }
    advice->all_threads = advice->threads + 1 == scaling->counts;
}

static void choose_chunk(struct advice *advice, const struct grain *grain)
{
    double median[TUNE_CHUNKS];
    for (int i = 0; i < TUNE_CHUNKS; i++)
        median[i] = grain->time[i].spread.median;
    advice->chunk = (int)advice_knee(median, TUNE_CHUNKS, TUNE_GAIN);
    for (int i = 0; i < TUNE_CHUNKS; i++)
        if (grain->chunk[i] == usual_chunk_ns)
            advice->usual_chunk = median[i] <= least_of(median, TUNE_CHUNKS) * (1 + TUNE_GAIN) ||
                                  grain->time[i].spread.least <= median[advice->chunk];
}

/* From where on the team is always faster. */
static void choose_start(struct advice *advice, const struct grain *grain)
{
    int i = TUNE_STARTS;
    while (i > 0 && grain->team[i - 1].spread.median < grain->alone[i - 1].spread.median)
        i--;
    advice->start = i < TUNE_STARTS ? i : -1;
    advice->usual_start = advice->start >= 0 && grain->start[i] <= 2 * usual_start_ns &&
                          usual_start_ns <= 2 * grain->start[i];
}

static double usual_percent(const struct scaling *scaling)
{
    double percent[TUNE_WORKS * TUNE_MOST_COUNTS * TUNE_POLICIES];
    int count = 0;
    for (enum tune_work work = 0; work < TUNE_WORKS; work++)
        for (size_t c = 0; c < scaling->counts; c++)
            for (size_t p = 0; p < scaling->policies; p++)
                if (scaling->same[c][p] == p)
                    percent[count++] = tune_percent(&scaling->time[work][c][p]);
    return spread_of(percent, count).median;
}

void advice_find(struct tuning *tuning)
{
    struct advice *advice = &tuning->advice;
    *advice = (struct advice){.policy = choose_policy(&tuning->scaling), .chunk = -1, .start = -1};
    advice->percent = usual_percent(&tuning->scaling);
    choose_threads(advice, &tuning->scaling);
    if (tuning->grain.threads > 1) {
        choose_chunk(advice, &tuning->grain);
        choose_start(advice, &tuning->grain);
    }
}
