/* SPDX-License-Identifier: MIT */
/* The report for programs that read lines. */
#include "tune/reports.h"

static void line(FILE *file, const char *what, int threads, const char *where, const char *unit,
                 const struct figure *figure, double factor)
{
    const struct spread *spread = &figure->spread;
    fprintf(file, "%s\t%d\t%s\t%s\t%.6g\t%.6g\t%.6g\t%d\n", what, threads, where, unit,
            spread->median * factor, spread->least * factor, spread->most * factor, figure->runs);
}

static void bandwidth(FILE *file, const struct bandwidth *bandwidth)
{
    char where[64];
    for (size_t i = 0; i < bandwidth->sources * bandwidth->targets; i++) {
        const size_t source = i / bandwidth->targets, target = i % bandwidth->targets;
        const struct lane *lane = &bandwidth->lane[i];
        snprintf(where, sizeof where, "%d-%d%s", bandwidth->source[source],
                 bandwidth->target[target], lane->placed < 0.9 ? "?" : "");
        line(file, "copy", bandwidth->threads[source], where, "GB/s", &lane->copy, 1);
        line(file, "triad", bandwidth->threads[source], where, "GB/s", &lane->triad, 1);
    }
}

static void scaling(FILE *file, const struct scaling *scaling)
{
    for (enum tune_work work = 0; work < TUNE_WORKS; work++)
        for (size_t c = 0; c < scaling->counts; c++)
            for (size_t p = 0; p < scaling->policies; p++)
                if (scaling->differs[p])
                    line(file, tune_work_name(work), scaling->count[c],
                         tune_bind_name(scaling->policy[p]), "ms", &scaling->time[work][c][p], 1e3);
}

static void grain(FILE *file, const struct grain *grain)
{
    char where[32];
    for (int i = 0; i < TUNE_CHUNKS && grain->threads > 1; i++) {
        snprintf(where, sizeof where, "%.0f ns", grain->chunk[i]);
        line(file, "chunk", grain->threads, where, "ms", &grain->time[i], 1e3);
    }
    for (int i = 0; i < TUNE_STARTS && grain->threads > 1; i++) {
        snprintf(where, sizeof where, "%.0f ns", grain->start[i]);
        line(file, "start", 1, where, "us", &grain->alone[i], 1e6);
        line(file, "start", grain->threads, where, "us", &grain->team[i], 1e6);
    }
}

void report_tsv(FILE *file, const struct tuning *tuning)
{
    fprintf(file, "what\tthreads\twhere\tunit\tmedian\tleast\tmost\truns\n");
    bandwidth(file, &tuning->bandwidth);
    scaling(file, &tuning->scaling);
    grain(file, &tuning->grain);
}
