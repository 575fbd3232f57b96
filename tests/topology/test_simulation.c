/* SPDX-License-Identifier: MIT */
/*
 * How the engine shares out work on machines that are not here: 8 to 512 virtual workers
 * (simulated.h) on synthetic and on captured machines, 64 chunks of 20 us on average for each.
 *
 * Balance: skewed work is done in at most 1.1 times the time that it would take if nobody ever
 * waited or stole. (With chunks of 2 us, the shortest that the engine makes, the looking around of
 * 512 workers alone takes a fifth of an operation's 128 us.)
 *
 * At home: where all workers are equal, and chunks differ a little, at most 5 % of all chunks leave
 * their node. That is not much of a test, since hardly anything is stolen then. So there is uniform
 * work on workers of unequal speed, too, where every other one takes 1.5 times as long: of the
 * tenth of all chunks that must change hands, at most 5 % go to another node, if each node has 8
 * workers or more, and as many slow as fast ones. Thieves that do not care for nodes must fail
 * that, or it would prove nothing.
 *
 * With CUPRO_TEST_TABLE=1 in the environment it prints a line a run.
 */
#include "run_tests.h"
#include "simulated.h"

#include <math.h>

/* -- Work -------------------------------------------------------------------------------------- */

/* In [0, 1), by the chunk. */
static double noise(uint32_t chunk)
{
    uint64_t state = (chunk + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);
    next_random(&state);
    return (double)(next_random(&state) >> 11) / 9007199254740992.0;
}

static double uniform(uint32_t chunk, uint32_t chunks)
{
    (void)chunks;
    return 0.9 + 0.2 * noise(chunk);
}

static double linear(uint32_t chunk, uint32_t chunks)
{
    return 0.05 + (double)chunk / chunks;
}

static double heavy_end(uint32_t chunk, uint32_t chunks)
{
    return chunk >= chunks - chunks / 8 ? 4 : 1;
}

static double heavy_beginning(uint32_t chunk, uint32_t chunks)
{
    return chunk < chunks / 8 ? 4 : 1;
}

/* Pareto's distribution with exponent 1.5, cut where a chunk would be a sixteenth of a worker's
 * share: whoever begins a longer one too late is waited for under any policy. */
static double heavy_tailed(uint32_t chunk, uint32_t chunks)
{
    (void)chunks;
    return fmin(pow(1 - noise(chunk), -1 / 1.5), 12);
}

static double equal_pace(int worker, int workers)
{
    (void)worker;
    (void)workers;
    return 1;
}

static double one_is_slow(int worker, int workers)
{
    return worker == workers / 2 ? 2 : 1;
}

static double every_other_is_slow(int worker, int workers)
{
    (void)workers;
    return worker % 2 == 0 ? 1 : 1.5;
}

static const struct work {
    const char *name;
    cost_fn *cost;
    pace_fn *pace;
} works[] = {
    {"uniform", uniform, equal_pace},
    {"uniform, unequal workers", uniform, every_other_is_slow},
    {"uniform, one slow worker", uniform, one_is_slow},
    {"linear", linear, equal_pace},
    {"heavy end", heavy_end, equal_pace},
    {"heavy beginning", heavy_beginning, equal_pace},
    {"heavy-tailed", heavy_tailed, equal_pace},
};

/* -- Runs -------------------------------------------------------------------------------------- */

struct site {
    struct fixture *fixture;
    struct cupro__plan plan;
    struct cupro__victims victims;
};

static struct site site_open(int machine, int workers)
{
    struct site site = {.fixture = setup(machine)};
    site.plan = make(site.fixture, CUPRO_BIND_SCATTER, workers);
    ck_assert_int_eq(cupro__victims_find(&site.victims, &site.plan, &site.fixture->machine), 0);
    return site;
}

static void site_close(struct site *site)
{
    cupro__victims_free(&site->victims);
    cupro__plan_free(&site->plan);
    teardown(site->fixture);
}

static struct simulation run(const struct site *site, const struct work *work, steal_fn *steal)
{
    struct simulation s = {.plan = &site->plan,
                           .victims = &site->victims,
                           .steal = steal,
                           .cost = work->cost,
                           .pace = work->pace,
                           .chunks_each = 64};
    simulate(&s);
    return s;
}

static uint64_t all_stolen(const struct simulation *s)
{
    uint64_t stolen = 0;
    for (int i = 0; i < CUPRO__KINSHIPS; i++)
        stolen += s->stolen[i];
    return stolen;
}

