/* SPDX-License-Identifier: MIT */
/* A line on stderr that tells how far the work is: only on a terminal unless it is asked for, only
 * when the work takes longer than half a second, and renewed ten times a second. Messages erase it
 * before they are printed. */
#ifndef APPS_PROGRESS_H
#define APPS_PROGRESS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum progress_when { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

struct progress {
    bool wanted;
    atomic_uint_least64_t bytes; /* done so far */
    pthread_t thread;            /* prints the line */
    pthread_mutex_t lock;        /* guards what follows */
    pthread_cond_t changed;
    bool over;
    int64_t begin;    /* nanoseconds */
    const char *what; /* has been done to the bytes: " read"; or "" */
};

/* Read "auto", "always" or "never". False: it is none of these. */
bool progress_parse(const char *text, enum progress_when *when);

void progress_begin(struct progress *progress, enum progress_when when);

/* So many bytes more are done. Any thread. */
void progress_add(struct progress *progress, uint64_t bytes);

/* Say what is going on now, and go on counting. `what` must stay. */
void progress_say(struct progress *progress, const char *what);

/* The same, and begin to count anew. */
void progress_restart(struct progress *progress, const char *what);

/* Erase the line, and show it no more. */
void progress_end(struct progress *progress);

/* For programs that must not be disturbed by a thread that prints, as they measure: show these
 * words now, on a terminal, and until others are shown. */
void progress_show(const char *what);
void progress_hide(void);

/* Erase the line that is shown, if there is one, and keep it away until as many calls of
 * progress_resume, or for good. Any thread. */
void progress_pause(void);
void progress_resume(void);

#endif
