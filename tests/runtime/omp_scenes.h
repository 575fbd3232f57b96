/* SPDX-License-Identifier: MIT */
/* Scenes: the ways in which a program with OpenMP pragmas may come to call the library. */
#ifndef CUPRO_TEST_OMP_SCENES_H
#define CUPRO_TEST_OMP_SCENES_H

#include "runtime/crowd.h"
#include "runtime/work.h"

#include <stdatomic.h>
#include <stdbool.h>

/* One scene played by a team of `threads`, in which some threads make the call. */
struct act {
    const struct scene *scene;
    int threads;
    int (*call)(struct act *act); /* 0 when all is well */
    atomic_int calls, result;     /* result: of a call that was not */
    atomic_bool over;
    struct crowd crowd;
    pthread_mutex_t lock;
};

struct scene {
    const char *name;
    void (*play)(struct act *act);
    bool helped; /* other threads of the team are free to help, in libgomp too */
};

extern const struct scene scenes[];

#define SCENES 14

/* Calls for acts. */
int call_works(struct act *act);
int works_in_task(void *arg);
int no_thread_task(int index, void *arg);

/* A region that does nothing. */
void run_region(int threads);

/* Threads of the team that calls. */
int team_size(void);
void wait_for_tasks(void);

struct settings {
    int threads, levels, dynamic;
};

void change_settings(const struct settings *settings);
void read_settings(struct settings *settings);

#endif