static void print_run(const struct site *site, const char *work, const struct simulation *s)
{
    const char *slash = strrchr(site->fixture->name, '/');
    if (getenv("CUPRO_TEST_TABLE") == NULL)
        return;
    printf(
        "%-40.40s %3d workers %2d nodes  %-24s %5.3f of ideal; steals near %4d, on the node %4d, "
        "remote %4d; remote chunks %5.2f %%, of stolen %5.1f %%\n",
        slash != NULL ? slash + 1 : site->fixture->name, s->plan->threads, s->victims->nodes, work,
        s->end, (int)s->steals[CUPRO__NEAR], (int)s->steals[CUPRO__SAME_NODE],
        (int)s->steals[CUPRO__REMOTE], 100.0 * (double)s->stolen[CUPRO__REMOTE] / s->chunks,
        100.0 * (double)s->stolen[CUPRO__REMOTE] / (double)(all_stolen(s) + !all_stolen(s)));
}

/* At least so many workers, an even number, on each node. */
static bool nodes_have(const struct cupro__victims *victims, int workers)
{
    for (int i = 0; i < victims->nodes; i++) {
        int own = victims->node[i].end - victims->node[i].first;
        if (own < workers || own % 2 != 0)
            return false;
    }
    return true;
}

#define EXPECT(condition)                                                                     \
    do {                                                                                      \
        if (!(condition))                                                                     \
            ck_abort_msg("%s, %d workers, %s: not so: %s (end %.3f, remote %d of %d stolen)", \
                         site->fixture->name, s.plan->threads, work->name, #condition, s.end, \
                         (int)s.stolen[CUPRO__REMOTE], (int)all_stolen(&s));                  \
    } while (0)

static void check_work(const struct site *site, const struct work *work)
{
    struct simulation s = run(site, work, cupro__steal);
    uint64_t remote = s.stolen[CUPRO__REMOTE];
    print_run(site, work->name, &s);
    EXPECT(s.ran == s.chunks);
    EXPECT(s.end <= 1.1);
    if (work->cost == uniform && work->pace == equal_pace && nodes_have(&site->victims, 2))
        EXPECT(remote <= s.chunks / 20);
    if (work->pace == every_other_is_slow && nodes_have(&site->victims, 8))
        EXPECT(remote <= all_stolen(&s) / 20);
}

/* Few workers on every machine, many on the captured ones, and each number in between on some. Of
 * the ragged machines, most are left out. */
static bool is_skipped(int machine, int workers, int number)
{
    if (is_ragged(machine) && machine % 8 != 0)
        return true;
    bool captured = is_captured(machine);
    return workers > 8 && !(captured && workers == 512) && (machine + number) % 6 != 0;
}

START_TEST(work_is_shared_out_evenly_and_mostly_at_home)
{
    static const int workers[] = {8, 16, 32, 64, 128, 256, 512};
    for (int i = 0; i < 7; i++) {
        if (is_skipped(_i, workers[i], i))
            continue;
        struct site site = site_open(_i, workers[i]);
        for (size_t w = 0; w < sizeof works / sizeof *works; w++)
            check_work(&site, &works[w]);
        site_close(&site);
    }
}
END_TEST

/* -- The test's own test ----------------------------------------------------------------------- */

static struct cupro__loot steal_anywhere(const struct cupro__runners *runners, int thread, int own)
{
    static uint64_t state = 88172645463325252u;
    struct cupro__loot loot = {-1, 0};
    int begin = random_between(&state, 0, runners->count - 1) + 0 * thread;
    for (int i = 0; i < runners->count && loot.chunks == 0; i++)
        loot = cupro__steal_from(runners, (begin + i) % runners->count, own);
    return loot;
}

START_TEST(thieves_that_do_not_care_for_nodes_are_noticed)
{
    if (_i >= SHAPES)
        return;
    struct site site = site_open(_i, 64);
    if (site.victims.nodes > 1 && nodes_have(&site.victims, 8)) {
        struct simulation s = run(&site, &works[1], steal_anywhere);
        print_run(&site, "by random thieves", &s);
        ck_assert_uint_gt(s.stolen[CUPRO__REMOTE], all_stolen(&s) / 5);
    }
    site_close(&site);
}
END_TEST

int main(void)
{
    return RUN_TESTS("simulation", count_machines(), work_is_shared_out_evenly_and_mostly_at_home,
                     thieves_that_do_not_care_for_nodes_are_noticed);
}
