/* SPDX-License-Identifier: MIT */
/* What cupro-tune makes of figures, whatever they are: the knee, the advice, the profile; what it
 * would measure on other machines; and how much memory it takes there is. */
#include "dice.h"
#include "made_folder.h"
#include "run_tests.h"

#include "tune/advice.h"
#include "tune/memory_room.h"
#include "tune/reports.h"
#include "tune/scaling.h"

#include <cupro/machine.h>
#include <cupro/profile.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char program_name[] = "test";

/* -- The knee ---------------------------------------------------------------------------------- */

START_TEST(the_knee_is_the_first_that_is_good_enough)
{
    struct dice dice = dice_for(_i);
    for (int round = 0; round < 1000; round++) {
        double median[20], least = 1e9;
        const size_t count = 1 + dice_below(&dice, 20);
        for (size_t i = 0; i < count; i++) {
            median[i] = 1 + (double)dice_below(&dice, 50) / 100;
            least = median[i] < least ? median[i] : least;
        }
        const size_t knee = advice_knee(median, count, 0.1);
        ck_assert_uint_lt(knee, count);
        ck_assert_double_le(median[knee], least * 1.1);
        for (size_t i = 0; i < knee; i++)
            ck_assert_double_gt(median[i], least * 1.1);
    }
}
END_TEST

/* -- A machine of 1, 2, 4 and 8 threads, none and compact -------------------------------------- */

static struct figure seconds(double median)
{
    return (struct figure){{median, median * 0.98, median * 1.04}, 5};
}

static struct tuning *usual_tuning(void)
{
    static struct tuning tuning;
    tuning = (struct tuning){.pus = 8, .seconds = 10};
    cupro_profile_machine(tuning.machine, sizeof tuning.machine);
    struct scaling *scaling = &tuning.scaling;
    for (size_t c = 0; c < 4; c++)
        scaling->count[c] = 1 << c;
    scaling->counts = 4;
    scaling->elements = 1000000;
    scaling->policy[0] = CUPRO_BIND_NONE;
    scaling->policy[1] = CUPRO_BIND_COMPACT;
    scaling->policies = 2;
    scaling->differs[0] = scaling->differs[1] = true;
    for (int work = 0; work < TUNE_WORKS; work++)
        for (size_t c = 0; c < 4; c++)
            for (size_t p = 0; p < 2; p++)
                scaling->time[work][c][p] = seconds(1.0 / scaling->count[c]);
    tuning.grain.threads = 8;
    for (int i = 0; i < TUNE_CHUNKS; i++) {
        tuning.grain.chunk[i] = 125 << i;
        tuning.grain.time[i] = seconds(1);
    }
    for (int i = 0; i < TUNE_STARTS; i++) {
        tuning.grain.start[i] = 1000 << i;
        tuning.grain.alone[i] = seconds(1e-6 * (1 << i));
        tuning.grain.team[i] = seconds(20e-6); /* faster from 32 us on */
    }
    return &tuning;
}

START_TEST(where_all_threads_and_usual_times_are_best_nothing_is_advised)
{
    struct tuning *tuning = usual_tuning();
    advice_find(tuning);
    ck_assert_uint_eq(tuning->advice.threads, 3);
    ck_assert(tuning->advice.all_threads);
    ck_assert_uint_eq(tuning->advice.policy, 0);
    ck_assert(tuning->advice.usual_chunk);
    ck_assert_int_eq(tuning->advice.start, 5);
    ck_assert(tuning->advice.usual_start);
}
END_TEST

START_TEST(an_unsteady_figure_for_the_usual_chunk_is_no_reason_for_another)
{
    struct tuning *tuning = usual_tuning();
    struct spread *usual = &tuning->grain.time[4].spread; /* of 2 us */
    usual->median = 1.5;
    usual->least = 1.2;
    advice_find(tuning);
    ck_assert(!tuning->advice.usual_chunk);
    ck_assert_int_eq(tuning->advice.chunk, 0);
    usual->least = 0.9;
    advice_find(tuning);
    ck_assert(tuning->advice.usual_chunk);
}
END_TEST

