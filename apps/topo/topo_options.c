/* SPDX-License-Identifier: MIT */
/* The command line of cupro-topo (see topo_options.h). */
#include "topo/topo_options.h"

#include "common/diagnostics.h"
#include "common/options/option_table.h"

#include <string.h>

enum {
    OPTION_CPUS = OPTION_OWN,
    OPTION_CORES,
    OPTION_ONE_PU,
    OPTION_CHECK,
    OPTION_INPUT,
    OPTION_FULL,
    OPTION_JSON,
    OPTION_SVG
};

static const struct option_row rows[] = {
    OPTION_ROW_HEADING("Which machine"),
    {OPTION_INPUT, "input", "MACHINE",
     "instead of this one: a FILE.xml that hwloc's lstopo\n"
     "wrote (-: standard input), or\n"
     "synthetic:\"package:2 core:8 pu:2\""},
    OPTION_ROW_HEADING("Which plan"),
    {OPTION_THREADS, "threads", "N", "plan N threads"},
    {OPTION_BIND, "bind", "POLICY",
     "bind them to PUs: none, compact, scatter, core,\n"
     "numa, or a list such as 0-3,8"},
    {OPTION_CPUS, "cpus", "LIST", "the same as --bind=LIST"},
    {OPTION_CORES, "cores", "KIND",
     "use cores of one kind: performance, efficiency, or\n"
     "all (default)"},
    {OPTION_ONE_PU, "one-pu-a-core", NULL, "use the first PU of each core only"},
    {OPTION_CHECK, "check", NULL,
     "open such a pool, and compare the plan with what the\n"
     "kernel says of each of its threads"},
    OPTION_ROW_HEADING("How it is shown"),
    {OPTION_FULL, "full", NULL,
     "a line for each PU; else what looks the same shares\n"
     "lines where there is much of it"},
    {OPTION_JSON, "json", NULL, "as JSON"},
    {OPTION_SVG, "svg", NULL, "as a drawing, in SVG"},
    OPTION_ROW_HEADING("Other"),
    OPTION_ROW_HELP('h'),
    OPTION_ROW_VERSION,
};

static const struct option_table table = {
    .usage = " [OPTION]...",
    .about = "Show the machine as cupro sees it, and where a pool's threads would be bound.\n",
    .rows = rows,
    .count = sizeof rows / sizeof rows[0],
    .notes = "PUs have the kernel's numbers. Other objects have those of plans and pools,\n"
             "which count what this process may use; where the kernel's number of a node is\n"
             "another, that is said. PUs in brackets are not this process's to use.\n"
             "\n"
             "With an option about plans, threads stand beside the PUs, or the nodes, that\n"
             "they would be bound to: \"0-1 on PUs 0,2\" are two threads on two of the PUs.\n"
             "\n"
             "Exit status: 0; 1 if --check finds a difference; 2 for wrong use, a machine\n"
             "that cannot be read, or a plan that cannot be made.\n",
};

static cupro_cores cores_named(const char *argument)
{
    static const char *const names[] = {"all", "performance", "efficiency"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(argument, names[i]) == 0)
            return (cupro_cores)(CUPRO_CORES_ALL + i);
    fail_usage("invalid argument '%s' for '--cores'", argument);
}

static void take_form(struct topo_options *options, enum topo_form form)
{
    if (options->form != TOPO_TEXT && options->form != form)
        fail_usage("--json and --svg exclude each other");
    options->form = form;
}

static void take(int id, const char *argument, void *settings)
{
    struct topo_options *options = settings;
    if (id == OPTION_BIND && strcmp(argument, "list") == 0)
        options->pool.bind = CUPRO_BIND_LIST;
    else if (id == OPTION_CPUS)
        options->cpus = argument;
    else if (id == OPTION_CORES)
        options->cores = cores_named(argument);
    else if (id == OPTION_ONE_PU)
        options->one_pu_a_core = true;
    else if (id == OPTION_CHECK)
        options->check = true;
    else if (id == OPTION_JSON || id == OPTION_SVG)
        take_form(options, id == OPTION_JSON ? TOPO_JSON : TOPO_SVG);
    else if (id == OPTION_FULL)
        options->full = true;
    else if (id == OPTION_INPUT)
        options->input = argument;
    else
        pool_choice_take(&options->pool, id, argument);
}

/* Lists come as --bind=LIST, as --cpus=LIST, or as --bind=list --cpus=LIST. */
static void settle_list(struct topo_options *options)
{
    struct pool_choice *pool = &options->pool;
    const bool list = pool->bind == CUPRO_BIND_LIST;
    if (options->cpus && (pool->bind_text || (pool->bind != CUPRO_BIND_DEFAULT && !list)))
        fail_usage("--cpus goes with --bind=list only");
    if (list && !options->cpus && !pool->bind_text)
        fail_usage("--bind=list needs --cpus");
    if ((list || options->cpus) && (options->cores != CUPRO_CORES_ALL || options->one_pu_a_core))
        fail_usage("a list names its PUs: it does not go with --cores or --one-pu-a-core");
    if (list && !options->cpus)
        options->cpus = pool->bind_text;
    if (options->cpus)
        pool->bind = CUPRO_BIND_LIST;
}

void topo_options_parse(struct topo_options *options, int argc, char **argv)
{
    *options = (struct topo_options){0};
    const int first = option_table_parse(&table, argc, argv, take, options);
    if (first < argc)
        fail_usage("extra operand '%s'", argv[first]);
    settle_list(options);
    if (options->check && options->input)
        fail_usage("--check needs this machine, and not --input");
}

bool topo_options_plan(const struct topo_options *options, cupro_pool_options *pool)
{
    *pool = (cupro_pool_options){.threads = options->pool.threads,
                                 .bind = options->pool.bind,
                                 .cpus = options->cpus,
                                 .cores = options->cores,
                                 .one_pu_a_core = options->one_pu_a_core};
    return pool->threads > 0 || pool->bind != CUPRO_BIND_DEFAULT ||
           pool->cores != CUPRO_CORES_ALL || pool->one_pu_a_core || options->check;
}
