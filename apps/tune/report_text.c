/* SPDX-License-Identifier: MIT */
/* The report for people: tables. */
#include "tune/reports.h"

#include <math.h>
#include <string.h>

enum { COLUMNS = 8 }; /* of a matrix; more are put below */

double report_speedup(const struct tuning *tuning, enum tune_work work, size_t count)
{
    const size_t policy = tuning->advice.policy;
    return tuning->scaling.time[work][0][policy].spread.median /
           tuning->scaling.time[work][count][policy].spread.median;
}

/* In so many columns, with as many digits as there is room for. */
static void number(FILE *file, int width, double x)
{
    const int decimals = x < 99.995 ? 2 : x < 9999.5 && width > 6 ? 1 : 0;
    fprintf(file, " %*.*f", width, decimals, x);
}

static const char *plural(int count)
{
    return count == 1 ? "" : "s";
}

static void head(FILE *file, const struct tuning *tuning)
{
    const int name = (int)strcspn(tuning->machine, ";");
    fprintf(file, "%.*s\n%s\n", name, tuning->machine,
            tuning->machine + name + strspn(tuning->machine + name, "; "));
    fprintf(file, "%d processor%s may be used", tuning->pus, plural(tuning->pus));
    if (tuning->most < tuning->pus)
        fprintf(file, "; at most %d thread%s: %s", tuning->most, plural(tuning->most), tuning->why);
    fprintf(file, ".\nMeasured in %.0f s; medians, +- half the range.\n", tuning->seconds);
    if (tune_is_busy(tuning))
        fprintf(
            file,
            "The machine is busy: others used %.1f processors meanwhile. Measure again when it\n"
            "is quiet: until then believe neither the figures nor what follows from them.\n",
            tuning->others);
    else if (tune_is_unsteady(tuning))
        fprintf(
            file,
            "Times went up and down by %.0f %%, and the knee is about %.0f %%: believe it only if\n"
            "it comes out again, with more --seconds.\n",
            tuning->advice.percent, TUNE_TOLERANCE * 100);
}

/* -- Bandwidth --------------------------------------------------------------------------------- */

static void matrix_part(FILE *file, const struct bandwidth *bandwidth, bool triad, size_t from)
{
    const size_t left = bandwidth->targets - from, to = from + (left < COLUMNS ? left : COLUMNS);
    fprintf(file, "\n%-16s", triad ? "triad" : "copy");
    for (size_t t = from; t < to; t++)
        fprintf(file, " node%3d", bandwidth->target[t]);
    for (size_t s = 0; s < bandwidth->sources; s++) {
        fprintf(file, "\nCPUs of node %-3d", bandwidth->source[s]);
        for (size_t t = from; t < to; t++) {
            const struct lane *lane = &bandwidth->lane[s * bandwidth->targets + t];
            fprintf(file, " %6.1f%s", (triad ? lane->triad : lane->copy).spread.median,
                    lane->placed < 0.9 ? "?" : " ");
        }
    }
    fputc('\n', file);
}

static void bandwidth(FILE *file, const struct bandwidth *bandwidth)
{
    const size_t lanes = bandwidth->sources * bandwidth->targets;
    double percent = 0;
    bool placed = true;
    if (lanes == 0)
        return;
    for (size_t i = 0; i < lanes; i++) {
        const struct lane *lane = &bandwidth->lane[i];
        percent = fmax(percent, fmax(tune_percent(&lane->copy), tune_percent(&lane->triad)));
        placed = placed && lane->placed >= 0.9;
    }
    fprintf(file,
            "\nBandwidth, GB/s, from a node's threads to a node's memory: copy (16 bytes an\n"
            "element) and triad (24), 3 arrays of %.3g MB; +- %.0f %% at most\n",
            (double)bandwidth->bytes / 1e6, percent);
    for (int triad = 0; triad < 2; triad++)
        for (size_t from = 0; from < bandwidth->targets; from += COLUMNS)
            matrix_part(file, bandwidth, triad, from);
    if (!placed)
        fprintf(file, "? The memory does not lie on that node: cupro_describe says why.\n");
}

/* -- Scaling ----------------------------------------------------------------------------------- */

static void cell(FILE *file, const struct figure *figure)
{
    number(file, 6, figure->spread.median * 1e3);
    fprintf(file, " +-%3.0f%%", fmin(tune_percent(figure), 999));
}