START_TEST(the_work_that_scales_furthest_says_how_many_threads)
{
    struct tuning *tuning = usual_tuning();
    for (size_t p = 0; p < 2; p++) {
        for (int work = 0; work < TUNE_WORKS; work++)
            tuning->scaling.time[work][3][p] = seconds(0.25);
        tuning->scaling.time[TUNE_REDUCE][2][p] = seconds(0.5);
        tuning->scaling.time[TUNE_REDUCE][3][p] = seconds(0.49);
    }
    advice_find(tuning);
    ck_assert_uint_eq(tuning->advice.knee[TUNE_REDUCE], 1);
    ck_assert_uint_eq(tuning->advice.knee[TUNE_SORT], 2);
    ck_assert_uint_eq(tuning->advice.threads, 2);
    ck_assert(!tuning->advice.all_threads);
}
END_TEST

START_TEST(a_policy_is_advised_if_it_gains_enough)
{
    struct tuning *tuning = usual_tuning();
    for (int work = 0; work < TUNE_WORKS; work++)
        tuning->scaling.time[work][3][1] = seconds(0.97 / 8);
    advice_find(tuning);
    ck_assert_uint_eq(tuning->advice.policy, 0);
    for (int work = 0; work < TUNE_WORKS; work++)
        tuning->scaling.time[work][3][1] = seconds(0.93 / 8);
    advice_find(tuning);
    ck_assert_uint_eq(tuning->advice.policy, 1);
    tuning->scaling.differs[1] = false;
    advice_find(tuning);
    ck_assert_uint_eq(tuning->advice.policy, 0);
}
END_TEST

/* -- The profile ------------------------------------------------------------------------------- */

static void describe_with(const struct tuning *tuning, char *text, size_t size)
{
    char name[] = "/tmp/cupro-tuning-XXXXXX";
    const int fd = mkstemp(name);
    FILE *file = fdopen(fd, "w");
    ck_assert_ptr_nonnull(file);
    report_profile(file, tuning);
    ck_assert_int_eq(fclose(file), 0);
    unsetenv("CUPRO_NUM_THREADS");
    unsetenv("OMP_NUM_THREADS");
    unsetenv("CUPRO_BIND");
    setenv("CUPRO_PROFILE", name, 1);
    cupro_pool *pool;
    ck_assert_int_eq(cupro_pool_open(&pool), 0);
    ck_assert_int_gt(cupro_describe(pool, text, size), 0);
    ck_assert_int_eq(cupro_pool_close(pool), 0);
    remove(name);
    ck_assert_msg(strstr(text, "profile: /tmp/cupro-tuning-") != NULL, "%s", text);
}

/* One thread is fewer than there are on most machines, and as many on the others. */
static void advise_much(struct tuning *tuning)
{
    for (int work = 0; work < TUNE_WORKS; work++)
        for (size_t c = 0; c < 4; c++) {
            tuning->scaling.time[work][c][0] = seconds(1);
            tuning->scaling.time[work][c][1] = seconds(0.5);
        }
    for (int i = 0; i < TUNE_CHUNKS; i++)
        tuning->grain.time[i] = seconds(tuning->grain.chunk[i] < 16000 ? 2 : 1);
    for (int i = 0; i < TUNE_STARTS; i++)
        tuning->grain.team[i] = seconds(200e-6);
    advice_find(tuning);
}

START_TEST(the_library_reads_what_is_advised)
{
    char text[4096];
    struct tuning *tuning = usual_tuning();
    advise_much(tuning);
    describe_with(tuning, text, sizeof text);
    ck_assert_msg(strstr(text, "threads: 1 (") != NULL, "%s", text);
    ck_assert_msg(strstr(text, "bind: compact (the profile)") != NULL, "%s", text);
    ck_assert_msg(strstr(text, "chunks of 16 us or more (the profile)") != NULL, "%s", text);
    ck_assert_msg(strstr(text, "less than 256 us stays here (the profile)") != NULL, "%s", text);
}
END_TEST

