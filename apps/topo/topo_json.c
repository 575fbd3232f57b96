/* SPDX-License-Identifier: MIT */
/* JSON (see topo_json.h): one line for each object, place and fact, so that two outputs can be
 * compared with diff, too. */
#include "topo/topo_json.h"
#include "topo/text/labels.h"

#include "common/output/json_string.h"

#include <cupro/base.h>

#include <stdio.h>

/* -- Members of an object ---------------------------------------------------------------------- */

static void key(struct draft *page, const char *name)
{
    const char before = page->used > 0 ? (char)page->buffer.bytes[page->used - 1] : '{';
    draft_text(page, before == '{' ? "\"" : before == '\n' ? " \"" : ", \"");
    draft_text(page, name);
    draft_text(page, "\": ");
}

static void put_text(struct draft *page, const char *name, const char *text)
{
    key(page, name);
    if (text)
        json_string(page, text, strlen(text));
    else
        draft_text(page, "null");
}

static void put_number(struct draft *page, const char *name, uint64_t number)
{
    key(page, name);
    draft_number(page, number, 0);
}

/* null for what is not there. */
static void put_index(struct draft *page, const char *name, int index)
{
    key(page, name);
    if (index < 0)
        draft_text(page, "null");
    else
        draft_number(page, (uint64_t)index, 0);
}

static void put_bool(struct draft *page, const char *name, bool value)
{
    key(page, name);
    draft_text(page, value ? "true" : "false");
}

/* Elements of an array stand on lines of their own. */
static void begin_element(struct draft *page, size_t index)
{
    draft_text(page, index > 0 ? ",\n  {" : "\n  {");
}

static void end_array(struct draft *page, size_t count)
{
    draft_text(page, count > 0 ? "\n ]" : "]");
}

/* -- The machine ------------------------------------------------------------------------------- */

static const char *const type_names[] = {"machine", "group", "package", "die",
                                         "node",    "cache", "core",    "pu"};

static void put_object(struct draft *page, const cupro_object *object, size_t id)
{
    begin_element(page, id);
    put_number(page, "id", id);
    put_index(page, "parent", object->parent == CUPRO_NOWHERE ? -1 : (int)object->parent);
    put_text(page, "type", type_names[object->type]);
    put_index(page, "index", object->index);
    put_index(page, "number", object->number);
    if (object->type == CUPRO_OBJECT_CACHE) {
        const char holds[] = {object->holds, '\0'};
        put_number(page, "level", (uint64_t)object->level);
        put_text(page, "holds", holds);
    }
    if (object->type == CUPRO_OBJECT_CACHE || object->type == CUPRO_OBJECT_NODE)
        put_number(page, "bytes", object->bytes);
    if (object->type == CUPRO_OBJECT_NODE)
        put_bool(page, "barred", object->barred);
    if (object->type == CUPRO_OBJECT_CORE || object->type == CUPRO_OBJECT_PU)
        put_index(page, "kind", object->kind);
    put_number(page, "pus", (uint64_t)object->pus);
    put_number(page, "masked", (uint64_t)object->masked);
    put_number(page, "forbidden", (uint64_t)object->forbidden);
    put_number(page, "absent", (uint64_t)object->absent);
    if (*object->name != '\0')
        put_text(page, "name", object->name);
    draft_byte(page, '}');
}

static void put_usable(struct draft *page, const cupro_machine *machine)
{
    key(page, "usable");
    draft_byte(page, '{');
    put_number(page, "packages", (uint64_t)machine->packages);
    put_number(page, "nodes", (uint64_t)machine->nodes);
    put_number(page, "l3s", (uint64_t)machine->l3s);
    put_number(page, "cores", (uint64_t)machine->cores);
    put_number(page, "pus", (uint64_t)machine->pus);
    draft_byte(page, '}');
}

static void put_quota(struct draft *page, const cupro_machine *machine)
{
    key(page, "quota");
    if (machine->quota > 0) {
        draft_byte(page, '{');
        key(page, "cpus");
        draft_decimal(page, machine->quota);
        put_text(page, "source", machine->quota_source);
        draft_byte(page, '}');
    } else {
        draft_text(page, "null");
    }
}

static void put_kinds(struct draft *page, const cupro_machine *machine)
{
    draft_text(page, ",\n \"kinds\": [");
    for (size_t i = 0; i < machine->kinds; i++) {
        const cupro_core_kind *kind = &machine->kind[i];
        begin_element(page, i);
        put_index(page, "efficiency", kind->efficiency);
        put_text(page, "name", *kind->name != '\0' ? kind->name : NULL);
        put_index(page, "megahertz", kind->megahertz > 0 ? kind->megahertz : -1);
        put_number(page, "pus", (uint64_t)kind->pus);
        draft_byte(page, '}');
    }
    end_array(page, machine->kinds);
}

