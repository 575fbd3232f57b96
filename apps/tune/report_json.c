/* SPDX-License-Identifier: MIT */
/* The report for programs that read JSON. */
#include "tune/reports.h"

#include "common/diagnostics.h"
#include "common/output/json_string.h"

#include <cupro/error.h>

#include <string.h>

static void text(FILE *file, const char *before, const char *words)
{
    struct draft draft = {0};
    json_string(&draft, words, strlen(words));
    if (draft.failed)
        fail_code(CUPRO_ENOMEM);
    fprintf(file, "%s%.*s", before, (int)draft.used, (const char *)draft.buffer.bytes);
    draft_free(&draft);
}

/* What stands before an element of a list. */
static const char *separate(bool *is_first)
{
    const char *separator = *is_first ? "\n  " : ",\n  ";
    *is_first = false;
    return separator;
}

static void figure(FILE *file, const char *name, const struct figure *figure)
{
    const struct spread *spread = &figure->spread;
    fprintf(file, ", \"%s\": {\"median\": %.6g, \"least\": %.6g, \"most\": %.6g, \"runs\": %d}",
            name, spread->median, spread->least, spread->most, figure->runs);
}

static void bandwidth(FILE *file, const struct bandwidth *bandwidth)
{
    bool is_first = true;
    fprintf(file, ",\n\"bandwidth\": [");
    for (size_t i = 0; i < bandwidth->sources * bandwidth->targets; i++) {
        const size_t source = i / bandwidth->targets, target = i % bandwidth->targets;
        const struct lane *lane = &bandwidth->lane[i];
        fprintf(file, "%s{\"threads_on\": %d, \"memory_on\": %d, \"threads\": %d, \"placed\": %.3g",
                separate(&is_first), bandwidth->source[source], bandwidth->target[target],
                bandwidth->threads[source], lane->placed);
        figure(file, "copy_gb_per_s", &lane->copy);
        figure(file, "triad_gb_per_s", &lane->triad);
        fputc('}', file);
    }
    fprintf(file, "]");
}

static void pair(FILE *file, const struct scaling *scaling, enum tune_work work, size_t count,
                 size_t policy)
{
    text(file, "{\"work\": ", tune_work_name(work));
    text(file, ", \"bind\": ", tune_bind_name(scaling->policy[policy]));
    fprintf(file, ", \"threads\": %d", scaling->count[count]);
    figure(file, "seconds", &scaling->time[work][count][policy]);
    fputc('}', file);
}

static void scaling(FILE *file, const struct scaling *scaling)
{
    bool is_first = true;
    fprintf(file, ",\n\"elements\": %zu,\n\"scaling\": [", scaling->elements);
    for (enum tune_work work = 0; work < TUNE_WORKS; work++)
        for (size_t c = 0; c < scaling->counts; c++)
            for (size_t p = 0; p < scaling->policies; p++) {
                if (!scaling->differs[p])
                    continue;
                fputs(separate(&is_first), file);
                pair(file, scaling, work, c, p);
            }
    fprintf(file, "]");
}

static void grain(FILE *file, const struct grain *grain)
{
    bool is_first = true;
    fprintf(file, ",\n\"chunks\": [");
    for (int i = 0; i < TUNE_CHUNKS && grain->threads > 1; i++) {
        fprintf(file, "%s{\"chunk_ns\": %.0f", separate(&is_first), grain->chunk[i]);
        figure(file, "seconds", &grain->time[i]);
        fputc('}', file);
    }
    is_first = true;
    fprintf(file, "],\n\"starts\": [");
    for (int i = 0; i < TUNE_STARTS && grain->threads > 1; i++) {
        fprintf(file, "%s{\"work_ns\": %.0f", separate(&is_first), grain->start[i]);
        figure(file, "alone_seconds", &grain->alone[i]);
        figure(file, "team_seconds", &grain->team[i]);
        fputc('}', file);
    }
    fprintf(file, "]");
}

static void advice(FILE *file, const struct tuning *tuning)
{
    const struct scaling *scaling = &tuning->scaling;
    const struct advice *advice = &tuning->advice;
    fprintf(file, ",\n\"knee\": {\"threads\": %d", scaling->count[advice->threads]);
    for (enum tune_work work = 0; work < TUNE_WORKS; work++)
        fprintf(file, ", \"%s\": %d", tune_work_name(work), scaling->count[advice->knee[work]]);
    text(file, ", \"bind\": ", tune_bind_name(scaling->policy[advice->policy]));
    if (advice->chunk >= 0)
        fprintf(file, ", \"chunk_ns\": %.0f", tuning->grain.chunk[advice->chunk]);
    if (advice->start >= 0)
        fprintf(file, ", \"team_from_ns\": %.0f", tuning->grain.start[advice->start]);
    fprintf(file, "}");
}

void report_json(FILE *file, const struct tuning *tuning)
{
    text(file, "{\"machine\": ", tuning->machine);
    fprintf(file, ",\n\"processors\": %d,\n\"most_threads\": %d,\n\"seconds\": %.3g", tuning->pus,
            tuning->most, tuning->seconds);
    if (tuning->others >= 0)
        fprintf(file, ",\n\"processors_of_others\": %.3g", tuning->others);
    fprintf(file, ",\n\"busy\": %s, \"unsteady\": %s", tune_is_busy(tuning) ? "true" : "false",
            tune_is_unsteady(tuning) ? "true" : "false");
    bandwidth(file, &tuning->bandwidth);
    scaling(file, &tuning->scaling);
    grain(file, &tuning->grain);
    advice(file, tuning);
    fprintf(file, "}\n");
}