static void make_unsteady(struct tuning *tuning)
{
    for (int work = 0; work < TUNE_WORKS; work++)
        for (size_t c = 0; c < 4; c++)
            for (size_t p = 0; p < 2; p++)
                tuning->scaling.time[work][c][p].spread.most *= 1.3;
    advice_find(tuning);
}

START_TEST(what_is_doubtful_does_not_count)
{
    char text[4096];
    struct tuning *tuning = usual_tuning();
    advise_much(tuning);
    ck_assert(!tune_is_busy(tuning) && !tune_is_unsteady(tuning));
    tuning->others = _i == 0 ? 3 : 0;
    if (_i != 0)
        make_unsteady(tuning);
    ck_assert(tune_is_busy(tuning) != tune_is_unsteady(tuning));
    describe_with(tuning, text, sizeof text);
    ck_assert_msg(strstr(text, "bind: none (usual)") != NULL, "%s", text);
    ck_assert_msg(strstr(text, "chunks of 2 us or more (usual)") != NULL, "%s", text);
    ck_assert_msg(strstr(text, "less than 20 us stays here (usual)") != NULL, "%s", text);
}
END_TEST

/* -- Other machines ---------------------------------------------------------------------------- */

static const char *const machines[] = {
    "pu:1",
    "core:2 pu:1",
    "package:1 core:6 pu:2",
    "package:2 numa:2 l3:2 core:4 pu:2",
    "package:2 [numa(memory=8GB)] [numa(memory=2GB)] l3:1 core:3 pu:2",
    "package:8 numa:1 core:24 pu:2",
};

static void check_plan(const struct scaling *scaling, int pus)
{
    ck_assert_int_eq(scaling->count[0], 1);
    ck_assert_int_eq(scaling->count[scaling->counts - 1], pus);
    ck_assert_int_eq((int)scaling->policy[0], CUPRO_BIND_NONE);
    for (size_t c = 0; c < scaling->counts; c++) {
        ck_assert(c == 0 || scaling->count[c - 1] < scaling->count[c]);
        ck_assert_uint_eq(scaling->same[c][0], 0);
        for (size_t p = 0; p < scaling->policies; p++) {
            const size_t same = scaling->same[c][p];
            ck_assert_uint_le(same, p);
            ck_assert_uint_eq(scaling->same[c][same], same);
            ck_assert(same != p || scaling->differs[p]);
        }
    }
}

START_TEST(each_number_of_threads_is_measured_once_with_each_policy_that_differs)
{
    static struct scaling scaling;
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
        cupro_machine *machine;
        ck_assert_int_eq(cupro_machine_open(&machine, .synthetic = machines[i]), 0);
        scaling_plan(&scaling, machine, machine->pus);
        check_plan(&scaling, machine->pus);
        cupro_machine_close(machine);
    }
}
END_TEST

/* Of a machine with 2 packages of 4 cores of 2 PUs: what is plain to see. */
START_TEST(policies_are_told_apart_by_their_plans)
{
    static struct scaling scaling;
    enum { NONE, COMPACT, SCATTER, CORE, NUMA };
    cupro_machine *machine;
    ck_assert_int_eq(cupro_machine_open(&machine, .synthetic = "package:2 numa:1 core:4 pu:2"), 0);
    scaling_plan(&scaling, machine, 16);
    ck_assert_uint_eq(scaling.counts, 5);
    const size_t four = 2, all = 4;
    for (size_t p = 0; p < scaling.policies; p++)
        ck_assert_uint_eq(scaling.same[four][p], p); /* all differ */
    ck_assert_uint_eq(scaling.same[all][SCATTER], COMPACT);
    ck_assert_uint_eq(scaling.same[all][CORE], COMPACT);
    ck_assert_uint_eq(scaling.same[all][NUMA], NUMA);
    cupro_machine_close(machine);
}
END_TEST

