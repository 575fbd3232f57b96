/* SPDX-License-Identifier: MIT */
/* The machine and the plan in a few lines (see summary.h). */
#include "topo/text/summary.h"
#include "topo/text/labels.h"
#include "topo/text/number_list.h"

#include "common/diagnostics.h"

#include <cupro/error.h>

#include <stdio.h>
#include <stdlib.h>

static void begin(struct draft *page, const char *what)
{
    draft_text(page, what);
    for (size_t i = strlen(what); i < 11; i++)
        draft_byte(page, ' ');
}

/* "a, b": a comma before all but the first. */
static void item(struct draft *page, size_t begun)
{
    if (page->used > begun)
        draft_text(page, ", ");
}

/* -- What there is ----------------------------------------------------------------------------- */

/* The first name of a package, or the machine's. */
static const char *model_of(const cupro_machine *machine)
{
    for (size_t i = 0; i < machine->objects; i++)
        if (machine->object[i].type <= CUPRO_OBJECT_PACKAGE && *machine->object[i].name != '\0' &&
            machine->object[i].type != CUPRO_OBJECT_GROUP)
            return machine->object[i].name;
    return "";
}

static void say_machine(struct draft *page, const cupro_machine *machine, const char *input)
{
    const char *model = model_of(machine);
    begin(page, "machine");
    for (; *model == ' '; model++)
        continue;
    for (const char *at = model; *at != '\0'; at++)
        if (*at != ' ' || (at[1] != ' ' && at[1] != '\0'))
            draft_byte(page, *at >= ' ' && *at < 127 ? *at : '?');
    if (*model == '\0' && input)
        draft_text(page, "unnamed");
    if (*model != '\0' && !input)
        draft_text(page, ", ");
    if (!input)
        draft_text(page, machine->here ? "this one" : "as the environment describes it to hwloc");
    if (input) {
        draft_byte(page, '\n');
        begin(page, "read from");
        draft_text(page, input);
    }
    draft_byte(page, '\n');
}

static void say_kind_of_object(struct draft *page, size_t begun, const cupro_machine *machine,
                               cupro_object_type type, int level)
{
    size_t count = 0;
    uint64_t bytes = 0, all = 0;
    bool same = true;
    const cupro_object *first = NULL;
    for (size_t i = 0; i < machine->objects; i++) {
        const cupro_object *object = &machine->object[i];
        if (object->type != type || object->level != level || object->holds == 'm')
            continue;
        first = first ? first : object;
        bytes = count == 0 ? object->bytes : bytes;
        same = same && object->bytes == bytes;
        all += object->bytes;
        count++;
    }
    if (count == 0)
        return;
    item(page, begun);
    draft_count_of(page, count, object_noun(first));
    if (all == 0)
        return;
    draft_text(page, " (");
    draft_size(page, same && type == CUPRO_OBJECT_CACHE ? bytes : all);
    draft_byte(page, ')');
}

static void say_objects(struct draft *page, const cupro_machine *machine, const char *caches)
{
    begin(page, "has");
    const size_t begun = page->used;
    say_kind_of_object(page, begun, machine, CUPRO_OBJECT_PACKAGE, 0);
    say_kind_of_object(page, begun, machine, CUPRO_OBJECT_NODE, 0);
    say_kind_of_object(page, begun, machine, CUPRO_OBJECT_CACHE, 3);
    say_kind_of_object(page, begun, machine, CUPRO_OBJECT_CORE, 0);
    say_kind_of_object(page, begun, machine, CUPRO_OBJECT_PU, 0);
    draft_byte(page, '\n');
    if (*caches == '\0')
        return;
    begin(page, "each core");
    draft_text(page, caches);
    draft_byte(page, '\n');
}

