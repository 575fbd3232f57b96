/* SPDX-License-Identifier: MIT */
/* The progress line (see progress.h). Whoever finds that it is time prints it: no thread of its
 * own, and no lock for those who pass by. */
#include "common/progress.h"
#include "common/diagnostics.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FIRST_AFTER INT64_C(500000000)
#define AGAIN_AFTER INT64_C(100000000)
#define NANOSECONDS INT64_C(1000000000)
#define ERASE_REST  "\033[K"

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * NANOSECONDS + time.tv_nsec;
}

static void write_line(const char *text)
{
    /* A terminal that refuses it does not concern the work. */
    (void)!write(STDERR_FILENO, text, strlen(text));
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

void progress_begin(struct progress *progress, enum progress_when when)
{
    progress->wanted = when == PROGRESS_AUTO ? isatty(STDERR_FILENO) : when == PROGRESS_ALWAYS;
    progress->shown = false;
    progress->begin = now();
    atomic_init(&progress->bytes, 0);
    atomic_init(&progress->next, progress->begin + FIRST_AFTER);
    atomic_flag_clear(&progress->printing);
}

static void print(struct progress *progress, int64_t time)
{
    char line[128];
    const double megabytes = (double)atomic_load(&progress->bytes) / 1e6;
    const double seconds = (double)(time - progress->begin) / (double)NANOSECONDS;
    snprintf(line, sizeof line, "\r%s: %.0f MB, %.0f MB/s" ERASE_REST, program_name, megabytes,
             megabytes / seconds);
    write_line(line);
    progress->shown = true;
}

void progress_add(struct progress *progress, uint64_t bytes)
{
    if (!progress->wanted)
        return;
    atomic_fetch_add(&progress->bytes, bytes);
    const int64_t time = now();
    if (time < atomic_load(&progress->next) || atomic_flag_test_and_set(&progress->printing))
        return;
    if (time >= atomic_load(&progress->next)) {
        print(progress, time);
        atomic_store(&progress->next, time + AGAIN_AFTER);
    }
    atomic_flag_clear(&progress->printing);
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        write_line("\r" ERASE_REST);
    progress->shown = false;
}
