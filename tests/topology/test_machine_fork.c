/* SPDX-License-Identifier: MIT */
/* A fork while another thread loads the machine. */
#include "run_tests.h"

#include "runtime/machine/topology.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static atomic_bool loaded;

static void *load_slowly(void *unused)
{
    const struct cupro__machine *machine;
    cupro__machine(&machine);
    atomic_store(&loaded, true);
    return unused;
}

/* 2048 PUs: the load takes 20 ms. Children born in its first milliseconds used to hang in hwloc. */
START_TEST(test_child_of_a_fork_during_the_load_can_load)
{
    pthread_t thread;
    int status;
    unsetenv("HWLOC_XMLFILE");
    setenv("HWLOC_SYNTHETIC", "pack:16 core:64 pu:2", 1);
    ck_assert_int_eq(pthread_create(&thread, NULL, load_slowly, NULL), 0);
    nanosleep(&(struct timespec){.tv_nsec = 100000 * (_i + 1)}, NULL);
    if (atomic_load(&loaded))
        printf("note: the fork came after the load\n");
    pid_t child = fork();
    if (child == 0) {
        const struct cupro__machine *machine;
        alarm(TEST_TIMEOUT / 4);
        _exit(cupro__machine(&machine) == 0 && machine->pus == 2048 ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    pthread_join(thread, NULL);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child: status %x", status);
}
END_TEST

int main(void)
{
    return RUN_TESTS("machine, forks", 10, test_child_of_a_fork_during_the_load_can_load);
}
