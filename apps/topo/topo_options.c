/* SPDX-License-Identifier: MIT */
/* The command line of cupro-topo (see topo_options.h). */
#include "topo/topo_options.h"

#include "common/diagnostics.h"
#include "common/option_table.h"

#include <string.h>

enum { OPTION_CPUS = OPTION_OWN, OPTION_INPUT };

static const struct option_row rows[] = {
    OPTION_ROW_HEADING("Which machine"),
    {OPTION_INPUT, "input", "MACHINE",
     "instead of this one: a FILE.xml that hwloc's lstopo\n"
     "wrote, or synthetic:\"package:2 core:8 pu:2\""},
    OPTION_ROW_HEADING("Which plan"),
    {OPTION_THREADS, "threads", "N", "plan N threads"},
    {OPTION_BIND, "bind", "POLICY",
     "bind them to PUs: none, compact, scatter, core,\n"
     "numa, or a list such as 0-3,8"},
    {OPTION_CPUS, "cpus", "LIST", "the same as --bind=LIST"},
    OPTION_ROW_HEADING("Other"),
    OPTION_ROW_HELP('h'),
    OPTION_ROW_VERSION,
};

static const struct option_table table = {
    .usage = " [OPTION]...",
    .about = "Show the machine as cupro sees it, and where the threads of a pool would be bound.\n",
    .rows = rows,
    .count = sizeof rows / sizeof rows[0],
    .notes = "Exit status: 0, or 2 for wrong use, a machine that cannot be read, or a plan that\n"
             "cannot be made.\n",
};

static void take(int id, const char *argument, void *settings)
{
    struct topo_options *options = settings;
    if (id == OPTION_BIND && strcmp(argument, "list") == 0)
        options->pool.bind = CUPRO_BIND_LIST;
    else if (id == OPTION_CPUS)
        options->cpus = argument;
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
}

bool topo_options_plan(const struct topo_options *options, cupro_pool_options *pool)
{
    *pool = (cupro_pool_options){
        .threads = options->pool.threads, .bind = options->pool.bind, .cpus = options->cpus};
    return pool->threads > 0 || pool->bind != CUPRO_BIND_DEFAULT;
}