static void say_core_kinds(struct draft *page, const cupro_machine *machine)
{
    char text[128];
    for (size_t i = 0; i < machine->kinds && machine->kinds > 1; i++) {
        const cupro_core_kind *kind = &machine->kind[i];
        begin(page, i == 0 ? "kinds" : "");
        const int length = snprintf(text, sizeof text, "%zu: %s", i, kind->name);
        draft_bytes(page, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
        if (kind->megahertz > 0) {
            snprintf(text, sizeof text, "%s%.1f GHz", *kind->name != '\0' ? ", " : "",
                     kind->megahertz / 1000.0);
            draft_text(page, text);
        }
        draft_text(page, *kind->name != '\0' || kind->megahertz > 0 ? ", " : "");
        draft_count_of(page, (size_t)kind->pus, "PU");
        if (kind->efficiency >= 0 && i == 0)
            draft_text(page, ", the slowest");
        else if (kind->efficiency >= 0 && i + 1 == machine->kinds)
            draft_text(page, ", the fastest");
        draft_byte(page, '\n');
    }
}

/* -- What may be used -------------------------------------------------------------------------- */

static void say_others(struct draft *page, int count, const char *why)
{
    if (count == 0)
        return;
    draft_text(page, "; ");
    draft_number(page, (uint64_t)count, 0);
    draft_text(page, why);
}

static void say_usable(struct draft *page, const cupro_machine *machine)
{
    const cupro_object *root = &machine->object[0];
    const int there = root->pus + root->masked + root->forbidden + root->absent;
    begin(page, "usable");
    if (root->pus < there) {
        draft_number(page, (uint64_t)root->pus, 0);
        draft_text(page, " of ");
    } else {
        draft_text(page, "all ");
    }
    draft_count_of(page, (size_t)there, "PU");
    say_others(page, root->masked, " not in the affinity mask");
    say_others(page, root->forbidden, " forbidden by a cpuset");
    say_others(page, root->absent, " offline or out of sight");
    draft_byte(page, '\n');
    if (!machine->here)
        return;
    begin(page, "quota");
    if (machine->quota > 0) {
        char text[64];
        snprintf(text, sizeof text, "%.2f CPUs, says ", machine->quota);
        draft_text(page, text);
        draft_text(page, machine->quota_source);
    } else {
        draft_text(page, "none");
    }
    draft_byte(page, '\n');
}

/* -- The plan ---------------------------------------------------------------------------------- */

/* Threads on each node; `nodes`: their indexes end before it. */
static int *count_by_node(const cupro_plan *plan, int nodes)
{
    int *count = calloc((size_t)nodes + 1, sizeof *count);
    if (!count)
        fail_code(CUPRO_ENOMEM);
    for (int t = 0; t < plan->threads; t++)
        if (plan->place[t].node >= 0 && plan->place[t].node < nodes)
            count[plan->place[t].node]++;
    return count;
}

/* Nodes whose PUs are in the narrowest node around them: those that threads can be at home on. */
static bool has_home(const cupro_machine *machine, int node)
{
    for (size_t i = 0; i < machine->objects; i++)
        if (machine->object[i].type == CUPRO_OBJECT_NODE && machine->object[i].index == node)
            return machine->object[i].pus > 0;
    return false;
}

static void say_nodes(struct draft *page, const int *number, size_t count, int threads)
{
    if (threads > 0)
        draft_count_of(page, (size_t)threads, "thread");
    else
        draft_text(page, "none");
    draft_text(page, count > 1 && threads > 0 ? " on each of nodes "
                     : count > 1              ? " on nodes "
                                              : " on node ");
    draft_numbers(page, number, count, 40);
}

/* "8 threads on each of nodes 0-3, none on nodes 4-7", the most first. */
static void say_spread(struct draft *page, const cupro_machine *machine, const cupro_plan *plan)
{
    int *count = count_by_node(plan, machine->nodes), *same = count_by_node(plan, machine->nodes);
    int homeless = plan->threads;
    begin(page, "");
    const size_t begun = page->used;
    for (int threads = plan->threads; threads >= 0; threads--) {
        size_t alike = 0;
        for (int node = 0; node < machine->nodes; node++)
            if (count[node] == threads && (threads > 0 || has_home(machine, node)))
                same[alike++] = node;
        if (alike == 0)
            continue;
        item(page, begun);
        say_nodes(page, same, alike, threads);
        homeless -= threads * (int)alike;
    }
    if (homeless > 0) {
        item(page, begun);
        draft_count_of(page, (size_t)homeless, "thread");
        draft_text(page, " on PUs without a node");
    }
    draft_byte(page, '\n');
    free(same);
    free(count);
}

static void say_plan(struct draft *page, const cupro_machine *machine, const cupro_plan *plan)
{
    begin(page, "plan");
    draft_count_of(page, (size_t)plan->threads, "thread");
    draft_text(page, " (");
    draft_text(page, plan->why_threads);
    draft_text(page, "), bind ");
    draft_text(page, bind_word(plan->bind));
    if (strcmp(plan->why_bind, plan->why_threads) != 0) {
        draft_text(page, " (");
        draft_text(page, plan->why_bind);
        draft_byte(page, ')');
    }
    if (plan->bind == CUPRO_BIND_NONE) {
        draft_text(page, ": the kernel may move them");
        draft_text(page, plan->place[0].cpus > 0 ? " over PUs " : "");
        draft_numbers(page, plan->place[0].cpu, plan->place[0].cpus, 40);
    } else if (plan->threads > machine->pus) {
        draft_text(page, "; more than PUs: some share one");
    }
    draft_byte(page, '\n');
    if (machine->nodes > 1 && plan->bind != CUPRO_BIND_NONE)
        say_spread(page, machine, plan);
}

void draft_summary(struct draft *page, const cupro_machine *machine, const cupro_plan *plan,
                   const char *input, const char *caches)
{
    say_machine(page, machine, input);
    say_objects(page, machine, caches);
    say_core_kinds(page, machine);
    say_usable(page, machine);
    if (plan)
        say_plan(page, machine, plan);
}
