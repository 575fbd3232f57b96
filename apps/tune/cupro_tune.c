/* SPDX-License-Identifier: MIT */
/* cupro-tune: what this machine can do, and how many threads are enough. */
#include "tune/advice.h"
#include "tune/bandwidth.h"
#include "tune/grain_sweep.h"
#include "tune/memory_room.h"
#include "tune/others.h"
#include "tune/reports.h"
#include "tune/result_file.h"
#include "tune/scaling.h"
#include "tune/stopwatch.h"
#include "tune/tune_options.h"
#include "tune/works.h"

#include "common/diagnostics.h"
#include "common/output/progress.h"

#include <cupro/machine.h>
#include <cupro/profile.h>

#include <stdlib.h>
#include <string.h>

const char program_name[] = "cupro-tune";

/* What part of the time goes to what; the rest is for making arrays. */
static const double bandwidth_part = 0.15, scaling_part = 0.6, grain_part = 0.1;

enum { LEAST_BYTES = 8 << 20, USUAL_BYTES = 128 << 20 };

/* -- Before ------------------------------------------------------------------------------------ */

static cupro_machine *open_machine(void)
{
    char why[256] = "";
    cupro_machine *machine;
    const int error = cupro_machine_open(&machine, .why = why, .why_size = sizeof why);
    if (error)
        fail("%s", *why ? why : cupro_strerror(error));
    if (!machine->here)
        fail("the environment describes another machine to hwloc (HWLOC_XMLFILE, HWLOC_SYNTHETIC): "
             "that one cannot be measured");
    return machine;
}

/* No more threads than there are processors, whoever asks for them; nor than a quota leaves. */
static void choose_most(struct tuning *tuning, const cupro_machine *machine, int wanted)
{
    char number[16];
    cupro_plan *plan;
    if (wanted > machine->pus)
        fail("--threads=%d: there are %d processors, and more threads than these are not measured",
             wanted, machine->pus);
    if (wanted > 0) {
        snprintf(number, sizeof number, "%d", wanted);
        setenv("CUPRO_NUM_THREADS", number, 1);
    }
    stopwatch_check(cupro_plan_open(&plan, machine, .bind = CUPRO_BIND_NONE));
    tuning->pus = machine->pus;
    tuning->most = plan->threads < machine->pus ? plan->threads : machine->pus;
    snprintf(tuning->why, sizeof tuning->why, "%s", wanted > 0 ? "--threads" : plan->why_threads);
    cupro_plan_close(plan);
}

static uint64_t third_level_bytes(const cupro_machine *machine)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < machine->objects; i++)
        if (machine->object[i].type == CUPRO_OBJECT_CACHE && machine->object[i].level == 3)
            bytes += machine->object[i].bytes;
    return bytes;
}

/* Of the arrays: what was asked for, or several times what caches hold; as far as there is memory.
 */
struct sizes {
    size_t least, most; /* elements of the works' arrays */
    size_t lane;        /* bytes of those for bandwidth  */
};

static struct sizes choose_sizes(const cupro_machine *machine, uint64_t wanted)
{
    const uint64_t room = memory_room("") / 4, caches = third_level_bytes(machine);
    const uint64_t most = room / WORKS_BYTES_AN_ELEMENT * sizeof(double);
    const uint64_t nodes = machine->nodes > 0 ? (uint64_t)machine->nodes : 1;
    uint64_t bytes = wanted > 0 ? wanted : 4 * caches > USUAL_BYTES ? 4 * caches : USUAL_BYTES;
    uint64_t lane = wanted > 0 ? wanted : 2 * caches / nodes;
    if (wanted > most)
        fail("--size: %ju bytes are too much: all arrays together may have a quarter of the %ju MB "
             "that are available",
             (uintmax_t)wanted, (uintmax_t)(room >> 18));
    if (most < LEAST_BYTES && wanted == 0)
        fail("too little memory: %ju MB are available", (uintmax_t)(room >> 18));
    if (wanted == 0 && lane < USUAL_BYTES / 2)
        lane = USUAL_BYTES / 2;
    bytes = bytes > most ? most : bytes;
    lane = lane > room / 3 ? room / 3 : lane;
    const uint64_t least = wanted > 0 ? bytes : LEAST_BYTES;
    return (struct sizes){least / sizeof(double), bytes / sizeof(double), lane};
}

static void check_files(const struct tune_options *options)
{
    if (options->is_usual)
        result_make_folders(options->profile);
    if (options->profile && strcmp(options->profile, "-") != 0)
        result_check(options->profile, true);
    if (options->plot)
        result_check(options->plot, false);
}

/* -- Measuring --------------------------------------------------------------------------------- */

/* Grain comes last (grain_sweep.h). */
static void measure(struct tuning *tuning, const cupro_machine *machine,
                    const struct tune_options *options)
{
    choose_most(tuning, machine, options->threads);
    const int most = tuning->most;
    const struct sizes sizes = choose_sizes(machine, options->bytes);
    const double seconds = options->seconds, begin = seconds_now();
    struct others others;
    others_begin(&others);
    cupro_profile_machine(tuning->machine, sizeof tuning->machine);
    bandwidth_measure(&tuning->bandwidth, machine, most, seconds * bandwidth_part, sizes.lane);
    scaling_plan(&tuning->scaling, machine, most);
    scaling_measure(&tuning->scaling, seconds * scaling_part, sizes.least, sizes.most);
    grain_measure(&tuning->grain, most, seconds * grain_part);
    progress_hide();
    tuning->others = others_used(&others);
    tuning->seconds = seconds_now() - begin;
    advice_find(tuning);
}

/* -- After ------------------------------------------------------------------------------------- */

static void report(FILE *file, const struct tuning *tuning)
{
    const char *place = tune_usual_place();
    report_text(file, tuning);
    fprintf(file, "\nThe profile, which --write puts into %s:\n\n",
            place ? place : "~/.config/cupro/profile");
    report_profile(file, tuning);
}

static result_report *report_of(const struct tune_options *options)
{
    if (options->profile && strcmp(options->profile, "-") == 0)
        return report_profile;
    if (options->format == TUNE_JSON)
        return report_json;
    if (options->format == TUNE_TSV)
        return report_tsv;
    return options->profile ? report_text : report;
}

/* What was measured is on standard output by now, whatever happens here. */
static void write_files(const struct tune_options *options, const struct tuning *tuning)
{
    const bool to_file = options->profile && strcmp(options->profile, "-") != 0;
    const bool is_text = options->format == TUNE_TEXT && (!options->profile || to_file);
    if (options->plot)
        result_write(options->plot, report_svg, tuning);
    if (options->plot && is_text)
        result_announce("plot", options->plot);
    if (to_file)
        result_write(options->profile, report_profile, tuning);
    if (to_file && is_text)
        result_announce("profile", options->profile);
}

int main(int argc, char **argv)
{
    static struct tuning tuning;
    struct tune_options options;
    hold_standard_descriptors();
    setenv("HWLOC_HIDE_ERRORS", "2", 0);
    tune_options_parse(&options, argc, argv);
    tune_usual_place();
    setenv("CUPRO_PROFILE", "none", 1); /* what it says would be measured */
    check_files(&options);
    cupro_machine *machine = open_machine();
    measure(&tuning, machine, &options);
    result_print(report_of(&options), &tuning);
    write_files(&options, &tuning);
    bandwidth_free(&tuning.bandwidth);
    cupro_machine_close(machine);
    return STATUS_OK;
}