static void put_matrix(struct draft *page, const cupro_distances *matrix, size_t index)
{
    begin_element(page, index);
    put_text(page, "name", *matrix->name != '\0' ? matrix->name : NULL);
    put_text(page, "nearer", matrix->bandwidth ? "larger" : "smaller");
    key(page, "nodes");
    for (size_t i = 0; i < matrix->count; i++) {
        draft_byte(page, i > 0 ? ',' : '[');
        draft_number(page, matrix->node[i], 0);
    }
    draft_text(page, "],\n   \"values\": [");
    for (size_t i = 0; i < matrix->count * matrix->count; i++) {
        draft_text(page, i == 0 ? "[" : i % matrix->count == 0 ? "],\n     [" : ",");
        draft_number(page, matrix->value[i], 0);
    }
    draft_text(page, "]]}");
}

static void put_fact(struct draft *page, const cupro_memory_fact *fact, size_t index)
{
    begin_element(page, index);
    put_text(page, "name", fact->name);
    put_number(page, "node", fact->node);
    put_text(page, "from", *fact->from != '\0' ? fact->from : NULL);
    put_number(page, "value", fact->value);
    draft_byte(page, '}');
}

static void put_machine(struct draft *page, const cupro_machine *machine, const char *input)
{
    draft_text(page, "\"machine\": {");
    put_bool(page, "here", machine->here);
    put_text(page, "input", input);
    draft_text(page, ",\n");
    put_usable(page, machine);
    draft_text(page, ",\n");
    put_quota(page, machine);
    put_kinds(page, machine);
    draft_text(page, ",\n \"objects\": [");
    for (size_t i = 0; i < machine->objects; i++)
        put_object(page, &machine->object[i], i);
    end_array(page, machine->objects);
    draft_text(page, ",\n \"distances\": [");
    for (size_t i = 0; i < machine->matrices; i++)
        put_matrix(page, &machine->distances[i], i);
    end_array(page, machine->matrices);
    draft_text(page, ",\n \"memory\": [");
    for (size_t i = 0; i < machine->facts; i++)
        put_fact(page, &machine->fact[i], i);
    end_array(page, machine->facts);
    draft_byte(page, '}');
}

/* -- The plan ---------------------------------------------------------------------------------- */

static void put_cpus(struct draft *page, const int *cpu, size_t count)
{
    key(page, "cpus");
    draft_byte(page, '[');
    for (size_t i = 0; i < count; i++) {
        draft_text(page, i > 0 ? "," : "");
        draft_number(page, (uint64_t)cpu[i], 0);
    }
    draft_byte(page, ']');
}

static void put_place(struct draft *page, const cupro_thread_place *place, size_t thread)
{
    begin_element(page, thread);
    put_number(page, "thread", thread);
    put_cpus(page, place->cpu, place->cpus);
    put_index(page, "core", place->core);
    put_index(page, "l3", place->l3);
    put_index(page, "node", place->node);
    put_index(page, "package", place->package);
    draft_byte(page, '}');
}

static void put_plan(struct draft *page, const cupro_plan *plan)
{
    draft_text(page, "\"plan\": ");
    if (!plan) {
        draft_text(page, "null");
        return;
    }
    draft_byte(page, '{');
    put_text(page, "bind", bind_word(plan->bind));
    put_text(page, "why_bind", plan->why_bind);
    put_number(page, "threads", (uint64_t)plan->threads);
    put_text(page, "why_threads", plan->why_threads);
    draft_text(page, ",\n \"places\": [");
    for (int t = 0; t < plan->threads; t++)
        put_place(page, &plan->place[t], (size_t)t);
    end_array(page, (size_t)plan->threads);
    draft_byte(page, '}');
}

static void put_check(struct draft *page, const struct plan_check *check)
{
    draft_text(page, "\"check\": ");
    if (!check) {
        draft_text(page, "null");
        return;
    }
    draft_byte(page, '{');
    put_bool(page, "same", check->same);
    draft_text(page, ",\n \"threads\": [");
    for (int t = 0; t < check->threads; t++) {
        begin_element(page, (size_t)t);
        put_number(page, "thread", (uint64_t)t);
        put_cpus(page, check->thread[t].cpu, check->thread[t].cpus);
        put_bool(page, "same", check->thread[t].same);
        draft_byte(page, '}');
    }
    end_array(page, (size_t)check->threads);
    draft_byte(page, '}');
}

void draft_json(struct draft *page, const struct topo_report *report)
{
    char version[64];
    snprintf(version, sizeof version, "{\"format\": 1, \"cupro\": \"%d.%d.%d\",\n",
             CUPRO_VERSION_MAJOR, CUPRO_VERSION_MINOR, CUPRO_VERSION_PATCH);
    draft_text(page, version);
    put_machine(page, report->machine, report->input);
    draft_text(page, ",\n");
    put_plan(page, report->plan);
    draft_text(page, ",\n");
    put_check(page, report->check);
    draft_text(page, "}\n");
}