START_TEST(reports_of_large_machines_fit_a_terminal)
{
    enum { NODES = 24 };
    static int node[NODES], threads[NODES];
    static struct lane lane[NODES * NODES];
    struct tuning *tuning = usual_tuning();
    struct scaling *scaling = &tuning->scaling;
    strcpy(tuning->machine, "Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz; PUs 384, of a package "
                            "16, of a core 2; nodes 24");
    scaling->policies = TUNE_POLICIES;
    scaling->counts = 10;
    for (size_t p = 0; p < TUNE_POLICIES; p++) {
        scaling->policy[p] = (cupro_bind)(CUPRO_BIND_NONE + (int)p);
        scaling->differs[p] = true;
    }
    for (size_t c = 0; c < scaling->counts; c++) {
        scaling->count[c] = c < 9 ? 1 << c : 384;
        for (int work = 0; work < TUNE_WORKS; work++)
            for (size_t p = 0; p < TUNE_POLICIES; p++)
                scaling->time[work][c][p] = seconds(700.0 / scaling->count[c]);
    }
    for (int i = 0; i < NODES; i++)
        node[i] = i;
    for (int i = 0; i < NODES * NODES; i++)
        lane[i] = (struct lane){seconds(1234.5), seconds(0.1), i % 2};
    tuning->bandwidth = (struct bandwidth){NODES, NODES, node, threads, node, 1 << 30, lane};
    advice_find(tuning);
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    report_text(file, tuning);
    ck_assert_int_eq(fclose(file), 0);
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
        ck_assert_msg(strlen(line) <= 80, "%s", line);
    free(text);
}
END_TEST

/* -- Memory ------------------------------------------------------------------------------------ */

START_TEST(the_tightest_limit_on_memory_counts)
{
    made_folder_begin();
    const uint64_t limits = memory_room(made_folder); /* of the process, if it has any */
    made_folder_put("/proc/meminfo",
                    "MemTotal: 9000000 kB\nMemAvailable:    1000 kB\nSwapTotal: 5 kB\n");
    ck_assert_uint_eq(memory_room(made_folder), 1024000 < limits ? 1024000 : limits);
    made_folder_put("/proc/self/cgroup", "12:cpu:/other\n4:memory:/a/b\n0::/c\n");
    made_folder_put("/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes", "9223372036854771712\n");
    made_folder_put("/sys/fs/cgroup/memory/a/b/memory.usage_in_bytes", "1000\n");
    ck_assert_uint_eq(memory_room(made_folder), 1024000);
    made_folder_put("/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "900000\n");
    made_folder_put("/sys/fs/cgroup/memory/a/memory.usage_in_bytes", "100000\n");
    ck_assert_uint_eq(memory_room(made_folder), 800000);
    made_folder_put("/sys/fs/cgroup/c/memory.max", "max\n");
    made_folder_put("/sys/fs/cgroup/c/memory.current", "5\n");
    ck_assert_uint_eq(memory_room(made_folder), 800000);
    made_folder_put("/sys/fs/cgroup/memory.max", "700000\n");
    made_folder_put("/sys/fs/cgroup/memory.current", "600000\n");
    ck_assert_uint_eq(memory_room(made_folder), 100000);
    made_folder_put("/sys/fs/cgroup/c/memory.max", "4\n");
    ck_assert_uint_eq(memory_room(made_folder), 0);
    made_folder_put("/proc/self/cgroup", "nonsense\n::\n:\n\n0:\n0::\n");
    ck_assert_uint_eq(memory_room(made_folder), 100000);
    made_folder_end();
    ck_assert_uint_gt(memory_room(""), 0);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("tuning", 2, the_knee_is_the_first_that_is_good_enough,
                     where_all_threads_and_usual_times_are_best_nothing_is_advised,
                     an_unsteady_figure_for_the_usual_chunk_is_no_reason_for_another,
                     the_work_that_scales_furthest_says_how_many_threads,
                     a_policy_is_advised_if_it_gains_enough, the_library_reads_what_is_advised,
                     what_is_doubtful_does_not_count,
                     each_number_of_threads_is_measured_once_with_each_policy_that_differs,
                     policies_are_told_apart_by_their_plans,
                     reports_of_large_machines_fit_a_terminal, the_tightest_limit_on_memory_counts);
}
