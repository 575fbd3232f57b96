/* SPDX-License-Identifier: MIT */
/* The progress line (see progress.h). A thread of its own prints it, so that it is seen to live
 * while nobody has anything to add, in the middle of sorting or of waiting for a pipe. */
#include "common/output/progress.h"
#include "common/diagnostics.h"
#include "common/side_thread.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FIRST_AFTER INT64_C(500000000)
#define AGAIN_AFTER INT64_C(100000000)
#define NANOSECONDS INT64_C(1000000000)
#define ERASE_REST  "\033[K"

/* There is one standard error, and one line on it. */
static pthread_mutex_t line_lock = PTHREAD_MUTEX_INITIALIZER;
static bool line_is_shown;
static int line_pauses; /* by so many it is kept away */

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * NANOSECONDS + time.tv_nsec;
}

/* A terminal that refuses it does not concern the work. */
static void write_text(const char *text)
{
    (void)!write(STDERR_FILENO, text, strlen(text));
}

static void show(const char *text)
{
    pthread_mutex_lock(&line_lock);
    if (line_pauses == 0)
        write_text(text);
    line_is_shown = line_pauses == 0;
    pthread_mutex_unlock(&line_lock);
}

static void hide(int pauses)
{
    pthread_mutex_lock(&line_lock);
    if (line_is_shown)
        write_text("\r" ERASE_REST);
    line_is_shown = false;
    line_pauses += pauses;
    pthread_mutex_unlock(&line_lock);
}

void progress_pause(void)
{
    hide(1);
}

void progress_resume(void)
{
    pthread_mutex_lock(&line_lock);
    line_pauses--;
    pthread_mutex_unlock(&line_lock);
}

void progress_show(const char *what)
{
    char line[128];
    if (!isatty(STDERR_FILENO))
        return;
    snprintf(line, sizeof line, "\r%s: %s" ERASE_REST, program_name, what);
    show(line);
}

void progress_hide(void)
{
    hide(0);
}

bool progress_parse(const char *text, enum progress_when *when)
{
    static const char *const words[] = {"auto", "always", "never"};
    for (int i = PROGRESS_AUTO; i <= PROGRESS_NEVER; i++) {
        if (strcmp(text, words[i]) == 0) {
            *when = (enum progress_when)i;
            return true;
        }
    }
    return false;
}

static void print(const struct progress *progress, int64_t time)
{
    char line[128];
    const double megabytes = (double)atomic_load(&progress->bytes) / 1e6;
    const double seconds = (double)(time - progress->begin) / (double)NANOSECONDS;
    snprintf(line, sizeof line, "\r%s: %.0f MB%s, %.0f MB/s" ERASE_REST, program_name, megabytes,
             progress->what, seconds > 0 ? megabytes / seconds : 0);
    show(line);
}

/* The thread. */
static void *print_again(void *arg)
{
    struct progress *progress = arg;
    pthread_mutex_lock(&progress->lock);
    int64_t next = progress->begin + FIRST_AFTER;
    while (!progress->over) {
        const struct timespec time = {next / NANOSECONDS, next % NANOSECONDS};
        pthread_cond_timedwait(&progress->changed, &progress->lock, &time);
        const int64_t here = now();
        if (progress->over || here < next)
            continue;
        print(progress, here);
        next = here + AGAIN_AFTER;
    }
    pthread_mutex_unlock(&progress->lock);
    return NULL;
}

void progress_begin(struct progress *progress, enum progress_when when)
{
    *progress = (struct progress){.what = ""};
    atomic_init(&progress->bytes, 0);
    if (when == PROGRESS_NEVER || (when == PROGRESS_AUTO && !isatty(STDERR_FILENO)))
        return;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&progress->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&progress->lock, NULL);
    progress->begin = now();
    progress->wanted = side_thread_start(&progress->thread, print_again, progress);
}

void progress_add(struct progress *progress, uint64_t bytes)
{
    if (progress->wanted)
        atomic_fetch_add(&progress->bytes, bytes);
}

void progress_say(struct progress *progress, const char *what)
{
    if (!progress->wanted)
        return;
    pthread_mutex_lock(&progress->lock);
    progress->what = what;
    pthread_mutex_unlock(&progress->lock);
}

void progress_restart(struct progress *progress, const char *what)
{
    if (!progress->wanted)
        return;
    pthread_mutex_lock(&progress->lock);
    progress->what = what;
    progress->begin = now();
    atomic_store(&progress->bytes, 0);
    pthread_mutex_unlock(&progress->lock);
}

void progress_end(struct progress *progress)
{
    if (!progress->wanted)
        return;
    progress->wanted = false;
    pthread_mutex_lock(&progress->lock);
    progress->over = true;
    pthread_cond_signal(&progress->changed);
    pthread_mutex_unlock(&progress->lock);
    pthread_join(progress->thread, NULL);
    pthread_cond_destroy(&progress->changed);
    pthread_mutex_destroy(&progress->lock);
    hide(0);
}
