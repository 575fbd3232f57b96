/* SPDX-License-Identifier: MIT */
/*
 * cupro-topo: the machine as cupro sees it, and where a pool's threads would go.
 *
 *     plan/        what the plan says of each object, and whether the kernel agrees
 *     text/        for people
 *     topo_json.c  for programs
 *     svg/         a drawing
 *     ward.c       for machines in files, which may be damaged
 */
#include "topo/svg/svg.h"
#include "topo/text/own_caches.h"
#include "topo/text/page.h"
#include "topo/topo_json.h"
#include "topo/topo_options.h"
#include "topo/topo_report.h"
#include "topo/ward.h"

#include "common/diagnostics.h"
#include "common/output/output.h"

#include <cupro/error.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

const char program_name[] = "cupro-topo";

static const char made_up[] = "synthetic:";

static cupro_machine *open_machine(const char *input)
{
    char why[256];
    cupro_machine *machine;
    const bool synthetic = input && strncmp(input, made_up, strlen(made_up)) == 0;
    const char *file = input && strcmp(input, "-") == 0 ? "/dev/stdin" : input;
    if (input && !synthetic)
        ward_enter(input);
    ward_hush();
    const int error = cupro_machine_open(&machine, .xml = synthetic ? NULL : file,
                                         .synthetic = synthetic ? input + strlen(made_up) : NULL,
                                         .why = why, .why_size = sizeof why);
    ward_speak();
    ward_leave();
    if (error && input)
        fail("%s: %s", input, *why ? why : cupro_strerror(error));
    if (error)
        fail("%s", *why ? why : cupro_strerror(error));
    return machine;
}

static cupro_plan *open_plan(const cupro_machine *machine, const cupro_pool_options *pool)
{
    cupro_plan *plan;
    const int error = cupro_plan_open_with(&plan, machine, pool);
    if (error == CUPRO_EINVAL && pool->cpus)
        fail("'%s' is not a list of PUs, such as 0-3,8", pool->cpus);
    if (error && pool->cpus)
        fail("PUs %s: %s", pool->cpus, cupro_strerror(error));
    if (error == CUPRO_EINVAL && pool->threads > 0)
        fail("no plan for %d threads: %s", pool->threads, cupro_strerror(error));
    if (error)
        fail("no plan: %s", cupro_strerror(error));
    return plan;
}

static void print(const struct topo_report *report, const struct topo_options *options)
{
    struct draft page = {0};
    struct output out;
    if (options->form == TOPO_JSON)
        draft_json(&page, report);
    else if (options->form == TOPO_SVG)
        draft_svg(&page, report);
    else
        draft_page(&page, report, options->full);
    if (page.failed)
        fail_code(CUPRO_ENOMEM);
    output_open(&out, STDOUT_FILENO);
    output_bytes(&out, page.buffer.bytes, page.used);
    output_close_or_fail(&out);
    draft_free(&page);
}

/* Whether a check, if there was one, found no difference. */
static bool report_on(const cupro_machine *machine, const struct topo_options *options)
{
    cupro_pool_options pool;
    struct plan_check check = {.same = true};
    struct seats seats;
    struct draft caches = {0};
    cupro_plan *plan = topo_options_plan(options, &pool) ? open_plan(machine, &pool) : NULL;
    if (options->check)
        plan_check_make(&check, machine, plan, &pool);
    seats_open(&seats, machine, plan);
    draft_common_caches(&caches, machine);
    const struct topo_report report = {
        .machine = machine,
        .input = options->input,
        .plan = plan,
        .seats = &seats,
        .check = options->check ? &check : NULL,
        .caches = caches.failed ? "" : (const char *)caches.buffer.bytes,
    };
    print(&report, options);
    const bool same = check.same;
    draft_free(&caches);
    seats_close(&seats);
    plan_check_free(&check);
    cupro_plan_close(plan);
    return same;
}

int main(int argc, char **argv)
{
    struct topo_options options;

    setlocale(LC_CTYPE, "");
    hold_standard_descriptors();
    topo_options_parse(&options, argc, argv);
    cupro_machine *machine = open_machine(options.input);
    const bool same = report_on(machine, &options);
    cupro_machine_close(machine);
    return same ? STATUS_OK : STATUS_UNREADABLE;
}
