/* SPDX-License-Identifier: MIT */
/* The machine: which PUs are in it, who may load it, and when. */
#include "run_tests.h"

#include "runtime/machine/topology.h"

#include <cupro/error.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

static void choose_own_machine(void)
{
    unsetenv("HWLOC_XMLFILE");
    unsetenv("HWLOC_SYNTHETIC");
    unsetenv("HWLOC_THISSYSTEM");
}

/* The n-th CPU of the calling thread's mask, or -1. */
static int nth_cpu(int n)
{
    cpu_set_t set;
    ck_assert_int_eq(sched_getaffinity(0, sizeof set, &set), 0);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET((unsigned)cpu, &set) && n-- == 0)
            return cpu;
    return -1;
}

static void bind_to(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((unsigned)cpu, &set);
    ck_assert_int_eq(sched_setaffinity(0, sizeof set, &set), 0);
}

static int count_own_cpus(void)
{
    cpu_set_t set;
    ck_assert_int_eq(sched_getaffinity(0, sizeof set, &set), 0);
    return CPU_COUNT(&set);
}

static int pus_now(void)
{
    struct cupro__machine machine;
    choose_own_machine();
    ck_assert_int_eq(cupro__machine_load(&machine), 0);
    ck_assert(machine.real);
    int pus = machine.pus;
    cupro__machine_free(&machine);
    return pus;
}

START_TEST(test_machine_is_what_the_process_is_bound_to)
{
    int cpus = count_own_cpus();
    ck_assert_int_eq(pus_now(), cpus);
    ck_assert_int_eq(count_own_cpus(), cpus);
    bind_to(nth_cpu(cpus - 1));
    ck_assert_int_eq(pus_now(), 1);
    ck_assert_int_eq(count_own_cpus(), 1);
}
END_TEST

struct visit {
    int cpu, error, pus_seen, cpus_left;
};

static void *load_while_bound(void *arg)
{
    struct visit *visit = arg;
    struct cupro__machine machine;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((unsigned)visit->cpu, &set);
    sched_setaffinity(0, sizeof set, &set);
    visit->error = cupro__machine_load(&machine);
    visit->pus_seen = machine.pus;
    cupro__machine_free(&machine);
    sched_getaffinity(0, sizeof set, &set);
    visit->cpus_left = CPU_COUNT(&set);
    return NULL;
}

START_TEST(test_a_pinned_thread_sees_the_whole_machine)
{
    pthread_t thread;
    struct visit visit = {.cpu = nth_cpu(0)};
    choose_own_machine();
    ck_assert_int_eq(pthread_create(&thread, NULL, load_while_bound, &visit), 0);
    pthread_join(thread, NULL);
    ck_assert_int_eq(visit.error, 0);
    ck_assert_int_eq(visit.pus_seen, count_own_cpus());
    ck_assert_int_eq(visit.cpus_left, 1);
}
END_TEST

START_TEST(test_another_machine_is_loaded_as_it_is)
{
    struct cupro__machine machine;
    bind_to(nth_cpu(0));
    setenv("HWLOC_SYNTHETIC", "pack:2 [numa] l3:3 core:2 pu:2", 1);
    ck_assert_int_eq(cupro__machine_load(&machine), 0);
    ck_assert(!machine.real);
    ck_assert_int_eq(machine.packages, 2);
    ck_assert_int_eq(machine.nodes, 2);
    ck_assert_int_eq(machine.l3s, 6);
    ck_assert_int_eq(machine.cores, 12);
    ck_assert_int_eq(machine.pus, 24);
    ck_assert_int_eq(machine.kinds, 0);
    cupro__machine_free(&machine);
    ck_assert_ptr_null(machine.topology);

    setenv("HWLOC_SYNTHETIC", "pu:5", 1);
    ck_assert_int_eq(cupro__machine_load(&machine), 0);
    ck_assert_int_eq(machine.packages + machine.l3s + machine.cores, 0);
    ck_assert_int_eq(machine.pus, 5);
    cupro__machine_free(&machine);
}
END_TEST

/* Captured machines and what is known of them. */
START_TEST(test_captured_machines_are_what_they_were)
{
    static const struct {
        const char *file;
        int packages, nodes, cores, pus, kinds;
    } known[] = {
        {"192em64t-24n8c2t", 24, 24, 192, 384, 0},
        {"96em64t-4n4d3ca2co-pci", 16, 4, 96, 96, 0},
        {"64intel64-fakeKNL-SNC4-hybrid", 1, 8, 16, 64, 0},
        {"16em64t-4s2c2t-offlines", 4, 1, 6, 7, 0},
        {"8intel64-4n2t-memattrs", 0, 4, 0, 8, 0},
        {"fakecpukinds", 1, 1, 2, 4, 3},
    };
    const char *folder = getenv("CUPRO_TOPOLOGIES");
    if (folder == NULL && _i == 0)
        printf("note: captured machines skipped: CUPRO_TOPOLOGIES is not set\n");
    for (size_t i = 0; folder != NULL && i < sizeof known / sizeof *known; i++) {
        char path[4096];
        struct cupro__machine machine;
        snprintf(path, sizeof path, "%s/%s.xml", folder, known[i].file);
        if (access(path, R_OK) != 0)
            continue;
        setenv("HWLOC_XMLFILE", path, 1);
        setenv("HWLOC_THISSYSTEM", "0", 1);
        ck_assert_int_eq(cupro__machine_load(&machine), 0);
        ck_assert_msg(!machine.real && machine.packages == known[i].packages &&
                          machine.nodes == known[i].nodes && machine.cores == known[i].cores &&
                          machine.pus == known[i].pus && machine.kinds == known[i].kinds,
                      "%s: %d packages, %d nodes, %d cores, %d PUs, %d kinds", path,
                      machine.packages, machine.nodes, machine.cores, machine.pus, machine.kinds);
        cupro__machine_free(&machine);
    }
}
END_TEST

START_TEST(test_loading_is_tried_again_after_a_failure)
{
    const struct cupro__machine *first, *second;
    choose_own_machine();
    setenv("HWLOC_COMPONENTS", "stop", 1);
    ck_assert_int_eq(cupro__machine(&first), CUPRO_ETOPOLOGY);
    ck_assert_ptr_null(first);
    unsetenv("HWLOC_COMPONENTS");
    ck_assert_int_eq(cupro__machine(&first), 0);
    ck_assert_int_eq(first->pus, count_own_cpus());
    ck_assert_int_eq(cupro__machine(&second), 0);
    ck_assert_ptr_eq(first, second);
}
END_TEST

static void *ask(void *answer)
{
    const struct cupro__machine *machine;
    *(const void **)answer = cupro__machine(&machine) == 0 ? machine : NULL;
    return NULL;
}

START_TEST(test_all_threads_get_one_machine)
{
    pthread_t thread[8];
    const void *answer[8];
    for (int i = 0; i < 8; i++)
        ck_assert_int_eq(pthread_create(&thread[i], NULL, ask, &answer[i]), 0);
    for (int i = 0; i < 8; i++)
        pthread_join(thread[i], NULL);
    ck_assert_ptr_nonnull(answer[0]);
    for (int i = 1; i < 8; i++)
        ck_assert_ptr_eq(answer[i], answer[0]);
}
END_TEST

int main(void)
{
    return RUN_TESTS("machine", 10, test_machine_is_what_the_process_is_bound_to,
                     test_a_pinned_thread_sees_the_whole_machine,
                     test_another_machine_is_loaded_as_it_is,
                     test_captured_machines_are_what_they_were,
                     test_loading_is_tried_again_after_a_failure, test_all_threads_get_one_machine);
}
