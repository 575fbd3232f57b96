/* SPDX-License-Identifier: MIT */
/* cupro-topo: the machine as cupro sees it, and where a pool's threads would go. */
#include "topo/topo_options.h"
#include "topo/tree_text.h"

#include "common/diagnostics.h"
#include "common/output.h"

#include <cupro/error.h>
#include <cupro/machine.h>

#include <stdlib.h>
#include <string.h>

const char program_name[] = "cupro-topo";

static cupro_machine *open_machine(const char *input)
{
    static const char made_up[] = "synthetic:";
    char why[256];
    cupro_machine *machine;
    const bool synthetic = input && strncmp(input, made_up, strlen(made_up)) == 0;
    const int error = cupro_machine_open(&machine, .xml = synthetic ? NULL : input,
                                         .synthetic = synthetic ? input + strlen(made_up) : NULL,
                                         .why = why, .why_size = sizeof why);
    if (error && input)
        fail("%s: %s", input, *why ? why : cupro_strerror(error));
    if (error)
        fail_code(error);
    return machine;
}

static cupro_plan *open_plan(const cupro_machine *machine, const struct topo_options *options)
{
    cupro_pool_options pool;
    cupro_plan *plan;
    if (!topo_options_plan(options, &pool))
        return NULL;
    const int error = cupro_plan_open_with(&plan, machine, &pool);
    if (error && pool.cpus)
        fail("--cpus=%s: %s", pool.cpus, cupro_strerror(error));
    if (error)
        fail_code(error);
    return plan;
}

int main(int argc, char **argv)
{
    struct topo_options options;
    struct output out;

    hold_standard_descriptors();
    setenv("HWLOC_HIDE_ERRORS", "2", 0); /* what it has to say we say ourselves, in one line */
    topo_options_parse(&options, argc, argv);
    cupro_machine *machine = open_machine(options.input);
    cupro_plan *plan = open_plan(machine, &options);
    output_open(&out, STDOUT_FILENO);
    print_tree(&out, machine, plan);
    output_close_or_fail(&out);
    cupro_plan_close(plan);
    cupro_machine_close(machine);
    return STATUS_OK;
}