static void scaling_of(FILE *file, const struct scaling *scaling, enum tune_work work)
{
    fprintf(file, "\n%-8s", tune_work_name(work));
    for (size_t p = 0; p < scaling->policies; p++)
        if (scaling->differs[p])
            fprintf(file, " %13s", tune_bind_name(scaling->policy[p]));
    fputc('\n', file);
    for (size_t c = 0; c < scaling->counts; c++) {
        fprintf(file, "%8d", scaling->count[c]);
        for (size_t p = 0; p < scaling->policies; p++)
            if (scaling->differs[p])
                cell(file, &scaling->time[work][c][p]);
        fputc('\n', file);
    }
}

/* The first policy that plans the same for all numbers; itself, if none does. */
static size_t twin_of(const struct scaling *scaling, size_t policy)
{
    return scaling->same[scaling->counts - 1][policy];
}

static void scaling(FILE *file, const struct scaling *scaling)
{
    fprintf(file, "\nTime in ms, %.3g million elements, over threads and binding\n",
            (double)scaling->elements / 1e6);
    for (enum tune_work work = 0; work < TUNE_WORKS; work++)
        fprintf(file, "  %-7s %s\n", tune_work_name(work), tune_work_text(work));
    for (size_t p = 0; p < scaling->policies; p++)
        if (!scaling->differs[p])
            fprintf(file, "  Here %s binds as %s does.\n", tune_bind_name(scaling->policy[p]),
                    tune_bind_name(scaling->policy[twin_of(scaling, p)]));
    for (enum tune_work work = 0; work < TUNE_WORKS; work++)
        scaling_of(file, scaling, work);
}

/* -- Grain ------------------------------------------------------------------------------------- */

static void grain(FILE *file, const struct tuning *tuning)
{
    const struct grain *grain = &tuning->grain;
    const struct advice *advice = &tuning->advice;
    if (grain->threads == 1)
        return;
    fprintf(file, "\nGrain: the same work, cut into chunks that take so long, and what that takes\n"
                  "  chunk, us");
    for (int i = 0; i < TUNE_CHUNKS; i++)
        fprintf(file, " %5.3g", grain->chunk[i] / 1e3);
    fprintf(file, "\n  time, ms ");
    for (int i = 0; i < TUNE_CHUNKS; i++)
        number(file, 5, grain->time[i].spread.median * 1e3);
    fprintf(file, "\n  +-, %%    ");
    for (int i = 0; i < TUNE_CHUNKS; i++)
        fprintf(file, " %5.0f", fmin(tune_percent(&grain->time[i]), 999));
    fprintf(file,
            "\n  The knee is %.3g us: the shortest that takes at most %.0f %% more than the "
            "best.\n",
            grain->chunk[advice->chunk] / 1e3, TUNE_GAIN * 100);
    fprintf(file, "\nSmall operations, by the caller alone and by %d threads\n  us alone ",
            grain->threads);
    for (int i = 0; i < TUNE_STARTS; i++)
        number(file, 6, grain->alone[i].spread.median * 1e6);
    fprintf(file, "\n  us team  ");
    for (int i = 0; i < TUNE_STARTS; i++)
        number(file, 6, grain->team[i].spread.median * 1e6);
    if (advice->start >= 0)
        fprintf(file, "\n  The team is faster from %.3g us on.\n",
                grain->start[advice->start] / 1e3);
    else
        fprintf(file, "\n  The team is never faster.\n");
}

static void knee(FILE *file, const struct tuning *tuning)
{
    const struct scaling *scaling = &tuning->scaling;
    const struct advice *advice = &tuning->advice;
    const int threads = scaling->count[advice->threads];
    fprintf(file,
            "\nThe knee is %d thread%s%s: the fewest with which no work takes more than %.0f %%\n"
            "longer than with its best number (",
            threads, plural(threads), advice->all_threads && scaling->counts > 1 ? ", all" : "",
            TUNE_TOLERANCE * 100);
    for (enum tune_work work = 0; work < TUNE_WORKS; work++)
        fprintf(file, "%s%s %d", work > 0 ? ", " : "", tune_work_name(work),
                scaling->count[advice->knee[work]]);
    fprintf(file, ").\nBinding: %s%s.\n", tune_bind_name(scaling->policy[advice->policy]),
            advice->policy == 0 ? "; no other gains 5 %" : "");
}

void report_text(FILE *file, const struct tuning *tuning)
{
    head(file, tuning);
    bandwidth(file, &tuning->bandwidth);
    scaling(file, &tuning->scaling);
    report_bars(file, tuning);
    grain(file, tuning);
    knee(file, tuning);
}
