/* SPDX-License-Identifier: MIT */
/* cupro_describe: what was chosen, why, and what the kernel says of it. */
#include "memory/placing.h"
#include "runtime/limits/count.h"
#include "runtime/engine/here.h"
#include "runtime/machine/kinds.h"
#include "runtime/pools/pool.h"
#include "runtime/limits/profile.h"
#include "runtime/limits/quota.h"

#include <limits.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>

/* Text that counts on when the buffer is full, as snprintf does. */
struct page {
    char *text;
    size_t size;
    size_t length;
};

__attribute__((format(printf, 2, 3))) static void say(struct page *page, const char *format, ...)
{
    bool room = page->length < page->size;
    va_list args;
    va_start(args, format);
    int length = vsnprintf(room ? page->text + page->length : NULL,
                           room ? page->size - page->length : 0, format, args);
    va_end(args);
    page->length += length > 0 ? (size_t)length : 0;
}

static void say_machine(struct page *page, const struct cupro__machine *machine)
{
    say(page, "machine: %d packages, %d NUMA nodes, %d L3 caches, %d cores, %d PUs%s\n",
        machine->packages, machine->nodes, machine->l3s, machine->cores, machine->pus,
        machine->real ? "" : " (not this machine: nothing is bound)");
}

static void say_quota(struct page *page)
{
    struct cupro__quota quota;
    cupro__quota("", &quota);
    if (quota.cpus > 0)
        say(page, "quota: %.2f CPUs (%s)\n", quota.cpus, quota.source);
    else
        say(page, "quota: none\n");
}

static void say_memory(struct page *page)
{
    char placing[128];
    cupro__placing_text(placing, sizeof placing);
    say(page, "memory: %s\n", placing);
}

static const char *source(bool from_profile)
{
    return from_profile ? "the profile" : "usual";
}

static void say_profile(struct page *page)
{
    const struct cupro__profile *profile = cupro__profile();
    if (*profile->fault != '\0')
        say(page, "profile: ignored: %s: %s\n", profile->path, profile->fault);
    else
        say(page, "profile: %s\n", profile->is_there ? profile->path : "none");
    say(page, "grain: chunks of %.3g us or more (%s); work of less than %.3g us stays here (%s)\n",
        profile->chunk_ns / 1000, source(profile->has_chunk_ns), profile->inline_ns / 1000,
        source(profile->has_inline_ns));
}

static void say_default(struct page *page)
{
    char why[96];
    struct cupro__context team = cupro__backend_context();
    say(page, "pool: default\n");
    if (team.in_team && !cupro__here.forked) {
        say(page, "threads: %d (the OpenMP team that calls)\n", team.size);
    } else {
        cupro__count_reason(why, sizeof why);
        say(page, "threads: %d (%s)\n", cupro__count_threads(), why);
    }
    say(page, "bind: none\n");
}

static void say_fellow(struct page *page, const cupro_pool *pool, int index)
{
    char plan[256], actual[256];
    cupro__plan_text(&pool->plan, index, plan, sizeof plan);
    cupro__binding_of(pool->fellow[index].tid, actual, sizeof actual);
    say(page, "thread %d: planned %s, bound to %s\n", index, plan, actual);
}

static void say_part(struct page *page, const cupro_pool *pool)
{
    char cpus[256];
    const cupro_pool_options *options = &pool->options;
    if (pool->part == NULL)
        return;
    hwloc_bitmap_list_snprintf(cpus, sizeof cpus, pool->part);
    say(page, "part: PUs %s", cpus);
    if (options->cores != CUPRO_CORES_ALL)
        say(page, ", %s cores%s",
            options->cores == CUPRO_CORES_PERFORMANCE ? "performance" : "efficiency",
            cupro__kinds_differ(pool->machine) ? "" : " (all of them, as far as is known)");
    say(page, "%s\n", options->one_pu_a_core ? ", one PU a core" : "");
}

static void say_pool(struct page *page, const cupro_pool *pool)
{
    say(page, "pool: %s\n", pool->options.name);
    say(page, "threads: %d (%s)\n", pool->threads, pool->why);
    if (pool->threads < pool->asked)
        say(page, "asked: %d, of which the OpenMP runtime gave %d\n", pool->asked, pool->threads);
    say(page, "bind: %s (%s)\n", cupro__bind_name(pool->options.bind), pool->why_bind);
    say_part(page, pool);
    if (pool->machine != NULL)
        say_machine(page, pool->machine);
    for (int i = 0; i < pool->threads; i++)
        say_fellow(page, pool, i);
}

int cupro_describe(cupro_pool *pool, char *text, size_t size)
{
    if (text == NULL && size > 0)
        return CUPRO_EINVAL;
    struct page page = {text, size, 0};
    if (pool == NULL)
        pool = cupro__here.used != NULL ? cupro__here.used : cupro__here.pool;
    bool guest = pool != NULL && pool != cupro__here.pool;
    int error = guest ? cupro__registry_enter(pool) : 0;
    if (error != 0)
        return error;
    if (pool != NULL)
        say_pool(&page, pool);
    else
        say_default(&page);
    say_quota(&page);
    say_memory(&page);
    say_profile(&page);
    if (guest)
        cupro__registry_leave(pool);
    return page.length > INT_MAX ? INT_MAX : (int)page.length;
}
